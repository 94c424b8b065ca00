using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Benchmarks.Bars.BreakerCalls;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P1, P2, P4 to P7, P15: the breaker against Polly's with its cheapest typed overloads.</summary>
internal static class BreakerBars
{
    public static IEnumerable<Bar> All
    {
        get
        {
            (CircuitMetricsLevel Level, double Consecutive, double Window)[] levels =
                [(CircuitMetricsLevel.Minimal, 0.05, 0.10), (CircuitMetricsLevel.Counts, 0.10, 0.12), (CircuitMetricsLevel.Durations, 0.20, 0.22)];
            foreach (var (level, consecutive, window) in levels)
            {
                yield return new Bar(1, $"breaker-success-async {level} consecutive", consecutive, "x", () => Timing.Ratio(Results(Ours(level, false)), Results(Pollys())));
                yield return new Bar(1, $"breaker-success-async {level} rate-window", window, "x", () => Timing.Ratio(Results(Ours(level, true)), Results(Pollys())));
            }

            foreach (var (level, consecutive, window) in levels)
            {
                yield return new Bar(2, $"breaker-success-sync {level} consecutive", consecutive, "x", () => Timing.Ratio(SynchronousResults(Ours(level, false)), SynchronousResults(Pollys())));
                yield return new Bar(2, $"breaker-success-sync {level} rate-window", window, "x", () => Timing.Ratio(SynchronousResults(Ours(level, true)), SynchronousResults(Pollys())));
            }

            yield return new Bar(1, "breaker-success-async bytes", 0, "B", () => Timing.Bytes(Results(Ours(CircuitMetricsLevel.Counts, true))));
            yield return new Bar(4, "rejection TryEnter", 0.10, "x", () => Timing.Ratio(RefusedPermits(OursOpen()), RefusedOutcomes(PollysOpen())));
            yield return new Bar(4, "rejection TryExecuteAsync", 0.10, "x", () => Timing.Ratio(RefusedOutcomes(OursOpen()), RefusedOutcomes(PollysOpen())));
            yield return new Bar(5, "rejection thrown", 0.5, "x", () => Timing.Ratio(Awaited(OursOpen(), SucceedAsync), Awaited(PollysOpen(), SucceedAsync)));
            yield return new Bar(5, "rejection thrown bytes", 850, "B", () => Timing.Bytes(Awaited(OursOpen(), SucceedAsync)));
            yield return new Bar(6, "two threads on one breaker, consecutive", 0.9, "x", () => Contention.Of(Results(Ours(CircuitMetricsLevel.Counts, false))).Gain) { HigherIsBetter = true };
            yield return new Bar(6, "two threads on one breaker, rate-window", 0.9, "x", () => Contention.Of(Results(Ours(CircuitMetricsLevel.Counts, true))).Gain) { HigherIsBetter = true };
            yield return new Bar(7, "idle breaker", 600, "B", IdleBytes);
            yield return new Bar(15, "failing call, sync", 1.15, "x", () => FailingSync(Fail));
            yield return new Bar(15, "failing call, faulted task", 1.15, "x", () => FailingTask(FailAsync));
            yield return new Bar(15, "failing call, sync, ten frames deep", 1.15, "x", () => FailingSync(static (id, _) => DeepThrow.Run(id)));
            yield return new Bar(15, "failing call, faulted task, ten frames deep", 1.15, "x", () => FailingTask(static (id, _) => DeepThrow.RunAsync(id)));
        }
    }

    private static double FailingSync(Func<int, CancellationToken, int> operation) =>
        Timing.Ratio(Caught(Ours(CircuitMetricsLevel.Counts, false), operation), Caught((CircuitBreaker?)null, operation));

    private static double FailingTask(Func<int, CancellationToken, ValueTask<int>> operation) =>
        Timing.Ratio(Awaited(Ours(CircuitMetricsLevel.Counts, false), operation), Awaited((CircuitBreaker?)null, operation));

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
}
