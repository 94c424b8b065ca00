namespace ErrorManagement;

/// <summary>Why another try followed a failed one, or why none did.</summary>
public enum RetryDecision
{
    /// <summary>Another try followed.</summary>
    Retried,

    /// <summary>The failure was not worth another try: its category, a predicate, or the advice beside it said so.</summary>
    NotRetryable,

    /// <summary>All retries that the settings allow were made.</summary>
    Exhausted,

    /// <summary>The time of the call was over, or the next try did not fit into what was left of it or of the caller's deadline.</summary>
    OutOfTime,

    /// <summary>The other side asked for a delay longer than the settings allow.</summary>
    DelayTooLong,

    /// <summary>The retry budget had none left.</summary>
    BudgetExhausted,

    /// <summary>The host's own function of delays ended it.</summary>
    Stopped,

    /// <summary>The caller gave up before the next try began.</summary>
    Cancelled,
}
