namespace ErrorManagement.Recovery;

/// <summary>What one caller learns of a recovery action. Immutable.</summary>
/// <param name="Action">The action that was asked for.</param>
/// <param name="Target">What it was to be done to.</param>
/// <param name="Outcome">
/// Success: the handler said so, or the action is none. Failed: the handler said no, threw, or ran out of time. NotAttempted: there is no handler,
/// the call came from within the run that it would have waited for, or the caller gave up. Never partial.
/// </param>
public sealed record RecoveryActionResult(RecoveryAction Action, string Target, RecoveryOutcome Outcome)
{
    /// <summary>Whether the action went well.</summary>
    public bool Succeeded => Outcome == RecoveryOutcome.Success;

    /// <summary>Whether a handler ran, for this caller or for the one it joined. False for the action none.</summary>
    public bool IsAttempted { get; init; }

    /// <summary>Whether another failure had begun the run already.</summary>
    public bool IsJoined { get; init; }

    /// <summary>Whether the run took longer than it may.</summary>
    public bool IsTimedOut { get; init; }

    /// <summary>Whether the caller gave up. The run, if it had begun, goes on without it.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>What the handler threw, the same object; null when it threw nothing.</summary>
    public Exception? Exception { get; init; }

    /// <summary>How long the run took, begun before this caller joined it or not; zero when nothing ran or the caller gave up.</summary>
    public TimeSpan Duration { get; init; }
}
