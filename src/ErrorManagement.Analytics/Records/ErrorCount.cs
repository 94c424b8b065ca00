namespace ErrorManagement.Analytics;

/// <summary>How many errors there are.</summary>
/// <param name="Occurrences">How often they happened, since they were first seen.</param>
/// <param name="Records">How many different ones they are.</param>
public readonly record struct ErrorCount(long Occurrences, int Records);
