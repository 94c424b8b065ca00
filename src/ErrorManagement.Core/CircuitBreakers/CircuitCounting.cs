namespace ErrorManagement.CircuitBreakers;

/// <summary>How <see cref="CircuitBreakerOptions.FailureThreshold"/> counts.</summary>
public enum CircuitCounting
{
    /// <summary>Failures in a row; one success starts the count anew.</summary>
    Consecutive,

    /// <summary>Failures inside <see cref="CircuitBreakerOptions.SamplingDuration"/>, whatever lies between them.</summary>
    Windowed,

    /// <summary>Failures among the last <see cref="CircuitBreakerOptions.SamplingCalls"/> calls, however long ago they were; rates are of those calls too.</summary>
    LastCalls,
}
