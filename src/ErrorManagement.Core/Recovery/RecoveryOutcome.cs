namespace ErrorManagement.Recovery;

/// <summary>What became of an attempt to recover. Names on the wire: <c>not_attempted</c>, <c>failed</c>, <c>partial</c>, <c>success</c>.</summary>
public enum RecoveryOutcome
{
    /// <summary>Nothing was tried: not registered, not applicable, not allowed, or the caller gave up. Does not use up a limit.</summary>
    NotAttempted,

    /// <summary>It was tried and did not help.</summary>
    Failed,

    /// <summary>It helped in part: the harm is contained, the fault is still there.</summary>
    Partial,

    /// <summary>It helped.</summary>
    Success,
}
