namespace ErrorManagement.Analytics.Dashboards;

/// <summary>Top errors on the wire.</summary>
internal sealed record TopErrorsData
{
    public string Type { get; init; } = TopErrorsChart.ChartType;

    public required string Title { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required TypeBar[] Data { get; init; }

    public required long TotalErrors { get; init; }

    public required long OtherErrors { get; init; }

    public required long NoLongerHeld { get; init; }

    /// <summary>One type.</summary>
    internal sealed record TypeBar
    {
        public required string Label { get; init; }

        public required long Value { get; init; }

        public required int RecordCount { get; init; }

        public required RecordInBar[] Records { get; init; }
    }

    /// <summary>One of its records.</summary>
    internal sealed record RecordInBar(string Id, string Component, string? Template, long Count);
}
