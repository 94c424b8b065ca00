using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerAllocationTests
{
    public static TheoryData<CircuitMetricsLevel, CircuitCounting> Settings { get; } = new()
    {
        { CircuitMetricsLevel.Minimal, CircuitCounting.Consecutive },
        { CircuitMetricsLevel.Counts, CircuitCounting.Consecutive },
        { CircuitMetricsLevel.Durations, CircuitCounting.Consecutive },
        { CircuitMetricsLevel.Counts, CircuitCounting.Windowed },
    };

    [Theory] // P1, P2, [102]
    [MemberData(nameof(Settings))]
    public void A_success_allocates_nothing(CircuitMetricsLevel level, CircuitCounting counting)
    {
        var breaker = new CircuitBreaker("free", new CircuitBreakerOptions { Metrics = level, Counting = counting });

        Allocated(() => breaker.ExecuteAsync(static (value, _) => ValueTask.FromResult(value), 1, CancellationToken.None)).Should().Be(0);
        Allocated(() => breaker.Execute(static (value, _) => value, 1)).Should().Be(0);
    }

    [Fact] // P4, [102]
    public void A_rejection_without_a_throw_allocates_nothing()
    {
        var breaker = new CircuitBreaker("free", new CircuitBreakerOptions { FailureThreshold = 1 });
        breaker.Enter().Fail();
        ErrorManagement.Policies.IOutcomePolicy policy = breaker;

        Allocated(() => breaker.TryEnter(out _)).Should().Be(0);
        Allocated(() => policy.TryExecuteAsync(static (value, _) => ValueTask.FromResult(value), 1, CancellationToken.None)).Should().Be(0);
    }

    [Fact] // P7
    public void An_idle_breaker_takes_at_most_600_bytes()
    {
        const int Count = 1_000;
        var options = new CircuitBreakerOptions();
        var kept = new CircuitBreaker[Count];
        _ = new CircuitBreaker("warm", options);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
        {
            kept[i] = new CircuitBreaker("idle", options);
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        each.Should().BeLessThanOrEqualTo(600);
        GC.KeepAlive(kept);
    }

    private static long Allocated<T>(Func<T> call)
    {
        for (var i = 0; i < 500; i++)
        {
            _ = call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;
    }
}
