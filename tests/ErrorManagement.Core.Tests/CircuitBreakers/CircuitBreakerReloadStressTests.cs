using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>Settings change while calls are made.</summary>
public sealed class CircuitBreakerReloadStressTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Behaviour("X27")]
    public async Task Under_load_every_call_is_counted_once_whatever_the_settings_become()
    {
        CircuitBreakerOptions[] settings =
        [
            .. from counting in Enum.GetValues<CircuitCounting>()
               from level in new[] { CircuitMetricsLevel.Counts, CircuitMetricsLevel.Durations }
               from slow in new double?[] { null, 0.9 }
               select new CircuitBreakerOptions
               {
                   Counting = counting,
                   Metrics = level,
                   SlowCallRateThreshold = slow,
                   FailureThreshold = int.MaxValue,
                   SamplingDuration = counting == CircuitCounting.Windowed ? Second : 60 * Second,
                   SamplingCalls = 10 + (int)level,
               },
        ];
        var breaker = new CircuitBreaker("load", settings[0]); // the system's clock: successes go into the cells of their threads
        var done = 0;
        long successes = 0, failures = 0, reloads = 0;

        var threads = Enumerable.Range(0, 8).Select(worker => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    breaker.TryEnter(out var permit).Should().BeTrue();
                    if (i % 10 == worker)
                    {
                        permit.Fail(null);
                        Interlocked.Increment(ref failures);
                    }
                    else
                    {
                        permit.Succeed();
                        Interlocked.Increment(ref successes);
                    }
                }

                Interlocked.Increment(ref done);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        while (Volatile.Read(ref done) < 8 && !threads.Any(t => t.IsFaulted))
        {
            breaker.ApplyOptions(settings[(int)(reloads++ % settings.Length)]);
        }

        await Task.WhenAll(threads);
        reloads.Should().BeGreaterThan(12);
        var metrics = breaker.GetMetrics();
        (metrics.SuccessfulCalls, metrics.FailedCalls, metrics.LateCalls, metrics.RejectedCalls).Should().Be((successes, failures, 0, 0));
        metrics.State.Should().Be(CircuitState.Closed);
        breaker.ApplyOptions(new CircuitBreakerOptions { Counting = CircuitCounting.LastCalls, SamplingCalls = 7, FailureThreshold = int.MaxValue });
        breaker.TakeSnapshot().LastCalls.Length.Should().BeLessThanOrEqualTo(7);
    }

    [Theory]
    [InlineData(CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.LastCalls)]
    public async Task A_reload_while_the_first_call_ends_leaves_no_window_of_the_old_kind(CircuitCounting counting)
    {
        for (var round = 0; round < 500; round++)
        {
            var harness = new BreakerHarness(o => o.SamplingCalls = 2);
            using var start = new Barrier(2);
            var first = Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    harness.Succeed();
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

            start.SignalAndWait();
            harness.Breaker.ApplyOptions(new CircuitBreakerOptions { Counting = counting, SamplingCalls = 10, FailureThreshold = 5 });
            await first;

            harness.Fail(5);
            harness.State.Should().Be(CircuitState.Open, "five failures are in the window");
        }
    }
}
