namespace ErrorManagement.Analytics;

/// <summary>A report in the forms it can be handed on in. Immutable.</summary>
public sealed record ReportDocument
{
    /// <summary>The type on the wire, such as <c>daily_summary</c>. Few different values.</summary>
    public required string ReportType { get; init; }

    /// <summary>The title, on one line.</summary>
    public required string Title { get; init; }

    /// <summary>What matters, in one or two sentences on one line.</summary>
    public required string Summary { get; init; }

    /// <summary>When the report was made, UTC.</summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The report as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>The report in Markdown.</summary>
    public required string Markdown { get; init; }

    /// <summary>The report as an HTML page that needs nothing else.</summary>
    public required string Html { get; init; }
}
