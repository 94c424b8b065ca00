namespace ErrorManagement.Analytics;

/// <summary>One exception of the tree that an error was: itself or one inside it.</summary>
public sealed record ExceptionDetails
{
    /// <summary>The full name of its type, generic arguments in angle brackets. Few different values.</summary>
    public required string ErrorType { get; init; }

    /// <summary>Its message, scrubbed and cut to the registry's limit. Many different values; may hold private data.</summary>
    public required string Message { get; init; }

    /// <summary>Its place in <see cref="ErrorRecord.Exceptions"/> of the exception that holds it; null for the outermost, which comes last.</summary>
    public int? Parent { get; init; }

    /// <summary>Its stack, innermost frame first; null when it had none or stacks are not kept.</summary>
    public string? StackTrace { get; init; }
}
