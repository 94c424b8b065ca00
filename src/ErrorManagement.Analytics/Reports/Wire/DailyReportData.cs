namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A daily report: first what readers of its first form know, then what came later.</summary>
internal sealed record DailyReportData
{
    public required string ReportType { get; init; }

    public required DateOnly Date { get; init; }

    public required DateTimeOffset GeneratedAt { get; init; }

    public required long TotalErrors { get; init; }

    public required int UniqueErrorTypes { get; init; }

    public required int AffectedComponents { get; init; }

    public required IReadOnlyDictionary<string, long> SeverityBreakdown { get; init; }

    public required IReadOnlyList<TypeCountData> TopErrors { get; init; }

    public required IReadOnlyList<ComponentCountData> TopComponents { get; init; }

    public required long CriticalErrors { get; init; }

    public required long Warnings { get; init; }

    public required string? Application { get; init; }

    public required DateTimeOffset? CountedSince { get; init; }

    public required long? Consequences { get; init; }

    public required int NewErrors { get; init; }

    public required BaselineData? Baseline { get; init; }

    public required IReadOnlyList<PointData> Timeline { get; init; }

    public required IReadOnlyList<ReportedErrorData> Errors { get; init; }

    public required IReadOnlyList<AnomalyData> Anomalies { get; init; }

    public required IReadOnlyList<PatternData> Patterns { get; init; }

    public required IReadOnlyList<ReportedCircuitData> Circuits { get; init; }
}
