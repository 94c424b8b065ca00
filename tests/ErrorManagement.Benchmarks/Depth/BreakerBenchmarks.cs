using BenchmarkDotNet.Attributes;
using ErrorManagement.CircuitBreakers;
using Polly;
using Polly.CircuitBreaker;

namespace ErrorManagement.Benchmarks.Depth;

/// <summary>The breaker in depth: a success through a closed circuit, ours and Polly's.</summary>
[MemoryDiagnoser]
public class BreakerBenchmarks
{
    private readonly CircuitBreaker _minimal = new("minimal", new CircuitBreakerOptions { Metrics = CircuitMetricsLevel.Minimal });
    private readonly CircuitBreaker _counts = new("counts");
    private readonly CircuitBreaker _window = new("window", new CircuitBreakerOptions { FailureRateThreshold = 0.5 });
    private readonly ResiliencePipeline<int> _polly = new ResiliencePipelineBuilder<int>().AddCircuitBreaker(new CircuitBreakerStrategyOptions<int>()).Build();

    [Benchmark(Baseline = true)]
    public ValueTask<int> Polly() => _polly.ExecuteAsync(static (value, _) => new ValueTask<int>(value), 1, CancellationToken.None);

    [Benchmark]
    public ValueTask<int> Minimal() => _minimal.ExecuteAsync(static (value, _) => new ValueTask<int>(value), 1, CancellationToken.None);

    [Benchmark]
    public ValueTask<int> Counts() => _counts.ExecuteAsync(static (value, _) => new ValueTask<int>(value), 1, CancellationToken.None);

    [Benchmark]
    public ValueTask<int> RateWindow() => _window.ExecuteAsync(static (value, _) => new ValueTask<int>(value), 1, CancellationToken.None);

    [Benchmark]
    public int CountsSync() => _counts.Execute(static (value, _) => value, 1, CancellationToken.None);
}
