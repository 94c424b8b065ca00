namespace ErrorManagement.Retries;

/// <summary>How the delay between tries grows.</summary>
public enum RetryBackoff
{
    /// <summary>Each delay is the one before times the multiplier.</summary>
    Exponential,

    /// <summary>All delays are the initial delay.</summary>
    Constant,

    /// <summary>The delay before retry n is n times the initial delay: 2, 4, 6 s.</summary>
    Linear,

    /// <summary>
    /// Each delay is a random one between the initial delay and three times the delay before, so that callers that failed together spread ever wider
    /// (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). The multiplier and <see cref="RetryOptions.Jitter"/> have no effect on it.
    /// </summary>
    DecorrelatedJitter,
}
