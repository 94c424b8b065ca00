namespace ErrorManagement.Analytics.Reports;

/// <summary>What a report says of one pattern: all of its episodes on one line, since a pattern that comes and goes would hide all others. Pure.</summary>
/// <param name="Pattern">The pattern: as it runs, or as it was last; with the largest count of its episodes.</param>
/// <param name="Episodes">How many episodes there were, at least 1.</param>
/// <param name="From">When the first of them was detected.</param>
/// <param name="To">When the last of them last held.</param>
internal sealed record PatternRow(DetectedPattern Pattern, int Episodes, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Those that run first, then those that say most: what names a type or a component, and how many there were.</summary>
    public static IReadOnlyList<PatternRow> Of(IReadOnlyList<DetectedPattern> patterns) =>
    [
        .. patterns
            .GroupBy(static pattern => (pattern.Kind, pattern.Subject))
            .Select(static episodes => One([.. episodes.OrderByDescending(static pattern => pattern.IsActive).ThenByDescending(static pattern => pattern.LastSeen)]))
            .OrderByDescending(static row => row.Pattern.IsActive)
            .ThenBy(static row => Rank(row.Pattern.Kind))
            .ThenByDescending(static row => row.Pattern.Count)
            .ThenByDescending(static row => row.To)
            .ThenBy(static row => row.Pattern.Subject, StringComparer.Ordinal),
    ];

    private static PatternRow One(List<DetectedPattern> episodes) => new(
        episodes[0] with { Count = episodes.Max(static pattern => pattern.Count) },
        episodes.Count,
        episodes.Min(static pattern => pattern.DetectedAt),
        episodes.Max(static pattern => pattern.LastSeen));

    // Three of the last ten errors recur in the quietest of nights.
    private static int Rank(PatternKind kind) => kind switch
    {
        PatternKind.HighFrequency => 0,
        PatternKind.ComponentFlood => 1,
        PatternKind.LayerCascade => 2,
        PatternKind.Burst => 3,
        PatternKind.Degradation => 4,
        _ => 5,
    };
}
