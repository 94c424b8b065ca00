namespace ErrorManagement.Classification;

/// <summary>The verdict on one failure.</summary>
/// <param name="Category">What kind of failure it is.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="RetryAfter">How long the other side asks to wait; null when it does not say; never negative.</param>
public readonly record struct ErrorClassification(ErrorCategory Category, ErrorSeverity Severity, TimeSpan? RetryAfter = null)
{
    /// <summary>The code-like identity of the error, such as <c>http:503</c>; none when it has none.</summary>
    public ErrorIdentity Identity { get; init; }

    /// <summary>Whether it is the caller's own cancellation, which is no error anywhere. Category and severity are then Unknown and Info.</summary>
    public bool IsCallerCancellation { get; init; }

    /// <summary>The verdict on the caller's own cancellation.</summary>
    public static ErrorClassification CallerCancellation { get; } = new(ErrorCategory.Unknown, ErrorSeverity.Info) { IsCallerCancellation = true };
}
