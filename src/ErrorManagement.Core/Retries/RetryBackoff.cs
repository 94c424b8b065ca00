namespace ErrorManagement.Retries;

/// <summary>How the delay between tries grows.</summary>
public enum RetryBackoff
{
    /// <summary>Each delay is the one before times the multiplier.</summary>
    Exponential,

    /// <summary>All delays are the initial delay.</summary>
    Constant,
}
