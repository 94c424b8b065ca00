namespace ErrorManagement.Analytics;

/// <summary>One occurrence that was kept with its details, as an example of its record.</summary>
/// <param name="Timestamp">When it happened, UTC.</param>
/// <param name="Message">Its message, cut to the registry's limit. Many different values; may hold private data.</param>
/// <param name="Severity">How bad it was.</param>
/// <param name="Context">What was being done; null when that is not known. May hold private data.</param>
/// <param name="TraceId">The trace it belongs to; null when there was none. Many different values.</param>
/// <param name="Recovered">Whether the call went well in the end.</param>
public sealed record SampledOccurrence(DateTimeOffset Timestamp, string Message, ErrorSeverity Severity, OperationContext? Context, string? TraceId, bool Recovered);
