namespace ErrorManagement.Analytics.Registry;

/// <summary>The details of one occurrence, as they are kept: a struct, so that keeping one allocates nothing.</summary>
internal readonly record struct OccurrenceDetails(
    long Utc,
    string Message,
    ErrorSeverity Severity,
    OperationContext? Context,
    string? TraceId,
    string? SpanId,
    string? Release,
    string? Host,
    ErrorSources Source,
    ResilienceNote? Resilience,
    bool Recovered,
    bool Handled);
