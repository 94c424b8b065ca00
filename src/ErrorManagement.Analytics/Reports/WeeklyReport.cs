using ErrorManagement.Analytics.Reports;
using ErrorManagement.Analytics.Reports.Wire;

namespace ErrorManagement.Analytics;

/// <summary>The errors of seven days, UTC: an immutable snapshot.</summary>
public sealed record WeeklyReport : PeriodReport
{
    /// <summary>The type of this report on the wire: <c>weekly_report</c>.</summary>
    public const string ReportType = "weekly_report";

    /// <summary>The first of the seven days, UTC.</summary>
    public DateOnly StartDate { get; init; }

    /// <summary>The last of the seven days, UTC, inclusive.</summary>
    public DateOnly EndDate { get; init; }

    /// <summary>The total divided by seven.</summary>
    public double DailyAverage { get; init; }

    /// <summary>The seven days, oldest first; days without errors are there with 0.</summary>
    public IReadOnlyList<DailyCount> DailyBreakdown { get; init; } = [];

    /// <summary>Whether it gets better or worse: the last three days against the first three.</summary>
    public required Trend Trend { get; init; }

    /// <summary>The ten components with the most occurrences, falling.</summary>
    public IReadOnlyList<NamedCount> TopComponents { get; init; } = [];

    /// <summary>The ten types with the most occurrences, falling. What no held record explains is under <c>(no longer held)</c>.</summary>
    public IReadOnlyList<NamedCount> TopErrorTypes { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case: the figures first, then single errors, anomalies, patterns and circuit breakers.</summary>
    /// <returns>One JSON object, in several lines; the same in every culture and time zone.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>Writes it in Markdown (CommonMark with tables): what matters first.</summary>
    /// <returns>The report; lines end in a line feed. Recorded text can neither break its layout nor put markup or hidden characters into it. The same in every culture and time zone.</returns>
    public string ToMarkdown() => PeriodMarkdown.Of(this);
}
