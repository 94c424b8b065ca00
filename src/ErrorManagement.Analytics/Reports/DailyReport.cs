using ErrorManagement.Analytics.Reports;
using ErrorManagement.Analytics.Reports.Wire;

namespace ErrorManagement.Analytics;

/// <summary>The errors of one day, UTC: an immutable snapshot.</summary>
public sealed record DailyReport : PeriodReport
{
    /// <summary>The type of this report on the wire: <c>daily_summary</c>.</summary>
    public const string ReportType = "daily_summary";

    /// <summary>The day, UTC: from 00:00, inclusive, to 24:00, exclusive.</summary>
    public DateOnly Date { get; init; }

    /// <summary>How many types of errors there were.</summary>
    public int UniqueErrorTypes { get; init; }

    /// <summary>How many components had errors.</summary>
    public int AffectedComponents { get; init; }

    /// <summary>The five types with the most occurrences, falling. What no held record explains is under <c>(no longer held)</c>.</summary>
    public IReadOnlyList<NamedCount> TopErrorTypes { get; init; } = [];

    /// <summary>The five components with the most occurrences, falling.</summary>
    public IReadOnlyList<NamedCount> TopComponents { get; init; } = [];

    /// <summary>The critical occurrences.</summary>
    public long CriticalErrors { get; init; }

    /// <summary>The occurrences that are warnings.</summary>
    public long Warnings { get; init; }

    /// <summary>How much is usual on a day; null when no day before was seen from begin to end.</summary>
    public ReportBaseline? Baseline { get; init; }

    /// <summary>The 24 hours of the day, oldest first.</summary>
    public IReadOnlyList<SeriesPoint> Timeline { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case: the figures first, then single errors, anomalies, patterns and circuit breakers.</summary>
    /// <returns>One JSON object, in several lines; the same in every culture and time zone.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>Writes it in Markdown (CommonMark with tables): what matters first.</summary>
    /// <returns>The report; lines end in a line feed. Recorded text can neither break its layout nor put markup or hidden characters into it. The same in every culture and time zone.</returns>
    public string ToMarkdown() => PeriodMarkdown.Of(this);
}
