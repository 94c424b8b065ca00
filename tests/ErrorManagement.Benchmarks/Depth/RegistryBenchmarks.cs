using BenchmarkDotNet.Attributes;
using ErrorManagement.Analytics;
using ErrorManagement.Benchmarks.Bars;

namespace ErrorManagement.Benchmarks.Depth;

/// <summary>Recording a known error, thrown ten frames deep, its ids varying: with the runtime's own frames and by the public API.</summary>
[MemoryDiagnoser]
public class RegistryBenchmarks : IDisposable
{
    private const int Instances = 4_096; // far more than any memory for repeated instances holds

    private readonly Exception[] _thrown = new Exception[Instances];
    private ErrorRegistry _registry = null!;
    private int _next;

    [Params(true, false)]
    public bool UseRuntimeStacks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _registry = new ErrorRegistry(new ErrorRegistryOptions { UseRuntimeStacks = UseRuntimeStacks });
        for (var i = 0; i < Instances; i++)
        {
            try
            {
                DeepThrow.Run(i);
            }
            catch (InvalidOperationException e)
            {
                _thrown[i] = e;
            }
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _registry?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public RecordedError KnownError() => _registry.Record(_thrown[_next++ & (Instances - 1)], "orders");
}
