using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Fallbacks;

/// <summary>A call failed, and its fallback had no answer either.</summary>
/// <remarks><see cref="Exception.InnerException"/> is the fallback's own failure, or null when it threw nothing, as with a cache that knows no answer.</remarks>
[ErrorCode("EM-RES-005")]
public sealed class FallbackFailedException : ResilienceException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="fallbackName">The name of the fallback. Few different values.</param>
    /// <param name="reason">Why there is no answer, as a sentence without its last full stop.</param>
    /// <param name="originalError">What the call failed with.</param>
    /// <param name="cause">The fallback's own failure; null when it threw nothing.</param>
    public FallbackFailedException(string fallbackName, string reason, Exception originalError, Exception? cause = null)
        : base(fallbackName, $"Fallback '{fallbackName}' failed: {reason}. The original error was {NameOf(originalError)}.", retryAfter: null, cause)
    {
        OriginalError = originalError;
    }

    /// <summary>What the call failed with; the same object.</summary>
    public Exception OriginalError { get; }

    private static string NameOf(Exception originalError)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        return originalError.GetType().FullName ?? originalError.GetType().Name;
    }
}
