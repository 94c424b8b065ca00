namespace ErrorManagement.CircuitBreakers;

/// <summary>The figures of all breakers: an immutable snapshot. All sums are over <see cref="Breakers"/>, so they agree with each other.</summary>
public sealed record CircuitRegistryMetrics
{
    /// <summary>The figures by name.</summary>
    public required IReadOnlyDictionary<string, CircuitBreakerMetrics> Breakers { get; init; }

    /// <summary>How many breakers there are.</summary>
    public int TotalBreakers => Breakers.Count;

    /// <summary>How many are open.</summary>
    public int OpenBreakers => Breakers.Values.Count(b => b.State == CircuitState.Open);

    /// <summary>How many are half-open.</summary>
    public int HalfOpenBreakers => Breakers.Values.Count(b => b.State == CircuitState.HalfOpen);

    /// <summary>How many are closed.</summary>
    public int ClosedBreakers => Breakers.Values.Count(b => b.State == CircuitState.Closed);

    /// <summary>Calls made through those breakers that count calls.</summary>
    public long TotalCalls => Breakers.Values.Sum(b => b.TotalCalls ?? 0);

    /// <summary>Calls that failed, of those breakers that count calls.</summary>
    public long TotalFailures => Breakers.Values.Sum(b => b.FailedCalls ?? 0);

    /// <summary>Calls that were not made, of those breakers that count calls.</summary>
    public long TotalRejections => Breakers.Values.Sum(b => b.RejectedCalls ?? 0);
}
