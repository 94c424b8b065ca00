namespace ErrorManagement.CircuitBreakers;

/// <summary>When a circuit opens: pure decisions over counts.</summary>
internal static class CircuitRules
{
    /// <summary>Why the circuit should open now, or null. The first rule that holds names the reason.</summary>
    public static CircuitTransitionReason? ShouldOpen(CircuitBreakerOptions options, int failuresInARow, OutcomeCounts window)
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

        return options.FailureRateThreshold is { } limit && window.Total >= options.MinimumThroughput && window.FailureRate >= limit
            ? CircuitTransitionReason.FailureRate
            : null;
    }
}
