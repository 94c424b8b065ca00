namespace ErrorManagement.Analytics.Dashboards;

/// <summary>An error rate on the wire.</summary>
internal sealed record ErrorRateData
{
    public string Type { get; init; } = ErrorRateChart.ChartType;

    public required string Title { get; init; }

    public string Unit { get; init; } = ErrorRateChart.Unit;

    public required int BucketSizeMinutes { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required RateAt[] Data { get; init; }

    /// <summary>One bucket.</summary>
    internal readonly record struct RateAt(long Timestamp, DateTimeOffset Datetime, double ErrorRate);
}
