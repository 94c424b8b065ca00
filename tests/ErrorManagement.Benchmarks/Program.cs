using BenchmarkDotNet.Running;
using ErrorManagement.Benchmarks.Bars;

// -- bars [P1-P7,P15]   the ratios of docs/performance.md; exit code 1 when one falls short
// anything else         BenchmarkDotNet, for depth: -- --filter *Breaker*
if (args is ["bars", ..])
{
    return BarRunner.Run(args.Length > 1 ? args[1] : null);
}

BenchmarkSwitcher.FromAssembly(typeof(BarRunner).Assembly).Run(args);
return 0;
