namespace ErrorManagement.Analytics;

/// <summary>Names of health statuses.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class HealthStatuses
{
    /// <summary>The name on the wire: lower case, as in JSON and metrics.</summary>
    /// <param name="status">The status; a value outside the enumeration reads <c>critical</c>.</param>
    /// <returns><c>excellent</c>, <c>good</c>, <c>fair</c>, <c>poor</c> or <c>critical</c>. Cardinality 5.</returns>
    public static string ToWireName(this HealthStatus status) => status switch
    {
        HealthStatus.Excellent => "excellent",
        HealthStatus.Good => "good",
        HealthStatus.Fair => "fair",
        HealthStatus.Poor => "poor",
        _ => "critical",
    };
}
