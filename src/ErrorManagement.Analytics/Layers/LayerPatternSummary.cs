namespace ErrorManagement.Analytics;

/// <summary>Patterns in short. Immutable.</summary>
/// <param name="TotalPatterns">How many episodes, running and ended ones.</param>
/// <param name="RunningPatterns">How many of them run.</param>
/// <param name="PatternTypes">How many of each kind, by its name on the wire, such as <c>burst</c>; kinds without any are not there.</param>
/// <param name="HighConfidencePatterns">How many have a confidence above 0.8.</param>
/// <param name="LatestPatterns">The three that were seen last, the latest first.</param>
public sealed record LayerPatternSummary(
    int TotalPatterns,
    int RunningPatterns,
    IReadOnlyDictionary<string, int> PatternTypes,
    int HighConfidencePatterns,
    IReadOnlyList<DetectedPattern> LatestPatterns)
{
    private const double HighConfidence = 0.8;
    private const int MostPatterns = 3;

    internal static LayerPatternSummary Of(IReadOnlyList<DetectedPattern> patterns) => new(
        patterns.Count,
        patterns.Count(pattern => pattern.IsActive),
        patterns.GroupBy(pattern => pattern.Kind.ToWireName(), StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.Count(), StringComparer.Ordinal),
        patterns.Count(pattern => pattern.Confidence > HighConfidence),
        [.. patterns.OrderByDescending(pattern => pattern.LastSeen).ThenBy(pattern => pattern.Id, StringComparer.Ordinal).Take(MostPatterns)]);
}
