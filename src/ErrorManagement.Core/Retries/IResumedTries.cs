namespace ErrorManagement.Retries;

/// <summary>Tries of which the first was made before the policy was asked: its time counts for the time of all.</summary>
internal interface IResumedTries
{
    /// <summary>How long the call has taken so far, the first try included.</summary>
    TimeSpan Elapsed { get; }
}
