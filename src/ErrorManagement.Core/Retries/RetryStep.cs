namespace ErrorManagement.Retries;

/// <summary>What follows a failed try.</summary>
/// <param name="Decision">Whether another one, or why none.</param>
/// <param name="Delay">How long to wait before it.</param>
/// <param name="Leaves">What leaves in place of the failure when there is no other try: the caller's cancellation, or the error of exhausted retries. Null when the failure itself leaves.</param>
internal readonly record struct RetryStep(RetryDecision Decision, TimeSpan Delay = default, Exception? Leaves = null)
{
    public bool GoesOn => Decision == RetryDecision.Retried;
}
