namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A weekly report: first what readers of its first form know, then what came later.</summary>
internal sealed record WeeklyReportData
{
    public required string ReportType { get; init; }

    public required DateOnly StartDate { get; init; }

    public required DateOnly EndDate { get; init; }

    public required DateTimeOffset GeneratedAt { get; init; }

    public required long TotalErrors { get; init; }

    public required double DailyAverage { get; init; }

    public required IReadOnlyList<DayCountData> DailyBreakdown { get; init; }

    public required TrendData Trend { get; init; }

    public required IReadOnlyList<ComponentCountData> TopComponents { get; init; }

    public required IReadOnlyList<TypeCountData> TopErrorTypes { get; init; }

    public required IReadOnlyDictionary<string, long> SeverityBreakdown { get; init; }

    public required string? Application { get; init; }

    public required DateTimeOffset? CountedSince { get; init; }

    public required long? Consequences { get; init; }

    public required int NewErrors { get; init; }

    public required IReadOnlyList<ReportedErrorData> Errors { get; init; }

    public required IReadOnlyList<AnomalyData> Anomalies { get; init; }

    public required IReadOnlyList<PatternData> Patterns { get; init; }

    public required IReadOnlyList<ReportedCircuitData> Circuits { get; init; }
}
