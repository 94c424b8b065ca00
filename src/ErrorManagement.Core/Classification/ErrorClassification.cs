namespace ErrorManagement.Classification;

/// <summary>The verdict on one failure: what it is, how bad it is, and what circuit breaker, retry and fallback do with it unless their options say otherwise.</summary>
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

    /// <summary>Whether the process itself is in danger, as when memory or stack run out. False by default.</summary>
    public bool IsFatal { get; init; }

    /// <summary>
    /// Whether one more try is allowed at all, whatever the category says. True by default; false for the caller's cancellation, the rejection of a policy,
    /// a fatal error, and a call that must not be made twice, see <see cref="RetryAdvice"/>.
    /// </summary>
    public bool CanRetry
    {
        get => !_isFinal;
        init => _isFinal = !value;
    }

    /// <summary>What a circuit breaker does: true counts it as a failure, false is neutral. Only the caller's cancellation is neutral by default; the breaker's own options can make more so.</summary>
    public bool CountsAsFailure => !IsCallerCancellation;

    /// <summary>What a retry does: true makes one more try, after <see cref="RetryAfter"/> if that is longer than its own delay. Transient errors and rate limits, as far as <see cref="CanRetry"/> allows.</summary>
    public bool IsRetryable => CanRetry && !IsCallerCancellation && !IsFatal && Category is ErrorCategory.Transient or ErrorCategory.RateLimit;

    /// <summary>What a fallback does: true answers in place of the call, false lets the exception leave. False for the caller's cancellation and for a fatal error, which must not be hidden.</summary>
    public bool CanFallBack => !IsCallerCancellation && !IsFatal;

    /// <summary>The verdict on the caller's own cancellation.</summary>
    public static ErrorClassification CallerCancellation { get; } = new(ErrorCategory.Unknown, ErrorSeverity.Info) { IsCallerCancellation = true, CanRetry = false };
}
