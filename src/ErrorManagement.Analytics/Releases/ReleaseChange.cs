namespace ErrorManagement.Analytics;

/// <summary>What became of one error from one release to another: an immutable result.</summary>
/// <param name="Kind">What.</param>
/// <param name="Error">The error as the candidate knows it, or the baseline where the candidate does not; its count is that of there.</param>
/// <param name="BaselineCount">How often the baseline brought it.</param>
/// <param name="CandidateCount">How often the candidate did.</param>
public sealed record ReleaseChange(ReleaseChangeKind Kind, ReleaseErrorCount Error, long BaselineCount, long CandidateCount)
{
    /// <summary>How often the baseline brought it, a minute or a thousand requests; null when the baseline was not exposed at all.</summary>
    public double? BaselineRate { get; init; }

    /// <summary>How often the candidate did, likewise.</summary>
    public double? CandidateRate { get; init; }

    /// <summary>How often the candidate would have brought it at the baseline's rate; null when that is not known.</summary>
    public double? ExpectedCount { get; init; }

    /// <summary>The candidate's rate by the baseline's: 0 when it is gone, infinite when it is new, null when either release was not exposed at all.</summary>
    public double? RateRatio { get; init; }

    /// <summary>The lower end of the confidence interval of <see cref="RateRatio"/>, inclusive; 0 where there is none.</summary>
    public double RatioAtLeast { get; init; }

    /// <summary>The upper end, inclusive; infinite where there is none.</summary>
    public double RatioAtMost { get; init; } = double.PositiveInfinity;

    /// <summary>The factor by which its counts vary more than those of independent events, at least 1: about the size of a burst. Counts are divided by it before they are tested.</summary>
    public double Dispersion { get; init; } = 1;

    /// <summary>How probable a difference at least as large is when nothing changed, 0 to 1; null when it was not tested, for too few data.</summary>
    public double? PValue { get; init; }

    /// <summary>The share of false alarms to expect among all errors with at most this value, 0 to 1; null when it was not tested.</summary>
    public double? QValue { get; init; }

    /// <summary>Whether chance is ruled out at the rate of false discoveries wanted. Of a new error: whether it is also too frequent for the baseline to have missed it by chance.</summary>
    public bool IsSignificant { get; init; }
}
