namespace ErrorManagement.CircuitBreakers;

/// <summary>Successes and failures of a stretch of time.</summary>
internal readonly record struct OutcomeCounts(long Successes, long Failures)
{
    public long Total => Successes + Failures;

    public double FailureRate => Total == 0 ? 0 : (double)Failures / Total;
}
