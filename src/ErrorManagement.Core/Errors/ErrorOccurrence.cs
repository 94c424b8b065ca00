namespace ErrorManagement;

/// <summary>One event of an error: what is handed to an <see cref="IErrorSink"/>, and what is recorded for an error that is not an exception object.</summary>
/// <remarks>Immutable. A large struct: hand it on by <c>in</c>.</remarks>
public readonly record struct ErrorOccurrence
{
    /// <summary>Makes an occurrence.</summary>
    /// <param name="component">The part of the host it happened in, such as <c>payments</c>. Few different values.</param>
    /// <param name="errorType">The type, such as <c>System.TimeoutException</c> or a log's event name. Few different values.</param>
    /// <param name="message">What happened. Many different values; may hold private data.</param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public ErrorOccurrence(string component, string errorType, string message)
    {
        ArgumentNullException.ThrowIfNull(component);
        ArgumentNullException.ThrowIfNull(errorType);
        ArgumentNullException.ThrowIfNull(message);
        Component = component;
        ErrorType = errorType;
        Message = message;
    }

    /// <summary>The part of the host it happened in.</summary>
    public string Component { get; }

    /// <summary>The type of the error.</summary>
    public string ErrorType { get; }

    /// <summary>What happened.</summary>
    public string Message { get; }

    /// <summary>The code, or none.</summary>
    public ErrorCode Code { get; init; }

    /// <summary>How bad it is, or null to leave that to the recorder's policy.</summary>
    public ErrorSeverity? Severity { get; init; }

    /// <summary>What kind of failure it is. Unknown by default.</summary>
    public ErrorCategory Category { get; init; }

    /// <summary>What was being done, or null when that is not known.</summary>
    public OperationContext? Context { get; init; }

    /// <summary>The stack as text, or null when there is none.</summary>
    public string? StackTrace { get; init; }

    /// <summary>The trace it belongs to, or null for the trace of the current activity, if there is one.</summary>
    public string? TraceId { get; init; }

    /// <summary>When it happened, or null for now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Whether the call went well in the end, for instance after retries. False by default.</summary>
    public bool Recovered { get; init; }

    /// <summary>Whether somebody answered in the place of the failed call, so that its caller did not see the failure. False by default.</summary>
    public bool Handled { get; init; }

    /// <summary>The message with names in the place of its values, such as a log's <c>{OriginalFormat}</c>, or null when that is not known. Of an exception it is not asked for. Few different values.</summary>
    public string? Template { get; init; }

    /// <summary>What makes it one error with others of the same component, in place of the recorder's own rules, or null to leave that to them. At most 200 characters count. Few different values.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The span it belongs to, or null for the span of the current activity, if there is one.</summary>
    public string? SpanId { get; init; }

    /// <summary>The release of the program it happened in, or null for the recorder's own. Few different values.</summary>
    public string? Release { get; init; }

    /// <summary>The machine it happened on, or null for the recorder's own. Few different values.</summary>
    public string? Host { get; init; }

    /// <summary>Where it was seen. None by default, which the recorder reads as the place it was called at.</summary>
    public ErrorSources Source { get; init; }

    /// <summary>What the policies it passed through know of the call, or null to let the recorder ask for that of the exception.</summary>
    public ResilienceNote? Resilience { get; init; }

    /// <summary>The exception, or null when there is none. A sink reads it before it returns and never keeps it.</summary>
    public Exception? Exception { get; init; }
}
