namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A report of statistical anomalies.</summary>
internal sealed record StatisticalAnomalyData(
    string ReportType,
    DateTimeOffset GeneratedAt,
    double WindowSeconds,
    int BucketSizeMinutes,
    double Deviations,
    IReadOnlyList<DeviationData> Anomalies);
