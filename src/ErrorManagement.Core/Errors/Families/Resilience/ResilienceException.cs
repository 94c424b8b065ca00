namespace ErrorManagement.Families.Resilience;

/// <summary>The base of the errors that this library itself raises: a call was not made, or was given up.</summary>
/// <remarks>A retry never retries them, a time-out excepted, and they are not the dependency's errors: look at <see cref="Exception.InnerException"/> or at what the derived type says of the cause.</remarks>
[ErrorCode("EM-RES-000")]
public class ResilienceException : CodedException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="source">The name of the breaker or policy that raises it. Few different values.</param>
    /// <param name="message">What happened; null when a derived type builds its message when it is read.</param>
    /// <param name="retryAfter">When a further try may make sense, counted from now; null when that is not known.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    public ResilienceException(string source, string? message, TimeSpan? retryAfter = null, Exception? cause = null)
        : base(message, cause)
    {
        ArgumentNullException.ThrowIfNull(source);
        PolicyName = source;
        RetryAfter = retryAfter;
    }

    /// <summary>The name of the breaker or policy that raised it.</summary>
    public string PolicyName { get; }

    /// <summary>When a further try may make sense, counted from the throw; never negative; null when that is not known.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the operation was not run at all, as when a breaker is open. False by default.</summary>
    public virtual bool IsRejection => false;
}
