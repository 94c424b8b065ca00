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

    public static TheoryData<CircuitMetricsLevel, CircuitCounting, bool> AllSettings
    {
        get
        {
            var data = new TheoryData<CircuitMetricsLevel, CircuitCounting, bool>();
            foreach (var level in Enum.GetValues<CircuitMetricsLevel>())
            {
                foreach (var counting in Enum.GetValues<CircuitCounting>())
                {
                    data.Add(level, counting, false);
                    data.Add(level, counting, true);
                }
            }

            return data;
        }
    }

    private delegate void PermitEnding(ref CircuitPermit permit);

    [Theory]
    [Behaviour("P1", "P2", "102")]
    [MemberData(nameof(Settings))]
    public void A_success_allocates_nothing(CircuitMetricsLevel level, CircuitCounting counting)
    {
        var breaker = new CircuitBreaker("free", new CircuitBreakerOptions { Metrics = level, Counting = counting });

        Allocated(() => breaker.ExecuteAsync(static (value, _) => ValueTask.FromResult(value), 1, CancellationToken.None)).Should().Be(0);
        Allocated(() => breaker.Execute(static (value, _) => value, 1)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(AllSettings))]
    [Behaviour("102")]
    public void Neither_a_result_judged_a_failure_nor_a_permit_nor_a_trial_allocates(CircuitMetricsLevel level, CircuitCounting counting, bool watchesSlowCalls)
    {
        var options = new CircuitBreakerOptions
        {
            Metrics = level,
            Counting = counting,
            FailureThreshold = int.MaxValue,
            SuccessThreshold = int.MaxValue,
            SlowCallRateThreshold = watchesSlowCalls ? 1 : null,
        };
        var breaker = new CircuitBreaker("free", options.JudgeResult<int>(static value => value < 0 ? CircuitVerdict.Failure : CircuitVerdict.Success));
        var policy = breaker;

        Each(CircuitState.Closed);
        Allocated(() => breaker.Execute(static (value, _) => value, -1)).Should().Be(0);
        Allocated(() => breaker.ExecuteAsync(static (value, _) => ValueTask.FromResult(value), -1, CancellationToken.None)).Should().Be(0);

        breaker.Isolate();
        Allocated(() => breaker.TryEnter(out _)).Should().Be(0);
        Allocated(() => policy.TryExecuteAsync(static (value, _) => ValueTask.FromResult(value), 1, CancellationToken.None)).Should().Be(0);

        breaker.MoveTo(CircuitState.HalfOpen);
        Each(CircuitState.HalfOpen);

        void Each(CircuitState state)
        {
            Allocated(() => breaker.Execute(static (value, _) => value, 1)).Should().Be(0, $"{state}");
            Allocated(() => breaker.ExecuteAsync(static (value, _) => ValueTask.FromResult(value), 1, CancellationToken.None)).Should().Be(0, $"{state}");
            Allocated(() => policy.TryExecuteAsync(static (value, _) => ValueTask.FromResult(value), 1, CancellationToken.None)).Should().Be(0, $"{state}");
            Allocated(() => Permit(static (ref CircuitPermit permit) => permit.Succeed())).Should().Be(0, $"{state}");
            Allocated(() => Permit(static (ref CircuitPermit permit) => permit.Ignore())).Should().Be(0, $"{state}");
            breaker.State.Should().Be(state);
        }

        bool Permit(PermitEnding ending)
        {
            var admitted = breaker.TryEnter(out var permit);
            ending(ref permit);
            return admitted;
        }
    }

    [Fact]
    [Behaviour("P4", "102")]
    public void A_rejection_without_a_throw_allocates_nothing()
    {
        var breaker = new CircuitBreaker("free", new CircuitBreakerOptions { FailureThreshold = 1 });
        breaker.Enter().Fail();
        var policy = breaker;

        Allocated(() => breaker.TryEnter(out _)).Should().Be(0);
        Allocated(() => policy.TryExecuteAsync(static (value, _) => ValueTask.FromResult(value), 1, CancellationToken.None)).Should().Be(0);
    }

    [Fact]
    [Behaviour("P7")]
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

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThanOrEqualTo(600 * Count);
        GC.KeepAlive(kept);
    }

    /// <summary>Bytes of a thousand calls together: divided by the calls, what only some of them allocate would be rounded to nothing.</summary>
    private static long Allocated<T>(Func<T> call)
    {
        // Until what is kept of the last thousand calls has its full size.
        for (var i = 0; i < 2_500; i++)
        {
            _ = call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
