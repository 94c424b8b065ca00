namespace ErrorManagement.Analytics.Grouping;

/// <summary>An occurrence that a rule of the host's own (<see cref="GroupingOptions.Rule"/>) is asked about. Not to be kept: the exception would live on.</summary>
public readonly struct GroupingRequest
{
    /// <summary>The exception without wrappers that say nothing of their own, or null for an error that is none.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The component. Few different values.</summary>
    public required string Component { get; init; }

    /// <summary>The full name of the type. Few different values.</summary>
    public required string ErrorType { get; init; }

    /// <summary>The message without secrets, of a very long one its beginning. Many different values; may hold private data.</summary>
    public required string Message { get; init; }

    /// <summary>The code, or none.</summary>
    public ErrorCode Code { get; init; }

    /// <summary>What was being done, without secrets, or null when the call did not say.</summary>
    public OperationContext? Context { get; init; }
}
