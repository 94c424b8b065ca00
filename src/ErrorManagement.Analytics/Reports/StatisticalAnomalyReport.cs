using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.Analytics.Reports.Wire;

namespace ErrorManagement.Analytics;

/// <summary>When there were more errors than the mean and some standard deviations: what a <see cref="DeviationRule"/> found in a registry. An immutable snapshot.</summary>
/// <remarks>A rule that everybody can follow. What is unusual for the time of day and the component, <see cref="IErrorRegistry.GetAnomalies"/> knows better.</remarks>
public sealed record StatisticalAnomalyReport
{
    /// <summary>The type of this report on the wire: <c>statistical_anomalies</c>.</summary>
    public const string ReportType = "statistical_anomalies";

    /// <summary>When it was made, UTC. <c>generated_at</c></summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>How far back was looked, or since the start of the registry where that is later. <c>window_seconds</c></summary>
    public TimeSpan Window { get; init; }

    /// <summary>The length of a bucket, aligned to UTC. <c>bucket_size_minutes</c></summary>
    public TimeSpan Bucket { get; init; }

    /// <summary>How many population standard deviations above the mean a bucket must be; as many are none. <c>deviations</c></summary>
    public double Deviations { get; init; }

    /// <summary>The buckets that are above it, oldest first. <c>anomalies</c></summary>
    public IReadOnlyList<SeriesAnomaly> Anomalies { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case; of each anomaly <c>timestamp</c> (seconds since 1970), <c>datetime</c>, <c>error_count</c>, <c>baseline_mean</c>, <c>threshold</c> and <c>std_dev_above</c> (two decimals).</summary>
    /// <returns>One JSON object, in several lines; the same in every culture and time zone.</returns>
    public string ToJson() => ReportJson.Of(this);
}
