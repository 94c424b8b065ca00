namespace ErrorManagement.Recovery;

/// <summary>One run of a recovery action that has ended, or that ran out of time. Immutable.</summary>
/// <param name="Action">The action.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="Duration">How long it took; up to the time-out when there was one.</param>
/// <param name="Outcome">Success or failed.</param>
/// <param name="Joined">How many failures joined the one that began it, up to that moment.</param>
/// <param name="IsTimedOut">Whether it took longer than it may.</param>
/// <param name="ErrorType">The full name of the type that the handler threw; null when it threw nothing. Few different values, no private data.</param>
/// <param name="ErrorMessage">The message of that; null when it threw nothing. May hold private data.</param>
public sealed record RecoveryActionRecord(
    RecoveryAction Action,
    string Target,
    DateTimeOffset StartedAt,
    TimeSpan Duration,
    RecoveryOutcome Outcome,
    int Joined,
    bool IsTimedOut,
    string? ErrorType,
    string? ErrorMessage);
