using ErrorManagement.Analytics.Dashboards;

namespace ErrorManagement.Analytics;

/// <summary>How many errors a minute there were, bucket by bucket, for a line: an immutable snapshot.</summary>
public sealed record ErrorRateChart
{
    /// <summary>The type of this chart on the wire: <c>line_chart</c>.</summary>
    public const string ChartType = "line_chart";

    /// <summary>What it counts in: <c>errors/minute</c>.</summary>
    public const string Unit = "errors/minute";

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "Error rate";

    /// <summary>The begin of what is counted, UTC, inclusive: a full minute, or a full hour where the range is read in hours.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The end of what is counted, UTC, exclusive: the end of a minute or hour, which may still run.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>The length of a bucket.</summary>
    public TimeSpan Bucket { get; init; }

    /// <summary>The buckets, oldest first, those without errors among them; they begin at multiples of their length in UTC. The first and the last count what lies in the range, over all their minutes.</summary>
    public IReadOnlyList<ErrorRatePoint> Data { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <param name="indented">Whether in several lines, for people; in one by default.</param>
    /// <returns>One JSON object.</returns>
    public string ToJson(bool indented = false) => ChartJson.Text(ToData(), static form => form.ErrorRateData, indented);

    /// <summary>Writes it as JSON, in one line, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    public Task WriteJsonAsync(Stream destination, CancellationToken cancellationToken = default) =>
        ChartJson.WriteAsync(destination, ToData(), static form => form.ErrorRateData, cancellationToken);

    internal ErrorRateData ToData() => new()
    {
        Title = ChartJson.Valid(Title),
        BucketSizeMinutes = (int)Bucket.TotalMinutes,
        From = From,
        To = To,
        Data = [.. Data.Select(static point => new ErrorRateData.RateAt(point.At.ToUnixTimeSeconds(), point.At, point.ErrorRate))],
    };
}
