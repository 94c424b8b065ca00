namespace ErrorManagement.CircuitBreakers;

/// <summary>One of the last calls of a breaker.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Duration">How long it took; null when it was not timed.</param>
/// <param name="Failed">Whether it failed.</param>
internal readonly record struct RecentCall(DateTimeOffset At, TimeSpan? Duration, bool Failed);
