using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Running;
using ErrorManagement.Benchmarks.Bars;

// -- bars [P1-P7,P15]   the ratios of docs/performance.md; exit code 1 when one falls short
// -- side-by-side       the breaker beside Polly's, as a table
// anything else         BenchmarkDotNet, for depth: -- --filter *Breaker*
if (args is ["bars" or "side-by-side", ..] && typeof(BarRunner).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
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
    default:
        BenchmarkSwitcher.FromAssembly(typeof(BarRunner).Assembly).Run(args);
        return 0;
}
