namespace ErrorManagement.Analytics;

/// <summary>One occurrence that was kept with its details, as an example of its record.</summary>
/// <param name="Timestamp">When it happened, UTC.</param>
/// <param name="Message">Its message, cut to the registry's limit. Many different values; may hold private data.</param>
/// <param name="Severity">How bad it was.</param>
/// <param name="Context">What was being done; null when that is not known. May hold private data.</param>
/// <param name="TraceId">The trace it belongs to; null when there was none. Many different values.</param>
/// <param name="Recovered">Whether the call went well in the end.</param>
public sealed record SampledOccurrence(DateTimeOffset Timestamp, string Message, ErrorSeverity Severity, OperationContext? Context, string? TraceId, bool Recovered)
{
    /// <summary>The span it belongs to; null when there was none. Many different values.</summary>
    public string? SpanId { get; init; }

    /// <summary>The release of the program it happened in; null when that is not known. Few different values.</summary>
    public string? Release { get; init; }

    /// <summary>The machine it happened on; null when that is not known. Few different values.</summary>
    public string? Host { get; init; }

    /// <summary>Where it was seen first.</summary>
    public ErrorSources Source { get; init; }

    /// <summary>What the policies it passed through know of the call; null when it passed through none.</summary>
    public ResilienceNote? Resilience { get; init; }

    /// <summary>Whether somebody answered in the place of the failed call, as far as that was known when it was kept.</summary>
    public bool Handled { get; init; }
}
