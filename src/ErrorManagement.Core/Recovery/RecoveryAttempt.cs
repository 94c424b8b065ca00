namespace ErrorManagement.Recovery;

/// <summary>One strategy that was tried, or was to be tried, for one failure. Immutable.</summary>
/// <param name="Action">The name as it was listed, such as <c>retry_request</c>. Few different values.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="AttemptedAt">When it began, UTC.</param>
/// <param name="Layer">The layer of the failure. Few different values.</param>
/// <param name="ErrorType">The full name of the type of the failure. Few different values, no private data.</param>
public sealed record RecoveryAttempt(string Action, RecoveryOutcome Outcome, DateTimeOffset AttemptedAt, string Layer, string ErrorType)
{
    /// <summary>The strategy that the name stands for; null when there is none. Few different values.</summary>
    public string? Strategy { get; init; }

    /// <summary>What it was done to.</summary>
    public string Target { get; init; } = RecoveryContext.Unknown;

    /// <summary>How long it took; zero when it was not attempted.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary><see cref="Duration"/> in whole milliseconds, rounded down.</summary>
    public long DurationMs => (long)Duration.TotalMilliseconds;

    /// <summary>What the strategy threw, at most 1,000 characters of it, or that it ran out of time; null when neither happened. May hold private data.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether it joined a run that another failure had begun. Such an attempt is in the result of its caller and not in the history, which holds that run once.</summary>
    public bool IsJoined { get; init; }

    /// <summary>Whether it ran out of time.</summary>
    public bool IsTimedOut { get; init; }
}
