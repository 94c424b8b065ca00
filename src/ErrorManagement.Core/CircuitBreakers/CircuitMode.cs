namespace ErrorManagement.CircuitBreakers;

/// <summary>Who decides about the circuit.</summary>
public enum CircuitMode
{
    /// <summary>The breaker, by what it counts.</summary>
    Automatic,

    /// <summary>A person: every call is rejected until <see cref="ICircuitBreaker.Reset"/>; time passing changes nothing.</summary>
    Isolated,

    /// <summary>Nobody: every call goes through and nothing is counted.</summary>
    Disabled,

    /// <summary>Nobody: every call goes through and is counted, and the circuit never opens.</summary>
    MetricsOnly,
}
