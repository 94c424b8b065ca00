namespace ErrorManagement.CircuitBreakers;

/// <summary>When a circuit opens: pure decisions over counts.</summary>
internal static class CircuitRules
{
    /// <summary>Why the circuit should open now, or null. The first rule that holds names the reason.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="failuresInARow">Failures since the last success.</param>
    /// <param name="window">The calls of the window.</param>
    /// <param name="overdue">Calls in flight that are slow already.</param>
    public static CircuitTransitionReason? ShouldOpen(CircuitBreakerOptions options, int failuresInARow, OutcomeCounts window, long overdue)
    {
        if (options.Counting == CircuitCounting.Consecutive)
        {
            if (failuresInARow >= options.FailureThreshold)
            {
                return CircuitTransitionReason.ConsecutiveFailures;
            }
        }
        else if (window.Failures >= options.FailureThreshold)
        {
            return CircuitTransitionReason.FailuresInWindow;
        }

        if (options.FailureRateThreshold is { } failures && IsReached(options, failures, window.Failures, window.Total))
        {
            return CircuitTransitionReason.FailureRate;
        }

        return ShouldOpenForSlowCalls(options, window, overdue);
    }

    /// <summary>The same for the rule of slow calls alone: the one that a call which did not fail can make true.</summary>
    public static CircuitTransitionReason? ShouldOpenForSlowCalls(CircuitBreakerOptions options, OutcomeCounts window, long overdue) =>
        options.SlowCallRateThreshold is { } slow && IsReached(options, slow, window.Slow + overdue, window.Total + overdue)
            ? CircuitTransitionReason.SlowCallRate
            : null;

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
