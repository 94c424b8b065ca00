namespace ErrorManagement.CircuitBreakers;

/// <summary>Successes and failures of a stretch of time, and how many of both were slow.</summary>
internal readonly record struct OutcomeCounts(long Successes, long Failures, long Slow = 0)
{
    public long Total => Successes + Failures;

    public double FailureRate => Total == 0 ? 0 : (double)Failures / Total;
}
