namespace ErrorManagement.Analytics.Dashboards;

/// <summary>A distribution on the wire.</summary>
internal sealed record DistributionData
{
    public string Type { get; init; } = ErrorDistributionChart.ChartType;

    public required string Title { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required Slice[] Data { get; init; }

    public required long TotalErrors { get; init; }

    /// <summary>One part.</summary>
    internal readonly record struct Slice(string Label, long Value);
}
