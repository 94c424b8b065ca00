namespace ErrorManagement.CircuitBreakers;

/// <summary>What a breaker counted in a stretch of time: its window, or the period of a state. Immutable.</summary>
public sealed record CircuitStatistics
{
    /// <summary>Calls that ended and counted: successes and failures; null when successes are not kept.</summary>
    public long? Calls => Successes + Failures;

    /// <summary>Calls that went well; null when they are not kept: at level Minimal without a window.</summary>
    public long? Successes { get; init; }

    /// <summary>Calls that failed.</summary>
    public long Failures { get; init; }

    /// <summary>Calls of both kinds that took longer than the slow-call duration, and calls in flight that already do; 0 without a slow-call rule.</summary>
    public long SlowCalls { get; init; }

    /// <summary>Failures divided by calls, 0 to 1, inclusive; null when there are fewer calls than the minimum throughput: too few to say.</summary>
    public double? FailureRate { get; init; }

    /// <summary>Slow calls divided by calls, those in flight included, 0 to 1, inclusive; null when there are too few, and without a slow-call rule.</summary>
    public double? SlowCallRate { get; init; }
}
