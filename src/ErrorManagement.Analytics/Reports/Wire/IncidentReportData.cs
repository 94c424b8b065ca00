namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>An incident report: first what readers of its first form know, then what came later.</summary>
internal sealed record IncidentReportData
{
    public required string ReportType { get; init; }

    public required string Title { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    public required double DurationMinutes { get; init; }

    public required DateTimeOffset GeneratedAt { get; init; }

    public required long TotalErrors { get; init; }

    public required double PeakErrorRate { get; init; }

    public required IReadOnlyList<ComponentCountData> AffectedComponents { get; init; }

    public required IReadOnlyList<TypeCountData> PrimaryErrorTypes { get; init; }

    public required IReadOnlyDictionary<string, long> SeverityBreakdown { get; init; }

    public required IReadOnlyList<PointData> Timeline { get; init; }

    public required string? Application { get; init; }

    public required DateTimeOffset? CountedSince { get; init; }

    public required long? Consequences { get; init; }

    public required int NewErrors { get; init; }

    public required long PeakBucketCount { get; init; }

    public required int BucketSizeMinutes { get; init; }

    public required BaselineData? Baseline { get; init; }

    public required IReadOnlyList<ReportedErrorData> Errors { get; init; }

    public required IReadOnlyList<AnomalyData> Anomalies { get; init; }

    public required IReadOnlyList<PatternData> Patterns { get; init; }

    public required IReadOnlyList<ReportedCircuitData> Circuits { get; init; }
}
