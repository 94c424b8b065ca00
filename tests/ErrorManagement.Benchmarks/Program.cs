using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Running;
using ErrorManagement.Benchmarks.Accuracy;
using ErrorManagement.Benchmarks.Bars;
using ErrorManagement.Benchmarks.Bugs;
using ErrorManagement.Benchmarks.Stress;

// -- bars [P1-P7,P15]   the ratios of docs/performance.md; exit code 1 when one falls short
// -- side-by-side       the breaker beside Polly's, as a table
// -- compare            recording an error beside what else a catch block might do, as a table
// -- dashboard          what a dashboard of 10,000 records costs, as a table
// -- stress [100|5min]  so many million records by eight threads, or for so many minutes; exit code 1 when memory grows or a count is wrong
// -- accuracy [FOLDER]   the figures of docs/accuracy.md for message templates and anomalies, groups and scores written to the folder; exit code 1 when a bar is short
// -- anomalies [FOLDER]  those for anomalies alone
// -- bugs [40000]       how well records follow the bugs of tests/ErrorManagement.BugSites, so many throws of each in each process; exit code 1 when it falls short
// anything else         BenchmarkDotNet, for depth: -- --filter *Breaker*
if (args is ["bars" or "side-by-side" or "compare" or "dashboard" or "stress" or "bugs", ..] && typeof(BarRunner).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
{
    Console.Error.WriteLine("These figures mean nothing in a Debug build: run with -c Release.");
    return 2;
}

switch (args)
{
    case ["bars", ..]:
        return BarRunner.Run(args.Length > 1 ? args[1] : null);
    case ["side-by-side"]:
        return SideBySide.Run();
    case ["compare"]:
        return RecordingSideBySide.Run();
    case ["dashboard"]:
        return DashboardCost.Run();
    case ["stress", ..]:
        return RegistryStress.Run(args.Length > 1 ? args[1] : null);
    case ["accuracy", ..]:
        return Math.Max(TemplateAccuracy.Run(args.Length > 1 ? args[1] : null), AnomalyAccuracy.Run(args.Length > 1 ? args[1] : null));
    case ["anomalies", ..]:
        return AnomalyAccuracy.Run(args.Length > 1 ? args[1] : null);
    case ["bugs", ..]:
        return BugRunner.RunAsync(args.Length > 1 ? args[1] : null).GetAwaiter().GetResult();
    case [RecordingCost.Command]:
        return RecordingCost.Answer();
    default:
        BenchmarkSwitcher.FromAssembly(typeof(BarRunner).Assembly).Run(args);
        return 0;
}
