namespace ErrorManagement.Analytics;

/// <summary>How many errors are open for how long.</summary>
/// <param name="AtLeast">The shortest time open, inclusive.</param>
/// <param name="LessThan">The longest, exclusive; null for no bound.</param>
/// <param name="Count">How many.</param>
public sealed record OpenErrors(TimeSpan AtLeast, TimeSpan? LessThan, int Count);
