namespace ErrorManagement.CircuitBreakers;

/// <summary>The figures of a breaker: an immutable snapshot. What the metrics level does not keep is null, not 0.</summary>
public sealed record CircuitBreakerMetrics
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The state.</summary>
    public CircuitState State { get; init; }

    /// <summary>The mode.</summary>
    public CircuitMode Mode { get; init; }

    /// <summary>When the state began, UTC.</summary>
    public DateTimeOffset StateSince { get; init; }

    /// <summary>How long the state has lasted, by elapsed time.</summary>
    public TimeSpan StateDuration { get; init; }

    /// <summary>When trials may begin, counted from now; null when the circuit is not open or stays so until it is reset.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The share of calls that is let through, 0 to 1, inclusive: 1 when closed, less while a ramp lasts, 0 when open or half-open (trials are no share).</summary>
    public double AdmittedShare { get; init; }

    /// <summary>What the state that lasts now has counted: in its window where it keeps one, of its trials when half-open, else since it began.</summary>
    public CircuitStatistics Period { get; init; } = new();

    /// <summary>Calls that were made and counted: successes and failures, and those that were neutral. Rejections are not among them.</summary>
    public long? TotalCalls => SuccessfulCalls + FailedCalls + IgnoredCalls;

    /// <summary>Calls that went well.</summary>
    public long? SuccessfulCalls { get; init; }

    /// <summary>Calls that failed.</summary>
    public long? FailedCalls { get; init; }

    /// <summary>Calls that were neither: cancelled by the caller, or of an ignored type.</summary>
    public long? IgnoredCalls { get; init; }

    /// <summary>Calls that were not made.</summary>
    public long? RejectedCalls { get; init; }

    /// <summary>Calls that ended after a transition and so changed nothing.</summary>
    public long? LateCalls { get; init; }

    /// <summary>Failed calls by category; a category without any is absent.</summary>
    public IReadOnlyDictionary<ErrorCategory, long>? FailuresByCategory { get; init; }

    /// <summary>Successes divided by successes and failures; null when there were none.</summary>
    public double? SuccessRate => Rate(SuccessfulCalls);

    /// <summary>Failures divided by successes and failures; null when there were none.</summary>
    public double? FailureRate => Rate(FailedCalls);

    /// <summary>Failures in a row, in the closed state.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Trials that succeeded in this half-open period.</summary>
    public int TrialSuccesses { get; init; }

    /// <summary>Trials in flight.</summary>
    public int TrialsInFlight { get; init; }

    /// <summary>Openings in a row without closing in between.</summary>
    public int ConsecutiveOpenings { get; init; }

    /// <summary>The mean duration of the last successful calls that were timed, at most 1,000. With the system's clock a thread times at most one call in each step of the clock: at low traffic that is each call.</summary>
    public TimeSpan? AverageDuration { get; init; }

    /// <summary>The 95th percentile of those durations, by nearest rank.</summary>
    public TimeSpan? P95Duration { get; init; }

    /// <summary>The last results, oldest first, at most 100: of the calls that were timed, and of all that failed. Null below level Durations.</summary>
    public IReadOnlyList<CircuitCall>? RecentCalls { get; init; }

    /// <summary>The setting <see cref="CircuitBreakerOptions.FailureThreshold"/> that applies.</summary>
    public int FailureThreshold { get; init; }

    /// <summary>The setting <see cref="CircuitBreakerOptions.SuccessThreshold"/> that applies.</summary>
    public int SuccessThreshold { get; init; }

    /// <summary>The setting <see cref="CircuitBreakerOptions.BreakDuration"/> that applies.</summary>
    public TimeSpan BreakDuration { get; init; }

    /// <summary>When it last opened, UTC; null when it is closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When a call last failed, UTC; null when none did since the last reset.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>What opened it, at most four kinds; empty when it is closed.</summary>
    public IReadOnlyList<CircuitFailureCause> Causes { get; init; } = [];

    /// <summary>Transitions of which listeners and log were not told, because they are more than 1,024 transitions behind.</summary>
    public long DroppedEvents { get; init; }

    /// <summary>The last transitions, oldest first, at most 50.</summary>
    public IReadOnlyList<CircuitTransitioned> Transitions { get; init; } = [];

    private double? Rate(long? part) => SuccessfulCalls + FailedCalls is > 0 and var counted ? (double?)part / counted : null;
}
