using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Reports;

/// <summary>What happened in a stretch of time, in the forms that reports show. Pure. Immutable.</summary>
internal sealed record PeriodCounts
{
    /// <summary>Where the occurrences are whose records had to go.</summary>
    public const string NoLongerHeld = "(no longer held)";

    public required ReportPeriod Period { get; init; }

    public required long Total { get; init; }

    /// <summary>Of <see cref="Total"/>, the calls that failed in consequence of another error; null where that is not known.</summary>
    public long? Consequences { get; init; }

    /// <summary>Bucket by bucket, oldest first; adds up to <see cref="Total"/>.</summary>
    public required IReadOnlyList<SeriesPoint> Timeline { get; init; }

    /// <summary>Those that are not zero, the worst first; adds up to <see cref="Total"/>.</summary>
    public required IReadOnlyDictionary<ErrorSeverity, long> Severities { get; init; }

    /// <summary>Falling; adds up to <see cref="Total"/>.</summary>
    public required IReadOnlyList<NamedCount> Components { get; init; }

    /// <summary>The types of held records, and what these do not explain, falling; adds up to <see cref="Total"/>.</summary>
    public required IReadOnlyList<NamedCount> Types { get; init; }

    /// <summary>How many types of held records there are.</summary>
    public required int TypeCount { get; init; }

    /// <summary>The held records, falling.</summary>
    public required IReadOnlyList<RecordCount> Records { get; init; }

    public long CountOf(ErrorSeverity severity) => Severities.GetValueOrDefault(severity);

    public static PeriodCounts Of(ReportPeriod period, RangeCounts counts)
    {
        var types = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var record in counts.Records)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(types, record.ErrorType, out _) += record.Count;
        }

        var typeCount = types.Count;
        if (counts.Unheld > 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(types, NoLongerHeld, out _) += counts.Unheld;
        }

        return new PeriodCounts
        {
            Period = period,
            Total = counts.Total,
            Consequences = counts.Consequences,
            Timeline = counts.Points,
            Severities = counts.Severities.OrderByDescending(static entry => entry.Key).ToDictionary(),
            Components = counts.Components,
            Types = [.. types.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => new NamedCount(entry.Key, entry.Value))],
            TypeCount = typeCount,
            Records = [.. counts.Records.OrderByDescending(static record => record.Count).ThenBy(static record => record.Id.Value)],
        };
    }
}
