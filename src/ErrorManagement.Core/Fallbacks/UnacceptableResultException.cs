using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Fallbacks;

/// <summary>A call returned a result that <see cref="FallbackOptions{T}.WhenResult"/> takes for a failure. Never thrown to a caller by itself: fallbacks get it as the original error.</summary>
public sealed class UnacceptableResultException : ResilienceException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="fallbackName">The name of the fallback whose rule it is. Few different values.</param>
    /// <param name="result">The result; null is one too.</param>
    public UnacceptableResultException(string fallbackName, object? result)
        : base(fallbackName, $"The call before fallback '{fallbackName}' returned {(result is null ? "null" : $"a result of type {result.GetType().FullName}")}, which is not acceptable.")
    {
        Result = result;
    }

    /// <inheritdoc/>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>The result, which may hold private data. Disposed, if it can be, once the fallback has answered or failed: read it before.</summary>
    public object? Result { get; }
}
