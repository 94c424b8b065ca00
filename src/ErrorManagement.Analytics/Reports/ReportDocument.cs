using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics;

/// <summary>A report in the forms it can be handed on in. Immutable.</summary>
public sealed record ReportDocument
{
    private const int MaxTitle = 120;
    private const int MaxName = 80;

    private static readonly PeriodSummary Sentences = new(static name => PlainText.Line(name, MaxName));

    /// <summary>The type on the wire, such as <c>daily_summary</c>. Few different values.</summary>
    public required string ReportType { get; init; }

    /// <summary>The title, on one line; plain text without control characters.</summary>
    public required string Title { get; init; }

    /// <summary>What matters, in a few sentences on one line; plain text without control characters. Names types, components and breakers.</summary>
    public required string Summary { get; init; }

    /// <summary>When the report was made, UTC.</summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The report as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>The report in Markdown.</summary>
    public required string Markdown { get; init; }

    /// <summary>The report as an HTML page that needs nothing else.</summary>
    public required string Html { get; init; }

    /// <summary>Puts a daily report into all forms.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document.</returns>
    public static ReportDocument Of(DailyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportDocument
        {
            ReportType = DailyReport.ReportType,
            Title = TitleOf("Daily error report", report.ApplicationName, PeriodSummary.Day(report.Date)),
            Summary = string.Join(' ', Sentences.Of(report)),
            GeneratedAt = report.GeneratedAt,
            Json = report.ToJson(),
            Markdown = report.ToMarkdown(),
            Html = report.ToHtml(),
        };
    }

    /// <summary>Puts a weekly report into all forms.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document.</returns>
    public static ReportDocument Of(WeeklyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportDocument
        {
            ReportType = WeeklyReport.ReportType,
            Title = TitleOf("Weekly error report", report.ApplicationName, $"{PeriodSummary.Day(report.StartDate)} to {PeriodSummary.Day(report.EndDate)}"),
            Summary = string.Join(' ', Sentences.Of(report)),
            GeneratedAt = report.GeneratedAt,
            Json = report.ToJson(),
            Markdown = report.ToMarkdown(),
            Html = report.ToHtml(),
        };
    }

    /// <summary>Puts an incident report into all forms.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document.</returns>
    public static ReportDocument Of(IncidentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportDocument
        {
            ReportType = IncidentReport.ReportType,
            Title = TitleOf(PlainText.Line(report.Title, MaxTitle), report.ApplicationName, null),
            Summary = string.Join(' ', Sentences.Of(report)),
            GeneratedAt = report.GeneratedAt,
            Json = report.ToJson(),
            Markdown = report.ToMarkdown(),
            Html = report.ToHtml(),
        };
    }

    /// <summary>Puts a report of components into all forms.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document.</returns>
    public static ReportDocument Of(ComponentHealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportDocument
        {
            ReportType = ComponentHealthReport.ReportType,
            Title = TitleOf("Component health", report.ApplicationName, null),
            Summary = string.Join(' ', Sentences.Of(report)),
            GeneratedAt = report.GeneratedAt,
            Json = report.ToJson(),
            Markdown = report.ToMarkdown(),
            Html = report.ToHtml(),
        };
    }

    private static string TitleOf(string title, string? application, string? about)
    {
        var name = string.IsNullOrWhiteSpace(application) ? "" : ": " + PlainText.Line(application, MaxName);
        return $"{title}{name}{(about is null ? "" : (name.Length > 0 ? ", " : ": ") + about)}";
    }
}
