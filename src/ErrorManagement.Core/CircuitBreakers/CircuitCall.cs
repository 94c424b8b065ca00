namespace ErrorManagement.CircuitBreakers;

/// <summary>One call that ended, as a breaker remembers it. Immutable.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Succeeded">Whether it counted as a success.</param>
/// <param name="Duration">How long it took; null when it was not timed.</param>
public readonly record struct CircuitCall(DateTimeOffset At, bool Succeeded, TimeSpan? Duration);
