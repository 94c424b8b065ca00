namespace ErrorManagement.Analytics.Records;

/// <summary>An occurrence as it is told to observers. Lives on the caller's stack only: neither it nor its exception is to be kept.</summary>
internal readonly ref struct ObservedOccurrence
{
    /// <summary>The handle of its record.</summary>
    public required ErrorId Record { get; init; }

    public required string ErrorType { get; init; }

    public required string Component { get; init; }

    public required ErrorSeverity Severity { get; init; }

    public required ErrorCategory Category { get; init; }

    /// <summary>The code; none where there is none.</summary>
    public ErrorCode Code { get; init; }

    /// <summary>Whether the call went well in the end.</summary>
    public bool Recovered { get; init; }

    /// <summary>What was being done, bounded and without secrets; null when that is not known.</summary>
    public OperationContext? Context { get; init; }

    /// <summary>The exception; null for an error that is none. Its message may hold secrets.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The message of an error that is no exception, as it was handed in: it may hold secrets. Null for an exception.</summary>
    public string? Message { get; init; }

    /// <summary>When, on the steady clock.</summary>
    public required DateTimeOffset Steady { get; init; }

    /// <summary>When, by the wall clock, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
