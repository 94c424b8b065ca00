namespace ErrorManagement.CircuitBreakers;

/// <summary>Calls of one slice of a breaker's time window.</summary>
/// <param name="Age">How long before the snapshot the slice began; not negative.</param>
/// <param name="Successes">Calls that went well; not negative.</param>
/// <param name="Failures">Calls that failed; not negative.</param>
/// <param name="SlowCalls">How many of both were slow; not negative.</param>
public sealed record CircuitWindowSlice(TimeSpan Age, long Successes, long Failures, long SlowCalls);
