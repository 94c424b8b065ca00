namespace ErrorManagement.Analytics.Signatures;

/// <summary>A well-known kind of error: what it is called, how bad it is, and what to do about it. Immutable.</summary>
public sealed record ErrorSignature
{
    /// <summary>The name of what no rule knows.</summary>
    public const string UnknownName = "unknown";

    /// <summary>The signature of errors that no rule knows: category Unknown, severity medium.</summary>
    public static ErrorSignature Unknown { get; } = new()
    {
        Name = UnknownName,
        Title = "Unknown",
        Category = "Unknown",
        Severity = ErrorSeverity.Warning,
        Recommendation = "No rule knows this error: read its message and its stack trace, and add a rule once its cause is known.",
    };

    /// <summary>The name on the wire, such as <c>import_error</c>. Few different values.</summary>
    public required string Name { get; init; }

    /// <summary>The name for a reader, such as <c>Import Error</c>. Few different values.</summary>
    public required string Title { get; init; }

    /// <summary>The category in words, such as <c>Dependency Issue</c>. Few different values.</summary>
    public required string Category { get; init; }

    /// <summary>How bad it is. Of the built-in ones, <see cref="ErrorSeverity.Error"/> (high) or <see cref="ErrorSeverity.Warning"/> (medium).</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary>What to do about it: a sentence or two for a person.</summary>
    public required string Recommendation { get; init; }

    /// <summary>The texts it is known by, in any case. Empty where it is known otherwise.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The HTTP statuses it is known by. Empty where it is known otherwise.</summary>
    public IReadOnlyList<int> StatusCodes { get; init; } = [];

    /// <summary>Whether it is <see cref="Unknown"/>.</summary>
    public bool IsUnknown => Name == UnknownName;

    /// <summary>The severity as it is written: <c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>. Cardinality 4.</summary>
    public string SeverityName => SeverityNames.Of(Severity);
}
