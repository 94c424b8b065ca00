namespace ErrorManagement.CircuitBreakers;

/// <summary>How much a breaker keeps about its calls. More costs more on every call.</summary>
public enum CircuitMetricsLevel
{
    /// <summary>Only what the breaker itself needs to decide: a success writes nothing at all.</summary>
    Minimal,

    /// <summary>Counts of calls by outcome.</summary>
    Counts,

    /// <summary>Counts, and how long successful calls took.</summary>
    Durations,
}
