namespace ErrorManagement.CircuitBreakers;

/// <summary>What a circuit does with calls.</summary>
public enum CircuitState
{
    /// <summary>Calls go through and are counted.</summary>
    Closed,

    /// <summary>Calls are rejected without being made.</summary>
    Open,

    /// <summary>A few trial calls go through to find out whether the dependency is back.</summary>
    HalfOpen,
}
