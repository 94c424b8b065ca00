namespace ErrorManagement.Analytics;

/// <summary>How many errors happened in one bucket of time.</summary>
/// <param name="At">The start of the bucket, UTC.</param>
/// <param name="Count">The occurrences in it.</param>
public readonly record struct SeriesPoint(DateTimeOffset At, long Count);
