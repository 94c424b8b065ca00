namespace ErrorManagement.CircuitBreakers;

/// <summary>Calls of one slice of a breaker's time window.</summary>
/// <param name="Age">How long before the snapshot the slice began; not negative.</param>
/// <param name="Successes">Calls that went well; 0 to 10^12, inclusive.</param>
/// <param name="Failures">Calls that failed; 0 to 10^12, inclusive.</param>
/// <param name="SlowCalls">How many of both were slow; not negative, and no more than both.</param>
public sealed record CircuitWindowSlice(TimeSpan Age, long Successes, long Failures, long SlowCalls);
