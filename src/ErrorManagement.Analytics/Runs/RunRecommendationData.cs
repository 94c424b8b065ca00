using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics.Runs;

/// <summary>A recommendation on the wire (S4.17).</summary>
internal sealed record RunRecommendationData
{
    public required string Issue { get; init; }

    public required string Severity { get; init; }

    public required string RootCause { get; init; }

    public required string Solution { get; init; }

    public required string EstimatedFixTime { get; init; }

    public required long AffectedCount { get; init; }

    public static RunRecommendationData[] Of(IEnumerable<ErrorRecommendation> recommendations) =>
    [
        .. recommendations.Select(static recommendation => new RunRecommendationData
        {
            Issue = JsonValueWriter.Valid(recommendation.Issue),
            Severity = recommendation.SeverityName,
            RootCause = JsonValueWriter.Valid(recommendation.RootCause),
            Solution = JsonValueWriter.Valid(recommendation.Solution),
            EstimatedFixTime = recommendation.EstimatedFixTime,
            AffectedCount = recommendation.AffectedCount,
        }),
    ];
}
