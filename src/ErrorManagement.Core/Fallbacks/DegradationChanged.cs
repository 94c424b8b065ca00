namespace ErrorManagement.Fallbacks;

/// <summary>A feature became degraded, or recovered. Immutable.</summary>
/// <param name="Feature">The name of the feature. Few different values, no private data.</param>
/// <param name="IsDegraded">What it is now: true degraded, false recovered.</param>
/// <param name="ErrorType">The full name of the type of the failure that degraded it, also when it recovers. Few different values.</param>
/// <param name="At">When, UTC, by the wall clock.</param>
/// <param name="DegradedFor">How long it was degraded, by elapsed time; null when it has just become so.</param>
public sealed record DegradationChanged(string Feature, bool IsDegraded, string ErrorType, DateTimeOffset At, TimeSpan? DegradedFor);
