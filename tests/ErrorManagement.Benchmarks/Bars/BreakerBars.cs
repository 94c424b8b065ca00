using ErrorManagement.CircuitBreakers;
using Polly;
using Polly.CircuitBreaker;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P1, P2, P4 to P7, P15: the breaker against Polly's with its cheapest typed overloads.</summary>
internal static class BreakerBars
{
    private static readonly InvalidOperationException Failure = new("failure");

    public static IEnumerable<Bar> All
    {
        get
        {
            (CircuitMetricsLevel Level, double Consecutive, double Window)[] levels =
                [(CircuitMetricsLevel.Minimal, 0.05, 0.10), (CircuitMetricsLevel.Counts, 0.10, 0.12), (CircuitMetricsLevel.Durations, 0.20, 0.22)];
            foreach (var (level, consecutive, window) in levels)
            {
                yield return new Bar(1, $"breaker-success-async {level} consecutive", consecutive, "x", () => SuccessAsync(level, false));
                yield return new Bar(1, $"breaker-success-async {level} rate-window", window, "x", () => SuccessAsync(level, true));
            }

            foreach (var (level, consecutive, window) in levels)
            {
                yield return new Bar(2, $"breaker-success-sync {level} consecutive", consecutive, "x", () => SuccessSync(level, false));
                yield return new Bar(2, $"breaker-success-sync {level} rate-window", window, "x", () => SuccessSync(level, true));
            }

            yield return new Bar(1, "breaker-success-async bytes", 0, "B", () => Timing.Bytes(Async(Ours(CircuitMetricsLevel.Counts, true))));
            yield return new Bar(4, "rejection TryEnter", 0.10, "x", RejectionTryEnter);
            yield return new Bar(4, "rejection TryExecuteAsync", 0.10, "x", RejectionTryExecute);
            yield return new Bar(5, "rejection thrown", 0.5, "x", () => Timing.Ratio(Rejected(OursOpen()), Rejected(PollyOpen())));
            yield return new Bar(5, "rejection thrown bytes", 850, "B", () => Timing.Bytes(Rejected(OursOpen())));
            yield return new Bar(6, "two threads on one breaker, consecutive", 0.9, "x", () => Scaling(false)) { HigherIsBetter = true };
            yield return new Bar(6, "two threads on one breaker, rate-window", 0.9, "x", () => Scaling(true)) { HigherIsBetter = true };
            yield return new Bar(7, "idle breaker", 600, "B", IdleBytes);
            yield return new Bar(15, "failing call, sync", 1.15, "x", FailingSync);
            yield return new Bar(15, "failing call, faulted task", 1.15, "x", FailingTask);
        }
    }

    private static CircuitBreaker Ours(CircuitMetricsLevel level, bool window) => new("bench", new CircuitBreakerOptions
    {
        Metrics = level,
        FailureThreshold = int.MaxValue,
        FailureRateThreshold = window ? 0.5 : null,
        MinimumThroughput = window ? int.MaxValue : 10,
        SamplingDuration = TimeSpan.FromSeconds(30),
    });

    private static ResiliencePipeline<int> PollyClosed() => new ResiliencePipelineBuilder<int>()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<int> { MinimumThroughput = int.MaxValue, SamplingDuration = TimeSpan.FromSeconds(30) })
        .Build();

    private static CircuitBreaker OursOpen()
    {
        var breaker = new CircuitBreaker("bench", new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromHours(1) });
        breaker.Enter().Fail(Failure);
        return breaker;
    }

    private static ResiliencePipeline<int> PollyOpen()
    {
        var pipeline = new ResiliencePipelineBuilder<int>()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<int> { MinimumThroughput = 2, FailureRatio = 0.1, BreakDuration = TimeSpan.FromHours(1) })
            .Build();
        for (var i = 0; i < 2; i++)
        {
            try
            {
                pipeline.Execute(static int () => throw Failure);
            }
            catch (InvalidOperationException)
            {
            }
        }

        return pipeline;
    }

    private static Action<int> Async(CircuitBreaker breaker) => times =>
    {
        for (var i = 0; i < times; i++)
        {
            var pending = breaker.ExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
            _ = pending.Result;
        }
    };

    private static double SuccessAsync(CircuitMetricsLevel level, bool window)
    {
        var polly = PollyClosed();
        var context = ResilienceContextPool.Shared.Get();
        return Timing.Ratio(Async(Ours(level, window)), times =>
        {
            for (var i = 0; i < times; i++)
            {
                var pending = polly.ExecuteOutcomeAsync(static (_, value) => Outcome.FromResultAsValueTask(value), context, i);
                _ = pending.Result.Result;
            }
        });
    }

    private static double SuccessSync(CircuitMetricsLevel level, bool window)
    {
        var ours = Ours(level, window);
        var polly = PollyClosed();
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    _ = ours.Execute(static (value, _) => value, i, CancellationToken.None);
                }
            },
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    _ = polly.Execute(static value => value, i);
                }
            });
    }

    private static Action<int> PollyRejectedOutcome()
    {
        var polly = PollyOpen();
        var context = ResilienceContextPool.Shared.Get();
        return times =>
        {
            for (var i = 0; i < times; i++)
            {
                var pending = polly.ExecuteOutcomeAsync(static (_, value) => Outcome.FromResultAsValueTask(value), context, i);
                _ = pending.Result.Exception;
            }
        };
    }

    private static double RejectionTryEnter()
    {
        var ours = OursOpen();
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    _ = ours.TryEnter(out _);
                }
            },
            PollyRejectedOutcome());
    }

    private static double RejectionTryExecute()
    {
        var ours = OursOpen();
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    var pending = ours.TryExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
                    _ = pending.Result;
                }
            },
            PollyRejectedOutcome());
    }

    private static Action<int> Rejected(CircuitBreaker breaker) => times => RejectedAsync(breaker, times).GetAwaiter().GetResult();

    private static Action<int> Rejected(ResiliencePipeline<int> polly) => times => RejectedAsync(polly, times).GetAwaiter().GetResult();

    private static async Task RejectedAsync(CircuitBreaker breaker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                await breaker.ExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
            }
            catch (CircuitOpenException)
            {
            }
        }
    }

    private static async Task RejectedAsync(ResiliencePipeline<int> polly, int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                await polly.ExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
            }
            catch (BrokenCircuitException)
            {
            }
        }
    }

    /// <summary>How two threads fare against one, per CPU second, divided by how a plain delegate fares; the median of five.</summary>
    private static double Scaling(bool window)
    {
        var breaker = Ours(CircuitMetricsLevel.Counts, window);
        var through = Async(breaker);
        Func<int, CancellationToken, ValueTask<int>> plain = static (value, _) => new ValueTask<int>(value);
        void Direct(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var pending = plain(i, CancellationToken.None);
                _ = pending.Result;
            }
        }

        Timing.Pair(through, Direct);
        var ratios = Enumerable.Range(0, 5).Select(_ => Gain(through) / Gain(Direct)).Order().ToArray();
        return ratios[2];

        static double Gain(Action<int> work) => PerCpuNanosecond(work, 1) is var one && PerCpuNanosecond(work, 2) is var two ? two / one : 0;
    }

    private static double PerCpuNanosecond(Action<int> work, int threads)
    {
        const int Times = 2_000_000;
        var used = new double[threads];
        using var start = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            var before = Timing.ThreadNanoseconds();
            work(Times);
            used[index] = Timing.ThreadNanoseconds() - before;
        })).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        return threads * (double)Times / used.Sum();
    }

    private static double IdleBytes()
    {
        const int Count = 1_000;
        var options = new CircuitBreakerOptions();
        var kept = new CircuitBreaker[Count];
        kept[0] = new CircuitBreaker("idle", options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
        {
            kept[i] = new CircuitBreaker("idle", options);
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
        GC.KeepAlive(kept);
        return each;
    }

    private static double FailingSync()
    {
        var ours = Ours(CircuitMetricsLevel.Counts, false);
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    try
                    {
                        _ = ours.Execute<int, int>(static (_, _) => throw new InvalidOperationException("failure"), i, CancellationToken.None);
                    }
                    catch (InvalidOperationException)
                    {
                    }
                }
            },
            times =>
            {
                Func<int, CancellationToken, int> plain = static (_, _) => throw new InvalidOperationException("failure");
                for (var i = 0; i < times; i++)
                {
                    try
                    {
                        _ = plain(i, CancellationToken.None);
                    }
                    catch (InvalidOperationException)
                    {
                    }
                }
            });
    }

    private static double FailingTask()
    {
        var ours = Ours(CircuitMetricsLevel.Counts, false);
        return Timing.Ratio(
            times => FailingTaskAsync(ours, times).GetAwaiter().GetResult(),
            times => FailingTaskAsync(null, times).GetAwaiter().GetResult());
    }

    private static async Task FailingTaskAsync(CircuitBreaker? breaker, int times)
    {
        Func<int, CancellationToken, ValueTask<int>> operation = static (_, _) => ValueTask.FromException<int>(new InvalidOperationException("failure"));
        for (var i = 0; i < times; i++)
        {
            try
            {
                _ = await (breaker is null ? operation(i, CancellationToken.None) : breaker.ExecuteAsync(operation, i, CancellationToken.None));
            }
            catch (InvalidOperationException)
            {
            }
        }
    }
}
