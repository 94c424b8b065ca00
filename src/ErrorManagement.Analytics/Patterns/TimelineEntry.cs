namespace ErrorManagement.Analytics.Patterns;

/// <summary>One error on a timeline.</summary>
/// <param name="Ticks">When, in ticks of a clock that does not run backwards.</param>
/// <param name="ErrorType">Its type.</param>
/// <param name="Layer">The layer it happened in; null when that is not known.</param>
internal readonly record struct TimelineEntry(long Ticks, string ErrorType, string? Layer);
