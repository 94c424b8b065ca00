using ErrorManagement.Analytics.Dashboards;

namespace ErrorManagement.Analytics;

/// <summary>How many errors there were, bucket by bucket, with what was unusual: an immutable snapshot.</summary>
public sealed record ErrorTimelineChart
{
    /// <summary>The type of this chart on the wire: <c>timeline</c>.</summary>
    public const string ChartType = "timeline";

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "Errors over time";

    /// <summary>The begin of what is counted, UTC, inclusive: a full minute, or a full hour where the range is read in hours.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The end of what is counted, UTC, exclusive: the end of a minute or hour, which may still run.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>The length of a bucket.</summary>
    public TimeSpan Bucket { get; init; }

    /// <summary>The buckets, oldest first, those without errors among them; they begin at multiples of their length in UTC. The first and the last count what lies in the range.</summary>
    public IReadOnlyList<SeriesPoint> Data { get; init; } = [];

    /// <summary>The sum of all buckets.</summary>
    public long TotalErrors { get; init; }

    /// <summary>When there were more errors than usual, oldest first: in all, and in single components. Those of the last 24 hours are known.</summary>
    public IReadOnlyList<DetectedAnomaly> Anomalies { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <param name="indented">Whether in several lines, for people; in one by default.</param>
    /// <returns>One JSON object.</returns>
    public string ToJson(bool indented = false) => ChartJson.Text(ToData(), static form => form.TimelineData, indented);

    /// <summary>Writes it as JSON, in one line, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    public Task WriteJsonAsync(Stream destination, CancellationToken cancellationToken = default) =>
        ChartJson.WriteAsync(destination, ToData(), static form => form.TimelineData, cancellationToken);

    internal TimelineData ToData() => new()
    {
        Title = ChartJson.Valid(Title),
        BucketSizeMinutes = (int)Bucket.TotalMinutes,
        From = From,
        To = To,
        Data = [.. Data.Select(static point => new TimelineData.CountAt(point.At.ToUnixTimeSeconds(), point.At, point.Count))],
        TotalErrors = TotalErrors,
        Anomalies = [.. Anomalies.Select(anomaly => new TimelineData.AnomalyAt
        {
            Timestamp = anomaly.At.ToUnixTimeSeconds(),
            Datetime = anomaly.At,
            BucketTimestamp = ChartRange.StartOf(anomaly.At, Bucket > TimeSpan.Zero ? Bucket : anomaly.Bucket).ToUnixTimeSeconds(),
            BucketSizeMinutes = (int)anomaly.Bucket.TotalMinutes,
            Component = ChartJson.ValidOrNull(anomaly.Series.Name),
            ErrorCount = anomaly.Count,
            Baseline = ChartJson.Number(anomaly.Expected),
            Score = ChartJson.Number(anomaly.Score),
            Records = [.. anomaly.Records.Select(static record => record.ToString())],
        })],
    };
}
