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
    bool Handled)
{
    /// <summary>The identity of the exception object, by which a later sight of it finds its occurrence; 0 for none. Two objects may share one: it is looked for among the few of one record only.</summary>
    public int Instance { get; init; }
}
