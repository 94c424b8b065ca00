namespace ErrorManagement.Retries;

/// <summary>How a call ended of which at least one try failed.</summary>
internal enum RetryOutcome
{
    /// <summary>A later try went well.</summary>
    Recovered,

    /// <summary>The last failure was worth another try, but no retry or no time was left.</summary>
    Exhausted,

    /// <summary>The last failure was not worth another try.</summary>
    NotRetryable,
}
