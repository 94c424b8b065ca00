namespace ErrorManagement.Analytics;

/// <summary>How many errors happened on one day.</summary>
/// <param name="Date">The day, UTC.</param>
/// <param name="Count">The occurrences.</param>
public readonly record struct DailyCount(DateOnly Date, long Count);
