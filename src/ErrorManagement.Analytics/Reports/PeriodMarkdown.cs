using System.Globalization;
using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Lays reports about a stretch of time, and about components, out in Markdown. Pure.</summary>
/// <remarks>All foreign text goes through <see cref="MarkdownText"/>.</remarks>
internal sealed partial class PeriodMarkdown : MarkdownPage
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly PeriodSummary Sentences = new(Name);

    public static string Of(DailyReport report)
    {
        var page = new PeriodMarkdown();
        page.Title("Daily error report", report.ApplicationName, PeriodSummary.Day(report.Date));
        page.Head(report.GeneratedAt, report.GeneratedAt < ReportPeriod.OfDays(report.Date, report.Date).To ? "; the day is not over" : "", Sentences.Of(report));
        page.Figures(
        [
            ("Errors", Count(report.TotalErrors)),
            .. Consequences(report),
            ("Critical errors", Count(report.CriticalErrors)),
            ("Warnings", Count(report.Warnings)),
            ("Types of errors", Count(report.UniqueErrorTypes)),
            ("Components with errors", Count(report.AffectedComponents)),
            ("New errors", Count(report.NewErrors)),
            Usual(report.Baseline),
        ]);
        page.Patterns(report.Patterns);
        page.Circuits(report.Circuits, report.TotalErrors, isOver: report.GeneratedAt >= ReportPeriod.OfDays(report.Date, report.Date).To);
        page.Severities(report.SeverityBreakdown, report.TotalErrors);
        page.Counts("Most frequent types", "Type", report.TopErrorTypes, report.TotalErrors, report.UniqueErrorTypes);
        page.Counts("Components", "Component", report.TopComponents, report.TotalErrors, report.AffectedComponents);
        page.Errors(report.TopErrors);
        page.Anomalies(report.Anomalies);
        page.Chart("Errors per hour", report.TotalErrors, TimelineChart.Draw(report.Timeline, "HH:mm", Unseen(report, TimeSpan.FromHours(1))));
        return page.Output.ToString();
    }

    public static string Of(WeeklyReport report)
    {
        var page = new PeriodMarkdown();
        page.Title("Weekly error report", report.ApplicationName, $"{PeriodSummary.Day(report.StartDate)} to {PeriodSummary.Day(report.EndDate)}");
        page.Head(report.GeneratedAt, report.GeneratedAt < ReportPeriod.OfDays(report.EndDate, report.EndDate).To ? "; the week is not over" : "", Sentences.Of(report));
        page.Figures(
        [
            ("Errors", Count(report.TotalErrors)),
            .. Consequences(report),
            ("Errors a day", Decimal(report.DailyAverage) + (report.CountedSince is null ? "" : " (of all seven days)")),
            ("Trend", PeriodSummary.IsTrendKnown(report) ? $"{report.Trend.Direction.ToWireName()}, {Signed(report.Trend.ChangeIn(1))}%" : "not known yet"),
            ("New errors", Count(report.NewErrors)),
        ]);
        page.Chart("Errors per day", report.TotalErrors, TimelineChart.Draw([.. report.DailyBreakdown.Select(static day => new SeriesPoint(ReportPeriod.Start(day.Date), day.Count))], "ddd yyyy-MM-dd", Unseen(report, Day)));
        page.Patterns(report.Patterns);
        page.Circuits(report.Circuits, report.TotalErrors, isOver: PeriodSummary.IsOver(report));
        page.Severities(report.SeverityBreakdown, report.TotalErrors);
        page.Counts("Most frequent types", "Type", report.TopErrorTypes, report.TotalErrors);
        page.Counts("Components", "Component", report.TopComponents, report.TotalErrors);
        page.Errors(report.TopErrors);
        page.Anomalies(report.Anomalies);
        return page.Output.ToString();
    }

    public static string Of(IncidentReport report)
    {
        var page = new PeriodMarkdown();
        page.Title(Name(report.Title), report.ApplicationName, null);
        page.Head(report.GeneratedAt, report.GeneratedAt < report.EndTime ? "; the incident is not over" : "", Sentences.Of(report));
        page.Figures(
        [
            ("Begin", Instant(report.StartTime)),
            ("End", Instant(report.EndTime)),
            ("Duration", report.DurationMinutes.ToString("#,0.0", CultureInfo.InvariantCulture) + " min"),
            ("Errors", Count(report.TotalErrors)),
            .. Consequences(report),
            ("Highest rate", $"{Rate(report.PeakErrorRate)} ({Count(report.PeakBucketCount)} in {Length(report.Bucket)})"),
            ("New errors", Count(report.NewErrors)),
            Usual(report.Baseline),
        ]);
        page.Patterns(report.Patterns);
        page.Circuits(report.Circuits, report.TotalErrors, isOver: report.GeneratedAt >= report.EndTime);
        page.Severities(report.SeverityBreakdown, report.TotalErrors);
        page.Counts("Most frequent types", "Type", report.PrimaryErrorTypes, report.TotalErrors);
        page.Counts("Components", "Component", report.AffectedComponents, report.TotalErrors);
        page.Errors(report.TopErrors);
        page.Anomalies(report.Anomalies);
        var bucket = BarFor(report.Bucket, report.Timeline.Count);
        page.Chart($"Errors per {(bucket == Day ? "day" : bucket == TimeSpan.FromHours(1) ? "hour" : Length(bucket))}", report.TotalErrors, TimelineChart.Draw(ReportPeriod.Gather(report.Timeline, bucket), "MM-dd HH:mm", Unseen(report, bucket)));
        return page.Output.ToString();
    }

    public static string Of(ComponentHealthReport report)
    {
        var page = new PeriodMarkdown();
        page.Title("Component health", null, null);
        page.Head(report.GeneratedAt, $"; errors of the last {Window(report.Window)} make the score", Sentences.Of(report));
        if (report.Components.Count > 0)
        {
            page.Section("Components");
            page.Header("Component", "Score:", "Status", $"Errors in the last {Window(report.Window)}:", "In the last hour:", "Since the start:");
            foreach (var component in report.Components)
            {
                page.Row(Name(component.Component), Count(component.Score), component.Status.ToWireName(), Count(component.WindowErrors), Count(component.RecentErrors1h), Count(component.TotalErrors));
            }

            page.More(report.ComponentCount - report.Components.Count, "component");
        }

        return page.Output.ToString();
    }

    /// <summary>The shortest bar with which a timeline needs no more than 48 lines; a day where there is none.</summary>
    private static TimeSpan BarFor(TimeSpan bucket, int buckets)
    {
        const int MaxRows = 48;
        int[] minutes = [5, 10, 15, 30, 60, 120, 180, 240, 360, 720];
        var length = bucket * buckets;
        return Array.Find(minutes, bar => TimeSpan.FromMinutes(bar) >= bucket && length <= TimeSpan.FromMinutes(bar) * MaxRows) is var found and > 0 ? TimeSpan.FromMinutes(found) : Day;
    }

    private static Func<DateTimeOffset, string?> Unseen(PeriodReport report, TimeSpan length) => at => CountedTime.Of(report).Unseen(at, length);

    private static IEnumerable<(string Figure, string Value)> Consequences(PeriodReport report)
    {
        if (report.Consequences is { } count)
        {
            yield return ("Of them, calls that failed because of another error", Count(count));
        }
    }

    private static string Signed(double change) => change.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static (string Figure, string Value) Usual(ReportBaseline? baseline) =>
        ("Usual", baseline is null ? "not known yet" : $"{Decimal(baseline.Expected)} (from {Count(baseline.Days, "day")} before)");
}
