namespace ErrorManagement.Analytics.Dashboards;

/// <summary>Pattern alerts on the wire.</summary>
internal sealed record PatternAlertsData
{
    public string Type { get; init; } = PatternAlertsChart.ChartType;

    public required string Title { get; init; }

    public required int Count { get; init; }

    public required AlertRow[] Data { get; init; }

    public required int EndedCount { get; init; }

    public required AlertRow[] Ended { get; init; }

    /// <summary>One episode.</summary>
    internal sealed record AlertRow
    {
        public required string PatternType { get; init; }

        public required string Description { get; init; }

        public required string Severity { get; init; }

        public required DateTimeOffset DetectedAt { get; init; }

        public required string Id { get; init; }

        public required string Subject { get; init; }

        public required long Count { get; init; }

        public double? Confidence { get; init; }

        public required DateTimeOffset LastSeen { get; init; }

        public required string[] Records { get; init; }

        public required string[] SuggestedActions { get; init; }
    }
}
