namespace ErrorManagement.Analytics.Anomalies;

/// <summary>A bucket of a series that holds more errors than a rule allows: an immutable finding.</summary>
public sealed record SeriesAnomaly
{
    /// <summary>The start of the bucket, UTC. <c>timestamp</c></summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The errors in it. <c>error_count</c></summary>
    public required long Count { get; init; }

    /// <summary>The mean of all buckets that were looked at, this one and empty ones included; not rounded. <c>baseline</c> of a spike, <c>baseline_mean</c> of a deviation.</summary>
    public required double Mean { get; init; }

    /// <summary>The count must be more than this; not rounded. <c>threshold</c></summary>
    public required double Threshold { get; init; }

    /// <summary>How far above a spike is; null when a <see cref="DeviationRule"/> found it. <c>severity</c></summary>
    public AnomalySeverity? Severity { get; init; }

    /// <summary>How many standard deviations above the mean it is, rounded to two decimals, half away from zero; null when a <see cref="SpikeRule"/> found it. <c>std_dev_above</c></summary>
    public double? DeviationsAbove { get; init; }
}
