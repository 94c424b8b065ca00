using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A breaker that was brought back cannot be told from one that was never away.</summary>
public sealed class CircuitBreakerSnapshotEquivalenceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1, CircuitCounting.Consecutive)]
    [InlineData(2, CircuitCounting.Windowed)]
    [InlineData(3, CircuitCounting.LastCalls)]
    [InlineData(4, CircuitCounting.Windowed)]
    public async Task Whatever_happened_before_the_other_process_goes_on_as_this_one_would(int seed, CircuitCounting counting)
    {
        var random = new Random(seed);
        int restarts = 0, afterOpen = 0;
        for (var round = 0; round < 150; round++)
        {
            void Configure(CircuitBreakerOptions o)
            {
                o.Counting = counting;
                o.FailureThreshold = 4;
                o.SamplingCalls = 8;
                o.SamplingDuration = 64 * Second;
                o.FailureRateThreshold = 0.7;
                o.MinimumThroughput = 5;
                o.BackoffMultiplier = 2;
                o.BreakDuration = 20 * Second;
                o.HalfOpenMaxCalls = 1;
            }

            var one = new BreakerHarness(Configure);
            for (var i = random.Next(40); i > 0; i--)
            {
                Step(random.Next(12), one);
            }

            if (one.Breaker.GetMetrics() is { TrialSuccesses: > 0 })
            {
                continue; // trials begin anew, which is not the same
            }

            var other = new BreakerHarness(Configure);
            other.Clock.SetUtcNow(one.Clock.GetUtcNow());
            other.Breaker.Restore(await ThroughJsonAsync(one.Breaker.TakeSnapshot()));
            restarts++;
            afterOpen += one.State == CircuitState.Closed ? 0 : 1;
            for (var i = 0; i < 40; i++)
            {
                Told(other).Should().BeEquivalentTo(Told(one), $"seed {seed}, round {round}, step {i}");
                var step = random.Next(12);
                Step(step, one);
                Step(step, other);
            }
        }

        restarts.Should().BeGreaterThan(50);
        afterOpen.Should().BeGreaterThan(10, "else it says little of open circuits");
    }

    private static (CircuitState, TimeSpan?, int, int, CircuitStatistics?) Told(BreakerHarness harness)
    {
        var metrics = harness.Breaker.GetMetrics();
        var counts = harness.Options.Counting != CircuitCounting.Consecutive || harness.Options.FailureRateThreshold is not null;
        return (metrics.State, metrics.RetryAfter, metrics.ConsecutiveFailures, metrics.ConsecutiveOpenings, counts ? metrics.Period : null);
    }

    // Time goes by in steps that a window's slices, which need not lie in the same place in another process, cannot tell apart.
    private static void Step(int step, BreakerHarness harness)
    {
        if (step is 10 or 11)
        {
            harness.Clock.Advance(10 * Second);
        }
        else if (harness.Breaker.TryEnter(out var permit))
        {
            if (step < 5)
            {
                permit.Succeed();
            }
            else
            {
                permit.Fail(new TimeoutException());
            }
        }
    }

    private static async Task<CircuitBreakerSnapshot> ThroughJsonAsync(CircuitBreakerSnapshot snapshot)
    {
        using var file = new MemoryStream();
        await CircuitBreakerSnapshots.WriteAsync(file, [snapshot]);
        file.Position = 0;
        return (await CircuitBreakerSnapshots.ReadAsync(file)).Single();
    }
}
