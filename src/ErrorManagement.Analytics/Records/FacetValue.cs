namespace ErrorManagement.Analytics;

/// <summary>A value and how often it was seen.</summary>
/// <param name="Value">The value, at most 64 characters. May hold private data.</param>
/// <param name="Count">How often, among the messages that were looked at.</param>
public sealed record FacetValue(string Value, long Count);
