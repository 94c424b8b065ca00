using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics;

/// <summary>Further forms of the report of components.</summary>
public static class ComponentHealthReports
{
    /// <summary>Writes it in Markdown (CommonMark with tables).</summary>
    /// <param name="report">The report.</param>
    /// <returns>The report; lines end in a line feed. Recorded text can neither break its layout nor put markup or hidden characters into it. The same in every culture and time zone.</returns>
    public static string ToMarkdown(this ComponentHealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PeriodMarkdown.Of(report);
    }
}
