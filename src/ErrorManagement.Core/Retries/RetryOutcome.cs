namespace ErrorManagement.Retries;

/// <summary>How a call ended of which at least one try failed.</summary>
internal enum RetryOutcome
{
    /// <summary>A later try went well.</summary>
    Recovered,

    /// <summary>The last failure was worth another try, but no retry was left.</summary>
    Exhausted,

    /// <summary>The last failure was not worth another try.</summary>
    NotRetryable,

    /// <summary>Another try did not fit into the time.</summary>
    OutOfTime,

    /// <summary>The other side asked for too long a delay.</summary>
    DelayTooLong,

    /// <summary>The retry budget refused another try.</summary>
    BudgetExhausted,

    /// <summary>The host's function of delays ended it.</summary>
    Stopped,
}
