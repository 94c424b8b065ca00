namespace ErrorManagement.Analytics.Signatures;

/// <summary>What to do about a pattern, and how urgent it is by the number of its occurrences. Immutable.</summary>
public sealed record ErrorRecommendation
{
    private const int LeastOccurrences = 2;
    private const int MediumFrom = 5;
    private const int HighFrom = 10;

    /// <summary>What is wrong: the name of the pattern, such as <c>Import Error</c>. <c>issue</c></summary>
    public required string Issue { get; init; }

    /// <summary>How urgent it is: <see cref="ErrorSeverity.Error"/> (high) from 10 occurrences on, <see cref="ErrorSeverity.Warning"/> (medium) from 5 on, else <see cref="ErrorSeverity.Info"/> (low). <c>severity</c>, written as <see cref="SeverityName"/>.</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary><see cref="Severity"/> as it is written: <c>high</c>, <c>medium</c> or <c>low</c>.</summary>
    public string SeverityName => SeverityNames.Of(Severity);

    /// <summary>The cause: the category of the signature. <c>root_cause</c></summary>
    public required string RootCause { get; init; }

    /// <summary>What to do: the recommendation of the signature. <c>solution</c></summary>
    public required string Solution { get; init; }

    /// <summary>How long it may take: <c>1–2 hours</c>, <c>30–60 minutes</c> or <c>15–30 minutes</c>, by the number of occurrences. <c>estimated_fix_time</c></summary>
    public required string EstimatedFixTime { get; init; }

    /// <summary>How many occurrences it would end. <c>affected_count</c></summary>
    public long AffectedCount { get; init; }

    /// <summary>Says what to do about patterns. Pure.</summary>
    /// <param name="patterns">The patterns, in any order; those with fewer than 2 occurrences are left out.</param>
    /// <returns>The recommendations, the most severe first, of equal ones those with the most occurrences, then in the order of their names.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="patterns"/> is null.</exception>
    public static IReadOnlyList<ErrorRecommendation> For(IEnumerable<SignaturePattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return
        [
            .. patterns.Where(static pattern => pattern.Occurrences >= LeastOccurrences)
                .Select(For)
                .OrderByDescending(static recommendation => recommendation.Severity)
                .ThenByDescending(static recommendation => recommendation.AffectedCount)
                .ThenBy(static recommendation => recommendation.Issue, StringComparer.Ordinal),
        ];
    }

    private static ErrorRecommendation For(SignaturePattern pattern)
    {
        var (severity, time) = pattern.Occurrences switch
        {
            >= HighFrom => (ErrorSeverity.Error, "1–2 hours"),
            >= MediumFrom => (ErrorSeverity.Warning, "30–60 minutes"),
            _ => (ErrorSeverity.Info, "15–30 minutes"),
        };
        return new ErrorRecommendation
        {
            Issue = pattern.PatternName,
            Severity = severity,
            RootCause = pattern.Category,
            Solution = pattern.Recommendation,
            EstimatedFixTime = time,
            AffectedCount = pattern.Occurrences,
        };
    }
}
