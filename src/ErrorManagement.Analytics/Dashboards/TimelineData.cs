namespace ErrorManagement.Analytics.Dashboards;

/// <summary>A timeline on the wire.</summary>
internal sealed record TimelineData
{
    public string Type { get; init; } = ErrorTimelineChart.ChartType;

    public required string Title { get; init; }

    public required int BucketSizeMinutes { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required CountAt[] Data { get; init; }

    public required long TotalErrors { get; init; }

    public required AnomalyAt[] Anomalies { get; init; }

    /// <summary>One bucket.</summary>
    internal readonly record struct CountAt(long Timestamp, DateTimeOffset Datetime, long Count);

    /// <summary>What was unusual.</summary>
    internal sealed record AnomalyAt
    {
        public required long Timestamp { get; init; }

        public required DateTimeOffset Datetime { get; init; }

        /// <summary>The bucket of the timeline that it lies in.</summary>
        public required long BucketTimestamp { get; init; }

        public required int BucketSizeMinutes { get; init; }

        /// <summary>Null for all errors.</summary>
        public string? Component { get; init; }

        public required long ErrorCount { get; init; }

        public double? Baseline { get; init; }

        public double? Score { get; init; }

        public required string[] Records { get; init; }
    }
}
