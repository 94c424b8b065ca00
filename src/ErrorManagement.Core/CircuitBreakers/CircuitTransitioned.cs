namespace ErrorManagement.CircuitBreakers;

/// <summary>A circuit changed its state or its mode. Immutable.</summary>
public sealed record CircuitTransitioned
{
    /// <summary>The name of the breaker.</summary>
    public required string BreakerName { get; init; }

    /// <summary>The state before.</summary>
    public CircuitState From { get; init; }

    /// <summary>The state after.</summary>
    public CircuitState To { get; init; }

    /// <summary>The mode before.</summary>
    public CircuitMode FromMode { get; init; }

    /// <summary>The mode after.</summary>
    public CircuitMode ToMode { get; init; }

    /// <summary>Why.</summary>
    public CircuitTransitionReason Reason { get; init; }

    /// <summary>Whether someone asked for it, and the breaker did not decide by itself.</summary>
    public bool IsManual => Reason == CircuitTransitionReason.Manual;

    /// <summary>When, UTC, by the wall clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How long it stays open; null when it does not open, or stays open until someone closes it.</summary>
    public TimeSpan? BreakDuration { get; init; }

    /// <summary>Failures that the old state counted: in a row, or inside the window where one is kept; of trials when it was half-open.</summary>
    public long FailureCount { get; init; }

    /// <summary>Successes that the old state counted: inside the window where one is kept, of trials when it was half-open, else since it began; null when they are not kept.</summary>
    public long? SuccessCount => Statistics.Successes;

    /// <summary>What the old state had counted: inside the window where one is kept, of trials when it was half-open, else since it began.</summary>
    public CircuitStatistics Statistics { get; init; } = new();

    /// <summary>The how-manieth opening in a row it is, or those there were so far; 0 after the circuit has closed.</summary>
    public int OpeningsInARow { get; init; }

    /// <summary>The longest wait that one of the old state's last failures asked for (Retry-After), where the breaker's pacing was to know it; else null.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>What the failures were, at most four kinds, most frequent first; empty when it did not open by failures.</summary>
    public IReadOnlyList<CircuitFailureCause> Causes { get; init; } = [];
}
