using System.Text.Json;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>Reports as JSON. Pure.</summary>
internal static class ReportJson
{
    private const int Decimals = 4;

    public static string Of(DailyReport report) => JsonSerializer.Serialize(
        new DailyReportData
        {
            ReportType = DailyReport.ReportType,
            Date = report.Date,
            GeneratedAt = report.GeneratedAt.ToUniversalTime(),
            TotalErrors = report.TotalErrors,
            UniqueErrorTypes = report.UniqueErrorTypes,
            AffectedComponents = report.AffectedComponents,
            SeverityBreakdown = Severities(report.SeverityBreakdown),
            TopErrors = Types(report.TopErrorTypes),
            TopComponents = Components(report.TopComponents),
            CriticalErrors = report.CriticalErrors,
            Warnings = report.Warnings,
            Application = ValidOrNull(report.ApplicationName),
            CountedSince = report.CountedSince?.ToUniversalTime(),
            Consequences = report.Consequences,
            NewErrors = report.NewErrors,
            Baseline = Baseline(report.Baseline),
            Timeline = Points(report.Timeline),
            Errors = Errors(report.TopErrors),
            Anomalies = Anomalies(report.Anomalies),
            Patterns = Patterns(report.Patterns),
            Circuits = Circuits(report.Circuits),
        },
        ReportJsonContext.Indented.DailyReportData);

    public static string Of(WeeklyReport report) => JsonSerializer.Serialize(
        new WeeklyReportData
        {
            ReportType = WeeklyReport.ReportType,
            StartDate = report.StartDate,
            EndDate = report.EndDate,
            GeneratedAt = report.GeneratedAt.ToUniversalTime(),
            TotalErrors = report.TotalErrors,
            DailyAverage = Finite(report.DailyAverage),
            DailyBreakdown = [.. report.DailyBreakdown.Select(static day => new DayCountData(day.Date, day.Count))],
            Trend = TrendOf(report.Trend),
            TopComponents = Components(report.TopComponents),
            TopErrorTypes = Types(report.TopErrorTypes),
            SeverityBreakdown = Severities(report.SeverityBreakdown),
            Application = ValidOrNull(report.ApplicationName),
            CountedSince = report.CountedSince?.ToUniversalTime(),
            Consequences = report.Consequences,
            NewErrors = report.NewErrors,
            Errors = Errors(report.TopErrors),
            Anomalies = Anomalies(report.Anomalies),
            Patterns = Patterns(report.Patterns),
            Circuits = Circuits(report.Circuits),
        },
        ReportJsonContext.Indented.WeeklyReportData);

    public static string Of(IncidentReport report) => JsonSerializer.Serialize(
        new IncidentReportData
        {
            ReportType = IncidentReport.ReportType,
            Title = Valid(report.Title),
            StartTime = report.StartTime.ToUniversalTime(),
            EndTime = report.EndTime.ToUniversalTime(),
            DurationMinutes = Rounded(report.DurationMinutes, 1),
            GeneratedAt = report.GeneratedAt.ToUniversalTime(),
            TotalErrors = report.TotalErrors,
            PeakErrorRate = Finite(report.PeakErrorRate),
            AffectedComponents = Components(report.AffectedComponents),
            PrimaryErrorTypes = Types(report.PrimaryErrorTypes),
            SeverityBreakdown = Severities(report.SeverityBreakdown),
            Timeline = Points(report.Timeline),
            Application = ValidOrNull(report.ApplicationName),
            CountedSince = report.CountedSince?.ToUniversalTime(),
            Consequences = report.Consequences,
            NewErrors = report.NewErrors,
            PeakBucketCount = report.PeakBucketCount,
            BucketSizeMinutes = (int)report.Bucket.TotalMinutes,
            Baseline = Baseline(report.Baseline),
            Errors = Errors(report.TopErrors),
            Anomalies = Anomalies(report.Anomalies),
            Patterns = Patterns(report.Patterns),
            Circuits = Circuits(report.Circuits),
        },
        ReportJsonContext.Indented.IncidentReportData);

    public static string Of(StatisticalAnomalyReport report) => JsonSerializer.Serialize(
        new StatisticalAnomalyData(
            StatisticalAnomalyReport.ReportType,
            report.GeneratedAt.ToUniversalTime(),
            report.Window.TotalSeconds,
            (int)report.Bucket.TotalMinutes,
            Finite(report.Deviations),
            [.. report.Anomalies.Select(static found => new DeviationData(
                found.At.ToUnixTimeSeconds(), found.At.ToUniversalTime(), found.Count, Finite(found.Mean), Finite(found.Threshold), Finite(found.DeviationsAbove ?? 0)))]),
        ReportJsonContext.Indented.StatisticalAnomalyData);

    private static TrendData TrendOf(Trend trend) => new(
        trend.Direction.ToWireName(),
        trend.ChangeIn(1),
        Rounded(trend.FirstMean, 1),
        Rounded(trend.LastMean, 1));

    private static BaselineData? Baseline(ReportBaseline? baseline) => baseline is null
        ? null
        : new BaselineData(
            baseline.Days,
            Rounded(baseline.DailyMean, Decimals),
            Rounded(baseline.Expected, Decimals),
            baseline.Ratio is { } ratio && double.IsFinite(ratio) ? Rounded(ratio, Decimals) : null);

    private static Dictionary<string, long> Severities(IReadOnlyDictionary<ErrorSeverity, long> severities) =>
        severities.OrderByDescending(static entry => entry.Key).ToDictionary(static entry => entry.Key.ToWireName(), static entry => entry.Value);

    private static List<TypeCountData> Types(IEnumerable<NamedCount> types) => [.. types.Select(static type => new TypeCountData(Valid(type.Name), type.Count))];

    private static List<ComponentCountData> Components(IEnumerable<NamedCount> components) => [.. components.Select(static component => new ComponentCountData(Valid(component.Name), component.Count))];

    private static List<PointData> Points(IEnumerable<SeriesPoint> points) => [.. points.Select(static point => new PointData(point.At.ToUnixTimeSeconds(), point.At.ToUniversalTime(), point.Count))];

    private static List<ReportedErrorData> Errors(IEnumerable<ReportedError> errors) =>
    [
        .. errors.Select(static error => new ReportedErrorData
        {
            ErrorId = error.Id.ToString(),
            ErrorType = Valid(error.ErrorType),
            Code = ValidOrNull(error.Code),
            Template = Valid(error.Template),
            Component = Valid(error.Component),
            Severity = error.Severity.ToWireName(),
            Status = WireNames<ErrorStatus>.Of(error.Status),
            Count = error.Count,
            FirstSeen = error.FirstSeen.ToUniversalTime(),
            LastSeen = error.LastSeen.ToUniversalTime(),
            IsNew = error.IsNew,
        }),
    ];

    private static List<AnomalyData> Anomalies(IEnumerable<DetectedAnomaly> anomalies) =>
        [.. anomalies.Select(static anomaly => new AnomalyData(anomaly.At.ToUnixTimeSeconds(), anomaly.At.ToUniversalTime(), ValidOrNull(anomaly.Series.Name), anomaly.Count, Rounded(anomaly.Expected, Decimals)))];

    private static List<PatternData> Patterns(IEnumerable<DetectedPattern> patterns) =>
    [
        .. patterns.Select(static pattern => new PatternData
        {
            Type = pattern.Kind.ToWireName(),
            Subject = Valid(pattern.Subject),
            Count = pattern.Count,
            WindowSeconds = pattern.Window.TotalSeconds,
            DetectedAt = pattern.DetectedAt.ToUniversalTime(),
            LastSeen = pattern.LastSeen.ToUniversalTime(),
            IsActive = pattern.IsActive,
            SuggestedActions = [.. pattern.SuggestedActions.Select(Valid)],
        }),
    ];

    private static List<ReportedCircuitData> Circuits(IEnumerable<ReportedCircuit> circuits) =>
    [
        .. circuits.Select(static circuit => new ReportedCircuitData(
            Valid(circuit.Name),
            WireNames<CircuitState>.Of(circuit.State),
            WireNames<CircuitMode>.Of(circuit.Mode),
            circuit.EndState is { } end ? WireNames<CircuitState>.Of(end) : null,
            circuit.ChangesLost,
            [
                .. circuit.Transitions.Select(static transition => new TransitionData(
                    transition.At.ToUniversalTime(),
                    WireNames<CircuitState>.Of(transition.From),
                    WireNames<CircuitState>.Of(transition.To),
                    WireNames<CircuitTransitionReason>.Of(transition.Reason),
                    [.. transition.Causes.Select(static cause => Valid(cause.ToString()))])),
            ])),
    ];

    private static double Rounded(double value, int decimals) => Math.Round(Finite(value), decimals, MidpointRounding.AwayFromZero);

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;

    private static string Valid(string? text) => JsonValueWriter.Valid(text ?? "");

    private static string? ValidOrNull(string? text) => text is null ? null : JsonValueWriter.Valid(text);
}
