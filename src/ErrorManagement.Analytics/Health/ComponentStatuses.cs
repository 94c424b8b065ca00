namespace ErrorManagement.Analytics;

/// <summary>Names of component statuses.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class ComponentStatuses
{
    /// <summary>The name on the wire: lower case, as in JSON.</summary>
    /// <param name="status">The status; a value outside the enumeration reads <c>critical</c>.</param>
    /// <returns><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c> or <c>critical</c>. Cardinality 4.</returns>
    public static string ToWireName(this ComponentStatus status) => status switch
    {
        ComponentStatus.Healthy => "healthy",
        ComponentStatus.Degraded => "degraded",
        ComponentStatus.Unhealthy => "unhealthy",
        _ => "critical",
    };
}
