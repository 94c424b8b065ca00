namespace ErrorManagement.Analytics.Patterns;

/// <summary>An error whose thread found the lock of the stream taken.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Ticks">When it happened, in UTC ticks.</param>
/// <param name="Layer">Its layer; null when that is not known.</param>
internal readonly record struct StreamNote(PatternSubject Type, long Ticks, string? Layer);
