namespace ErrorManagement.Fallbacks;

/// <summary>What is known of a feature that may be degraded: one consistent snapshot. Immutable.</summary>
/// <remarks>Calls that go well while the feature is healthy are not counted: they cost nothing.</remarks>
public sealed record DegradationState
{
    /// <summary>The name of the feature. Few different values, no private data.</summary>
    public required string Feature { get; init; }

    /// <summary>Whether it is degraded.</summary>
    public bool IsDegraded { get; init; }

    /// <summary>Since when it is degraded, UTC, by the wall clock; null when it is not.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How long it has been degraded, by elapsed time; null when it is not.</summary>
    public TimeSpan? DegradedFor { get; init; }

    /// <summary>How long it was degraded in all, the present time among it.</summary>
    public TimeSpan TotalDegradedTime { get; init; }

    /// <summary>The full name of the type of the last failure that an answer was given for; stays after a recovery; null when there was none.</summary>
    public string? LastErrorType { get; init; }

    /// <summary>When that failure was, UTC, by the wall clock; null when there was none.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>Calls that failed and were answered for, and trials that failed. Rises only.</summary>
    public long Failures { get; init; }

    /// <summary>Critical calls that failed: they are not in <see cref="Failures"/>, and changed nothing else. Rises only.</summary>
    public long CriticalFailures { get; init; }

    /// <summary>Calls that were answered without being made, because the feature was degraded and no trial was due. Rises only.</summary>
    public long SkippedCalls { get; init; }

    /// <summary>How often the feature became degraded. Rises only.</summary>
    public long Degradations { get; init; }

    /// <summary>How often it recovered. Rises only; <see cref="Degradations"/>, or one less while it is degraded.</summary>
    public long Recoveries { get; init; }

    /// <summary>Results that came after the state in which their call began had ended, and so could not change it. Rises only.</summary>
    public long LateResults { get; init; }
}
