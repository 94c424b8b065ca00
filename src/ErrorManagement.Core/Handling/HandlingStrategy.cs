namespace ErrorManagement.Handling;

/// <summary>What an <see cref="ErrorHandler"/> does about a failed call, before its recovery action.</summary>
public enum HandlingStrategy
{
    /// <summary>Nothing: the failure is the result. The operation is not run again, not even after a recovery action.</summary>
    ImmediateFail,

    /// <summary>Runs the operation again, with growing delays between, while its failures have this strategy.</summary>
    RetryWithBackoff,

    /// <summary>Answers with an earlier result, or with the one that was set for the component.</summary>
    FallbackToCache,

    /// <summary>Answers with the component's default.</summary>
    FallbackToDefault,

    /// <summary>Answers with the best there is, an earlier result or else the default, and notes that the component is degraded until one of its calls goes well.</summary>
    GracefulDegradation,

    /// <summary>Runs the component's calls through its circuit breaker. While any category has this strategy, every call of the handler does.</summary>
    CircuitBreaker,
}
