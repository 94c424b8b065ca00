namespace ErrorManagement.Analytics.Registry;

/// <summary>One call of Record, whatever its form. A struct that lives on the caller's stack only.</summary>
internal readonly struct Incident
{
    /// <summary>The exception without its wrappers; null for an error that is none.</summary>
    public Exception? Exception { get; init; }

    public required string Component { get; init; }

    /// <summary>The type of an error that is no exception; null for exceptions, whose type is named on the cold path only.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The message of an error that is no exception; null for exceptions, whose message is read once it is needed.</summary>
    public string? Message { get; init; }

    public ErrorSeverity? Severity { get; init; }

    public ErrorCategory Category { get; init; }

    public ErrorCode Code { get; init; }

    public OperationContext? Context { get; init; }

    public string? StackTrace { get; init; }

    public string? TraceId { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public string? SpanId { get; init; }

    public string? Release { get; init; }

    public string? Host { get; init; }

    public bool Recovered { get; init; }

    public bool Handled { get; init; }

    /// <summary>The message's template as its author wrote it; null when that is to be found out.</summary>
    public string? Template { get; init; }

    /// <summary>What the caller says makes it one error with others, in place of the rules; null to leave that to them.</summary>
    public string? Fingerprint { get; init; }

    public required ErrorSources Source { get; init; }

    public ResilienceNote? Resilience { get; init; }

    /// <summary>The file of the call site; null for none.</summary>
    public string? File { get; init; }

    public int Line { get; init; }
}
