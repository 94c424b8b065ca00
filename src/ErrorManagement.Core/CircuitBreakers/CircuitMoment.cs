namespace ErrorManagement.CircuitBreakers;

/// <summary>One look at the clock, taken before the breaker's lock: the clock is the host's code.</summary>
/// <param name="Now">The breaker's clock.</param>
/// <param name="Exact">The provider's timestamp in ticks, where calls in flight are watched; else 0.</param>
/// <param name="Utc">The wall clock.</param>
internal readonly record struct CircuitMoment(long Now, long Exact, DateTimeOffset Utc);
