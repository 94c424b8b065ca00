using System.Globalization;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Lays reports out as HTML pages. Pure.</summary>
/// <remarks>
/// <para>A page is one file: its style is inside, its charts are drawn in it as SVG, it loads nothing and runs nothing, and a policy in it forbids both.
/// It is well-formed XML too. All foreign text goes through <see cref="HtmlText"/>.</para>
/// <para>Its size is bounded: at most 100 rows a table, 50 breakers with 50 changes each, 96 bars.</para>
/// </remarks>
internal static partial class HtmlReport
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static string Write(DailyReport report)
    {
        var span = ChartSpan.Of(Midnight(report.Date), Day);
        var bars = ChartBar.Of(report.Timeline, TimeSpan.FromHours(1), report.Anomalies);
        var date = Date(report.Date);
        var level = HtmlHeadline.Level(report.SeverityBreakdown, report.Circuits, IsUnusual(report.Anomalies, report.Patterns, report.TopErrors, report.Circuits, span));
        var sentences = HtmlHeadline.Of(report);
        return HtmlPage.Write("Daily error report", Html.None, Html.Of($"{date}, UTC"), report.ApplicationName, report.GeneratedAt,
        [
            HtmlPage.Verdict(
                level,
                Html.Sentence([sentences[0], HtmlHeadline.Circuits(report.Circuits, span, report.GeneratedAt)]),
                Html.Sentence([.. sentences.Skip(1), HtmlHeadline.Peak(bars), HtmlHeadline.Unusual(report.Anomalies, report.Patterns)])),
            HtmlPage.Tiles(
                ("errors" + HtmlHeadline.Consequences(report.Consequences), Count(report.TotalErrors), ""),
                ("critical", Count(report.CriticalErrors), report.CriticalErrors > 0 ? "bad" : ""),
                ("warnings", Count(report.Warnings), ""),
                New(report),
                ("types of errors", Count(report.UniqueErrorTypes), ""),
                ("components", Count(report.AffectedComponents), "")),
            HtmlSections.Timeline("Errors per hour", bars, report.Circuits, CountedTime.Of(report)),
            HtmlCircuits.Section(report.Circuits, span, report.GeneratedAt),
            HtmlSections.Patterns("patterns", "Patterns", report.Patterns),
            HtmlSections.TopErrors("Most frequent errors", report.TopErrors),
            HtmlPage.Columns(
                HtmlSections.Severities("By severity", report.SeverityBreakdown),
                HtmlSections.Names("components", "By component", "Component", report.TopComponents, report.TotalErrors),
                HtmlSections.Names("types", "By type", "Type", report.TopErrorTypes, report.TotalErrors, types: true)),
            HtmlSections.Anomalies(report.Anomalies),
        ]);
    }

    public static string Write(WeeklyReport report)
    {
        var from = Midnight(report.StartDate);
        var span = new ChartSpan(from, ChartSpan.Later(Midnight(report.EndDate < report.StartDate ? report.StartDate : report.EndDate), Day));
        var bars = ChartBar.Of([.. report.DailyBreakdown.Select(static day => new SeriesPoint(Midnight(day.Date), day.Count))], Day, report.Anomalies);
        var (start, end) = (Date(report.StartDate), Date(report.EndDate));
        var level = HtmlHeadline.Level(
            report.SeverityBreakdown,
            report.Circuits,
            (report.Trend.Direction == TrendDirection.Increasing && PeriodSummary.IsTrendKnown(report)) || IsUnusual(report.Anomalies, report.Patterns, report.TopErrors, report.Circuits, span));
        var sentences = HtmlHeadline.Of(report);
        return HtmlPage.Write("Weekly error report", Html.None, Html.Of($"{start} to {end}, UTC"), report.ApplicationName, report.GeneratedAt,
        [
            HtmlPage.Verdict(
                level,
                sentences[0],
                Html.Sentence([HtmlHeadline.Circuits(report.Circuits, span, report.GeneratedAt), .. sentences.Skip(1), HtmlHeadline.Peak(bars), HtmlHeadline.Unusual(report.Anomalies, report.Patterns)])),
            HtmlPage.Tiles(
                ("errors" + HtmlHeadline.Consequences(report.Consequences), Count(report.TotalErrors), ""),
                ("errors a day", Decimal(report.DailyAverage), ""),
                New(report),
                ("last three days against the first three", PeriodSummary.IsTrendKnown(report) ? Change(report.Trend) : "–", PeriodSummary.IsTrendKnown(report) ? report.Trend.Direction switch { TrendDirection.Increasing => "watch", TrendDirection.Decreasing => "good", _ => "" } : ""),
                ("critical", Count(report.SeverityBreakdown.GetValueOrDefault(ErrorSeverity.Critical)), report.SeverityBreakdown.GetValueOrDefault(ErrorSeverity.Critical) > 0 ? "bad" : "")),
            HtmlSections.Timeline("Errors per day", bars, report.Circuits, CountedTime.Of(report)),
            HtmlCircuits.Section(report.Circuits, span, report.GeneratedAt),
            HtmlSections.Patterns("patterns", "Patterns", report.Patterns),
            HtmlSections.TopErrors("Most frequent errors", report.TopErrors),
            HtmlPage.Columns(
                HtmlSections.Severities("By severity", report.SeverityBreakdown),
                HtmlSections.Names("components", "By component", "Component", report.TopComponents, report.TotalErrors),
                HtmlSections.Names("types", "By type", "Type", report.TopErrorTypes, report.TotalErrors, types: true)),
            HtmlSections.Anomalies(report.Anomalies),
        ]);
    }

    public static string Write(IncidentReport report)
    {
        var span = new ChartSpan(report.StartTime.ToUniversalTime(), (report.EndTime < report.StartTime ? report.StartTime : report.EndTime).ToUniversalTime());
        var bucket = report.Bucket > TimeSpan.Zero ? report.Bucket : TimeSpan.FromMinutes(5);
        var bars = ChartBar.Of(report.Timeline, bucket, report.Anomalies);
        var title = string.IsNullOrWhiteSpace(report.Title) ? Html.None : HtmlText.Text(report.Title);
        var perBar = bars.Count > 0 ? bars[0].Span.Length : bucket;
        var sentences = HtmlHeadline.Of(report);
        return HtmlPage.Write("Incident report", title, Html.Of($"{Instant(span.From)} to {Instant(span.To)}, UTC"), report.ApplicationName, report.GeneratedAt,
        [
            HtmlPage.Verdict(
                HtmlHeadline.Level(report.SeverityBreakdown, report.Circuits, report.TotalErrors > 0),
                Html.Sentence([sentences[0], HtmlHeadline.Circuits(report.Circuits, span, report.GeneratedAt)]),
                Html.Sentence([.. sentences.Skip(1), HtmlHeadline.Peak(bars), HtmlHeadline.Unusual(report.Anomalies, report.Patterns)])),
            HtmlPage.Tiles(
                ("errors" + HtmlHeadline.Consequences(report.Consequences), Count(report.TotalErrors), ""),
                ("lasted", Length(span.Length), ""),
                ("at its worst", Rate(report.PeakErrorRate), ""),
                New(report),
                ("components", Count(report.AffectedComponents.Count), ""),
                ("critical", Count(report.SeverityBreakdown.GetValueOrDefault(ErrorSeverity.Critical)), report.SeverityBreakdown.GetValueOrDefault(ErrorSeverity.Critical) > 0 ? "bad" : "")),
            HtmlSections.Timeline($"Errors per {BarName(perBar)}", bars, report.Circuits, CountedTime.Of(report)),
            HtmlCircuits.Section(report.Circuits, span, report.GeneratedAt),
            HtmlSections.Patterns("patterns", "Patterns", report.Patterns),
            HtmlSections.TopErrors("Most frequent errors", report.TopErrors),
            HtmlPage.Columns(
                HtmlSections.Severities("By severity", report.SeverityBreakdown),
                HtmlSections.Names("components", "By component", "Component", report.AffectedComponents, report.TotalErrors),
                HtmlSections.Names("types", "By type", "Type", report.PrimaryErrorTypes, report.TotalErrors, types: true)),
            HtmlSections.Anomalies(report.Anomalies),
        ]);
    }

    private static bool IsUnusual(
        IReadOnlyList<DetectedAnomaly> anomalies,
        IReadOnlyList<DetectedPattern> patterns,
        IReadOnlyList<ReportedError> errors,
        IReadOnlyList<ReportedCircuit> circuits,
        ChartSpan span) =>
        anomalies.Count > 0
        || patterns.Count > 0
        || errors.Any(static error => error.Status == ErrorStatus.Regressed)
        || circuits.Any(circuit => CircuitStretch.Openings(circuit, span).Any());

    private static (string Label, string Figure, string Style) New(PeriodReport report) =>
        report.CountedSince is null
            ? ("new", Count(report.NewErrors), report.NewErrors > 0 ? "watch" : "")
            : ("seen for the first time", Count(report.NewErrors), "");

    private static string Change(Trend trend) =>
        trend.ChangeIn(1).ToString("+#,0.#;−#,0.#;0", CultureInfo.InvariantCulture) + "%";

    private static string BarName(TimeSpan length) =>
        length == Day ? "day" : length == TimeSpan.FromHours(1) ? "hour" : length == TimeSpan.FromMinutes(1) ? "minute" : Length(length);

    private static DateTimeOffset Midnight(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
