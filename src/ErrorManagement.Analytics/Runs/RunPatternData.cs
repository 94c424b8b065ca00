using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics.Runs;

/// <summary>A pattern of runs on the wire (S4.10).</summary>
internal sealed record RunPatternData
{
    public required string PatternName { get; init; }

    public required string PatternCategory { get; init; }

    public required string Severity { get; init; }

    public required long Occurrences { get; init; }

    public required string ExampleMessage { get; init; }

    public required IReadOnlyList<string> AffectedPhases { get; init; }

    public required IReadOnlyList<string> AffectedWorkflows { get; init; }

    public required string Recommendation { get; init; }

    public static RunPatternData[] Of(IEnumerable<SignaturePattern> patterns) =>
    [
        .. patterns.Select(static pattern => new RunPatternData
        {
            PatternName = JsonValueWriter.Valid(pattern.PatternName),
            PatternCategory = JsonValueWriter.Valid(pattern.Category),
            Severity = pattern.Signature.SeverityName,
            Occurrences = pattern.Occurrences,
            ExampleMessage = JsonValueWriter.Valid(pattern.ExampleMessage),
            AffectedPhases = pattern.AffectedPhases,
            AffectedWorkflows = pattern.AffectedRuns,
            Recommendation = JsonValueWriter.Valid(pattern.Recommendation),
        }),
    ];
}
