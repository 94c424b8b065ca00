namespace ErrorManagement.Analytics;

/// <summary>A name and how often it occurred.</summary>
/// <param name="Name">The name.</param>
/// <param name="Count">The count.</param>
public sealed record NamedCount(string Name, long Count);
