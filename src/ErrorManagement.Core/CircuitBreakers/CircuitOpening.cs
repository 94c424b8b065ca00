namespace ErrorManagement.CircuitBreakers;

/// <summary>An opening for which a length is asked; see <see cref="IBreakerPacing"/>. Immutable.</summary>
public sealed record CircuitOpening
{
    /// <summary>The name of the breaker.</summary>
    public required string BreakerName { get; init; }

    /// <summary>Why it opens.</summary>
    public CircuitTransitionReason Reason { get; init; }

    /// <summary>The how-manieth opening in a row without closing in between; from 1.</summary>
    public int OpeningsInARow { get; init; }

    /// <summary>What the state before had counted.</summary>
    public required CircuitStatistics Statistics { get; init; }

    /// <summary>What the failures were, at most four kinds, most frequent first.</summary>
    public IReadOnlyList<CircuitFailureCause> Causes { get; init; } = [];

    /// <summary>The longest wait that one of the last failures of the state before asked for (Retry-After); null when none did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
