namespace ErrorManagement.CircuitBreakers;

/// <summary>A breaker in metrics-only mode would have opened. Told once for each reason until the mode is left. Immutable.</summary>
public sealed record CircuitThresholdExceeded
{
    /// <summary>The name of the breaker.</summary>
    public required string BreakerName { get; init; }

    /// <summary>Which rule would have opened it.</summary>
    public CircuitTransitionReason Reason { get; init; }

    /// <summary>When, UTC, by the wall clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What was counted by then.</summary>
    public required CircuitStatistics Statistics { get; init; }

    /// <summary>What the failures were, at most four kinds, most frequent first.</summary>
    public IReadOnlyList<CircuitFailureCause> Causes { get; init; } = [];
}
