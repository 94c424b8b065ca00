namespace ErrorManagement.Recovery;

/// <summary>What became of one recovery. Immutable.</summary>
/// <param name="Outcome">Success when one strategy succeeded; else partial when one was, else failed when one failed; not attempted when none was.</param>
/// <param name="Attempts">The attempts in order, those that were not attempted included.</param>
public sealed record RecoveryResult(RecoveryOutcome Outcome, IReadOnlyList<RecoveryAttempt> Attempts)
{
    /// <summary>Whether one strategy succeeded.</summary>
    public bool Succeeded => Outcome == RecoveryOutcome.Success;

    /// <summary>Whether it ended because the layer had used up its limit.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Whether it ended because the caller gave up, or was not begun because the failure is the caller's own cancellation.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>What the last strategy threw that threw something, the same object; null when none did.</summary>
    public Exception? Exception { get; init; }

    /// <summary>How long all of it took.</summary>
    public TimeSpan Duration { get; init; }
}
