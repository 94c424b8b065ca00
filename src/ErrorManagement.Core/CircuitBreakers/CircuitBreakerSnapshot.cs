namespace ErrorManagement.CircuitBreakers;

/// <summary>What a breaker has to know to go on where it was, after a restart of the process: state, break, window. Immutable.</summary>
/// <remarks>Counts since the start of the process are not part of it. <see cref="CircuitBreakerSnapshots"/> writes and reads snapshots as JSON.</remarks>
public sealed record CircuitBreakerSnapshot
{
    /// <summary>The name of the breaker; not empty. Few different values, no private data.</summary>
    public required string Name { get; init; }

    /// <summary>When it was taken, UTC, by the wall clock: the time that passes until it is brought back counts as part of break, ramp and window.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The state.</summary>
    public CircuitState State { get; init; }

    /// <summary>The mode.</summary>
    public CircuitMode Mode { get; init; }

    /// <summary>How much of the break was left; zero when trials may begin; null when the circuit was not open, or isolated. Not negative, and no longer than <see cref="BreakDuration"/>.</summary>
    public TimeSpan? BreakLeft { get; init; }

    /// <summary>How long the break was as a whole, of which <see cref="BreakLeft"/> is left; null as that. More than zero.</summary>
    public TimeSpan? BreakDuration { get; init; }

    /// <summary>How much was left of the ramp that follows a recovery; null when there was none. Not negative.</summary>
    public TimeSpan? RampLeft { get; init; }

    /// <summary>Openings in a row without closing in between; not negative.</summary>
    public int OpeningsInARow { get; init; }

    /// <summary>Failures in a row, in the closed state; not negative.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>When it last opened, UTC; null when it was closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When a call last failed, UTC; null when none did.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>What opened it, at most four kinds, without the registry's records, whose ids are of one process only. Empty when it was closed.</summary>
    public IReadOnlyList<CircuitFailureCause> Causes { get; init; } = [];

    /// <summary>The time window, oldest first; empty when there is none, or nothing in it. At most 1,000 slices.</summary>
    public IReadOnlyList<CircuitWindowSlice> Window { get; init; } = [];

    /// <summary>
    /// The last calls, oldest first, where those are counted: <c>.</c> a success, <c>x</c> a failure, <c>s</c> a slow success, <c>z</c> a slow failure. Empty otherwise. At most 100,000.
    /// </summary>
    public string LastCalls { get; init; } = "";
}
