namespace ErrorManagement.CircuitBreakers;

/// <summary>Successes and failures of a stretch of time; <see cref="Slow"/> says how many of both were slow.</summary>
internal readonly record struct OutcomeCounts(long Successes, long Failures, long Slow = 0)
{
    public long Total => Successes + Failures;

    public double FailureRate => Total == 0 ? 0 : (double)Failures / Total;

    public double SlowRate => Total == 0 ? 0 : (double)Slow / Total;

    public static OutcomeCounts operator +(OutcomeCounts a, OutcomeCounts b) => new(a.Successes + b.Successes, a.Failures + b.Failures, a.Slow + b.Slow);

    public static OutcomeCounts operator -(OutcomeCounts a, OutcomeCounts b) => new(a.Successes - b.Successes, a.Failures - b.Failures, a.Slow - b.Slow);

    /// <summary>One call.</summary>
    public static OutcomeCounts Of(bool failed, bool slow) => new(failed ? 0 : 1, failed ? 1 : 0, slow ? 1 : 0);
}
