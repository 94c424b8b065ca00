namespace ErrorManagement.Classification;

/// <summary>The verdict on one failure.</summary>
/// <param name="Category">What kind of failure it is.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="RetryAfter">How long the other side asks to wait; null when it does not say; never negative.</param>
public readonly record struct ErrorClassification(ErrorCategory Category, ErrorSeverity Severity, TimeSpan? RetryAfter = null)
{
    // Stored the other way round, so that the default value allows a retry.
    private readonly bool _isFinal;

    /// <summary>The code-like identity of the error, such as <c>http:503</c>; none when it has none.</summary>
    public ErrorIdentity Identity { get; init; }

    /// <summary>Whether it is the caller's own cancellation, which is no error anywhere. Category and severity are then Unknown and Info.</summary>
    public bool IsCallerCancellation { get; init; }

    /// <summary>
    /// Whether one more try is allowed at all, whatever the category says. True by default; false for the rejection of a policy
    /// and for a call that must not be made twice, see <see cref="RetryAdvice"/>.
    /// </summary>
    public bool CanRetry
    {
        get => !_isFinal;
        init => _isFinal = !value;
    }

    /// <summary>The verdict on the caller's own cancellation.</summary>
    public static ErrorClassification CallerCancellation { get; } = new(ErrorCategory.Unknown, ErrorSeverity.Info) { IsCallerCancellation = true, CanRetry = false };
}
