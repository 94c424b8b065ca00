using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics;

/// <summary>Reports as HTML pages, for people.</summary>
/// <remarks>
/// <para>A page is one document that needs nothing else: style and charts are inside, it loads nothing, runs no script, and forbids both. It is light or dark as its reader's
/// system is, can be printed, and can be read without seeing colours. It is well-formed XML, too.</para>
/// <para>Pure and safe on any thread. A page is the same in every culture and time zone; its times are UTC. Whatever the recorded text is, it can put neither
/// markup nor hidden characters into a page: names are cut after 80 characters, templates after 160. A page holds at most 100 rows a table and 50 breakers with 50 changes each.</para>
/// </remarks>
public static class ReportPages
{
    /// <summary>Writes the report of a day as an HTML page.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document; lines end in a line feed. Written to a file it is UTF-8.</returns>
    public static string ToHtml(this DailyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return HtmlReport.Write(report);
    }

    /// <summary>Writes the report of a week as an HTML page.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document; lines end in a line feed. Written to a file it is UTF-8.</returns>
    public static string ToHtml(this WeeklyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return HtmlReport.Write(report);
    }

    /// <summary>Writes the report of an incident as an HTML page.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document; lines end in a line feed. Written to a file it is UTF-8.</returns>
    public static string ToHtml(this IncidentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return HtmlReport.Write(report);
    }

    /// <summary>Writes the health of components as an HTML page.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document; lines end in a line feed. Written to a file it is UTF-8.</returns>
    public static string ToHtml(this ComponentHealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return HtmlReport.Write(report);
    }
}
