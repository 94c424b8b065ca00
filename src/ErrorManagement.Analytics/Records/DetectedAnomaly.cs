namespace ErrorManagement.Analytics;

/// <summary>A stretch of time in which there were more errors than usual and than chance explains: an immutable snapshot.</summary>
public sealed record DetectedAnomaly
{
    /// <summary>The series: all errors, or those of one component.</summary>
    public required SeriesSelector Series { get; init; }

    /// <summary>The start of the bucket in which it was noticed, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The length of the bucket: five minutes.</summary>
    public TimeSpan Bucket { get; init; }

    /// <summary>The errors in it. Exact.</summary>
    public long Count { get; init; }

    /// <summary>The mean of the hour before: what a person would have expected. Fewer than twelve buckets before are those there are.</summary>
    public double Expected { get; init; }

    /// <summary>How unusual it is, from the threshold that was set to 1.</summary>
    public double Score { get; init; }

    /// <summary>The records with the most errors in the bucket, at most five; empty when there were none.</summary>
    public IReadOnlyList<ErrorId> Records { get; init; } = [];
}
