namespace ErrorManagement.Retries;

/// <summary>A call has ended of which at least one try failed.</summary>
/// <param name="PolicyName">The name of the retry policy. Few different values.</param>
/// <param name="Attempts">The failed tries, first try first: of very many the first 128 and the latest 128.</param>
/// <param name="IsRecovered">Whether a later try went well.</param>
/// <param name="Exception">What left; null when a result did. Its message may hold private data.</param>
/// <param name="Duration">How long the call took in all, delays included, by the policy's clock.</param>
/// <param name="At">When it ended, UTC.</param>
public sealed record RetriesEnded(string PolicyName, IReadOnlyList<CallAttempt> Attempts, bool IsRecovered, Exception? Exception, TimeSpan Duration, DateTimeOffset At)
{
    /// <summary>Why no further try followed the last failed one; <see cref="RetryDecision.Retried"/> when one did and went well.</summary>
    public RetryDecision Decision => Attempts.Count == 0 ? RetryDecision.NotRetryable : Attempts[^1].Decision;

    /// <summary>How bad it is as an event: Warning when the call recovered, Info when the last failure was not to be retried or the caller gave up, else Error.</summary>
    public ErrorSeverity Severity =>
        IsRecovered ? ErrorSeverity.Warning
        : Decision is RetryDecision.NotRetryable or RetryDecision.Cancelled ? ErrorSeverity.Info
        : ErrorSeverity.Error;
}
