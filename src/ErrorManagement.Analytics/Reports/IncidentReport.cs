using ErrorManagement.Analytics.Reports;
using ErrorManagement.Analytics.Reports.Wire;

namespace ErrorManagement.Analytics;

/// <summary>What happened in a stretch of time: an immutable snapshot.</summary>
public sealed record IncidentReport : PeriodReport
{
    /// <summary>The type of this report on the wire: <c>incident_report</c>.</summary>
    public const string ReportType = "incident_report";

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The begin, UTC, inclusive.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>The end, UTC, inclusive.</summary>
    public DateTimeOffset EndTime { get; init; }

    /// <summary>How long it lasted, in minutes.</summary>
    public double DurationMinutes { get; init; }

    /// <summary>The highest rate, in errors a minute: the largest bucket of the timeline divided by its minutes.</summary>
    public double PeakErrorRate { get; init; }

    /// <summary>The occurrences in the largest bucket of the timeline.</summary>
    public long PeakBucketCount { get; init; }

    /// <summary>The components that had errors, with the most occurrences first.</summary>
    public IReadOnlyList<NamedCount> AffectedComponents { get; init; } = [];

    /// <summary>The five types with the most occurrences, falling. What no held record explains is under <c>(no longer held)</c>.</summary>
    public IReadOnlyList<NamedCount> PrimaryErrorTypes { get; init; } = [];

    /// <summary>How much is usual in as long a time; null when no day before was seen from begin to end.</summary>
    public ReportBaseline? Baseline { get; init; }

    /// <summary>The length of a bucket of the timeline: five minutes; an hour where it is longer than a day, or minutes are no longer kept.</summary>
    public TimeSpan Bucket { get; init; }

    /// <summary>The buckets, oldest first.</summary>
    public IReadOnlyList<SeriesPoint> Timeline { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case: the figures first, then single errors, anomalies, patterns and circuit breakers.</summary>
    /// <returns>One JSON object, in several lines; the same in every culture and time zone.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>Writes it in Markdown (CommonMark with tables): what matters first.</summary>
    /// <returns>The report; lines end in a line feed. Recorded text can neither break its layout nor put markup or hidden characters into it. The same in every culture and time zone.</returns>
    public string ToMarkdown() => PeriodMarkdown.Of(this);
}
