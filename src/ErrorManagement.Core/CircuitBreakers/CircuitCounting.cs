namespace ErrorManagement.CircuitBreakers;

/// <summary>How <see cref="CircuitBreakerOptions.FailureThreshold"/> counts.</summary>
public enum CircuitCounting
{
    /// <summary>Failures in a row; one success starts the count anew.</summary>
    Consecutive,

    /// <summary>Failures inside <see cref="CircuitBreakerOptions.SamplingDuration"/>, whatever lies between them.</summary>
    Windowed,
}
