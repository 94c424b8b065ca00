namespace ErrorManagement.CircuitBreakers;

/// <summary>When a circuit opens: pure decisions over counts.</summary>
internal static class CircuitRules
{
    /// <summary>Why the circuit should open now, or null. The first rule that holds names the reason.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="failuresInARow">Failures since the last success.</param>
    /// <param name="window">The calls of the window.</param>
    /// <param name="overdue">Calls in flight that are slow already.</param>
    public static CircuitTransitionReason? ShouldOpen(CircuitBreakerOptions options, int failuresInARow, OutcomeCounts window, long overdue) =>
        ByCount(options, failuresInARow, window) ?? ByFailureRate(options, window) ?? ShouldOpenForSlowCalls(options, window, overdue);

    /// <summary>Every rule that holds now, for a breaker that only measures.</summary>
    public static IEnumerable<CircuitTransitionReason> Holding(CircuitBreakerOptions options, int failuresInARow, OutcomeCounts window, long overdue)
    {
        CircuitTransitionReason?[] all = [ByCount(options, failuresInARow, window), ByFailureRate(options, window), ShouldOpenForSlowCalls(options, window, overdue)];
        return all.OfType<CircuitTransitionReason>();
    }

    /// <summary>The same for the rule of slow calls alone: the one that a call which did not fail can make true.</summary>
    public static CircuitTransitionReason? ShouldOpenForSlowCalls(CircuitBreakerOptions options, OutcomeCounts window, long overdue) =>
        options.SlowCallRateThreshold is { } slow && IsReached(options, slow, window.Slow + overdue, window.Total + overdue)
            ? CircuitTransitionReason.SlowCallRate
            : null;

    private static CircuitTransitionReason? ByCount(CircuitBreakerOptions options, int failuresInARow, OutcomeCounts window) => options.Counting switch
    {
        CircuitCounting.Consecutive => failuresInARow >= options.FailureThreshold ? CircuitTransitionReason.ConsecutiveFailures : null,
        _ => window.Failures >= options.FailureThreshold ? CircuitTransitionReason.FailuresInWindow : null,
    };

    private static CircuitTransitionReason? ByFailureRate(CircuitBreakerOptions options, OutcomeCounts window) =>
        options.FailureRateThreshold is { } failures && IsReached(options, failures, window.Failures, window.Total) ? CircuitTransitionReason.FailureRate : null;

    /// <summary>The share that a part is of all calls; null when there are too few calls to say.</summary>
    public static double? RateOf(CircuitBreakerOptions options, long part, long total) =>
        total > 0 && total >= MinimumOf(options) ? (double)part / total : null;

    /// <summary>Whether a part of all calls reaches a rate.</summary>
    public static bool IsReached(CircuitBreakerOptions options, double threshold, long part, long total)
    {
        if (RateOf(options, part, total) is not { } rate || rate < threshold)
        {
            return false; // the bound below never exceeds the rate
        }

        return options.Bound is not { } bound || bound.Lower(part, total) >= threshold;
    }

    /// <summary>How many calls the window must hold before a rate applies.</summary>
    public static int MinimumOf(CircuitBreakerOptions options) =>
        options.Counting == CircuitCounting.LastCalls ? Math.Min(options.MinimumThroughput, options.SamplingCalls) : options.MinimumThroughput;
}
