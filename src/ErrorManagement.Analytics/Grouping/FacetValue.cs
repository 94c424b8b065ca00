namespace ErrorManagement.Analytics;

/// <summary>A value and how often it was seen.</summary>
/// <param name="Value">The value, at most 64 characters; empty where the place was left empty. May hold private data.</param>
/// <param name="Count">How often at least, 1 or more, among the messages that were looked at: a value that was crowded out for a while may have come more often.</param>
public sealed record FacetValue(string Value, long Count);
