namespace ErrorManagement.Analytics;

/// <summary>One thing that a service is checked for, beside its errors.</summary>
/// <param name="Name">Its name on the wire, such as <c>circuit_breakers</c>. Few different values.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Description">Why, for a person; null when there is nothing to say. Holds names, no private data.</param>
public sealed record ServiceCheck(string Name, ServiceStatus Status, string? Description = null);
