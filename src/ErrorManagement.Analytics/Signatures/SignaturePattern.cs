namespace ErrorManagement.Analytics.Signatures;

/// <summary>How often errors of one signature happened. Immutable.</summary>
public sealed record SignaturePattern
{
    /// <summary>The signature, which has category, severity and recommendation; <see cref="ErrorSignature.Unknown"/> for errors that no rule knows.</summary>
    public required ErrorSignature Signature { get; init; }

    /// <summary>Its name for a reader, such as <c>Import Error</c>. <c>pattern_name</c></summary>
    public string PatternName => Signature.Title;

    /// <summary>Its category in words. <c>category</c></summary>
    public string Category => Signature.Category;

    /// <summary>How bad it is. <c>severity</c>, written as <see cref="ErrorSignature.SeverityName"/>.</summary>
    public ErrorSeverity Severity => Signature.Severity;

    /// <summary>What to do about it. <c>recommendation</c></summary>
    public string Recommendation => Signature.Recommendation;

    /// <summary>How often, at least 1. <c>occurrences</c></summary>
    public long Occurrences { get; init; }

    /// <summary>The first message that is not empty, at most 200 characters of it and whole signs only; empty when there is none. May hold private data. <c>example_message</c></summary>
    public string ExampleMessage { get; init; } = "";

    /// <summary>The phases of runs it happened in, in the order they came, at most 100. Empty when none is known. <c>affected_phases</c></summary>
    public IReadOnlyList<string> AffectedPhases { get; init; } = [];

    /// <summary>The first ten runs or jobs it happened in. Empty when none is known. <c>affected_runs</c></summary>
    public IReadOnlyList<string> AffectedRuns { get; init; } = [];
}
