namespace ErrorManagement.Analytics;

/// <summary>Names of service statuses.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class ServiceStatuses
{
    /// <summary>The name on the wire: lower case, as in JSON.</summary>
    /// <param name="status">The status; a value outside the enumeration reads <c>unhealthy</c>.</param>
    /// <returns><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>. Cardinality 3.</returns>
    public static string ToWireName(this ServiceStatus status) => status switch
    {
        ServiceStatus.Healthy => "healthy",
        ServiceStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
