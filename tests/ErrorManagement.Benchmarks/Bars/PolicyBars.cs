using ErrorManagement.CircuitBreakers;
using ErrorManagement.Pipelines;
using ErrorManagement.Timeouts;
using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
using Polly.Retry;
using Polly.Timeout;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P3, P5 (answered by a fallback), P16, P17: policies composed, against Polly's.</summary>
internal static class PolicyBars
{
    public static IEnumerable<Bar> All =>
    [
        new Bar(3, "fallback(retry(breaker(call))) success", 0.05, "x", ComposedSuccess),
        new Bar(3, "fallback(retry(breaker(call))) bytes", 0, "B", () => Timing.Bytes(Ours(Composed(Closed())))),
        new Bar(5, "open breaker answered by a fallback", 0.2, "x", OpenWithFallback),
        new Bar(16, "four failing attempts and a fallback", 0.5, "x", FourFailures),
        new Bar(17, "timeout that does not fire", 0.15, "x", QuietTimeout),
        new Bar(17, "timeout that does not fire, bytes", 0, "B", () => Timing.Bytes(Ours(new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromSeconds(30) })))),
    ];

    private static CircuitBreaker Closed() => new("bench", new CircuitBreakerOptions { Metrics = CircuitMetricsLevel.Minimal, FailureThreshold = int.MaxValue });

    private static ExecutionPipeline<int> Composed(CircuitBreaker breaker) => new PipelineBuilder().Fallback(-1).Retry().Add(breaker).Build();

    private static Action<int> Ours(ExecutionPipeline<int> pipeline) => times =>
    {
        for (var i = 0; i < times; i++)
        {
            var pending = pipeline.ExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
            _ = pending.Result;
        }
    };

    private static Action<int> Ours(TimeoutPolicy policy) => times =>
    {
        for (var i = 0; i < times; i++)
        {
            var pending = policy.ExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
            _ = pending.Result;
        }
    };

    private static Action<int> Pollys(ResiliencePipeline<int> pipeline)
    {
        var context = ResilienceContextPool.Shared.Get();
        return times =>
        {
            for (var i = 0; i < times; i++)
            {
                var pending = pipeline.ExecuteOutcomeAsync(static (_, value) => Outcome.FromResultAsValueTask(value), context, i);
                _ = pending.Result.Result;
            }
        };
    }

    private static ResiliencePipelineBuilder<int> PollyFallback() => new ResiliencePipelineBuilder<int>()
        .AddFallback(new FallbackStrategyOptions<int> { FallbackAction = static _ => Outcome.FromResultAsValueTask(-1) });

    private static double ComposedSuccess() => Timing.Ratio(
        Ours(Composed(Closed())),
        Pollys(PollyFallback()
            .AddRetry(new RetryStrategyOptions<int>())
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<int> { MinimumThroughput = int.MaxValue })
            .Build()));

    private static double OpenWithFallback()
    {
        var breaker = new CircuitBreaker("bench", new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromHours(1) });
        breaker.Enter().Fail();
        var polly = PollyFallback()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<int> { MinimumThroughput = 2, BreakDuration = TimeSpan.FromHours(1) })
            .Build();
        for (var i = 0; i < 2; i++)
        {
            _ = polly.Execute(static int () => throw new InvalidOperationException());
        }

        return Timing.Ratio(Ours(new PipelineBuilder().Fallback(-1).Add(breaker).Build()), Pollys(polly));
    }

    private static double FourFailures()
    {
        var ours = new PipelineBuilder().Fallback(-1).Retry(o =>
        {
            o.InitialDelay = TimeSpan.Zero;
            o.ShouldRetry = static (_, _) => true;
        }).Build();
        var polly = PollyFallback().AddRetry(new RetryStrategyOptions<int> { Delay = TimeSpan.Zero, MaxRetryAttempts = 3 }).Build();
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    var pending = ours.ExecuteAsync(static (_, _) => ValueTask.FromException<int>(new InvalidOperationException("failure")), i, CancellationToken.None);
                    _ = pending.AsTask().GetAwaiter().GetResult();
                }
            },
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    var pending = polly.ExecuteAsync(static (_, _) => ValueTask.FromException<int>(new InvalidOperationException("failure")), i, CancellationToken.None);
                    _ = pending.AsTask().GetAwaiter().GetResult();
                }
            });
    }

    private static double QuietTimeout() => Timing.Ratio(
        Ours(new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromSeconds(30) })),
        Pollys(new ResiliencePipelineBuilder<int>().AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(30) }).Build()));
}
