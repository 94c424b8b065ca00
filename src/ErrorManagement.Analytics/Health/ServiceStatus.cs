namespace ErrorManagement.Analytics;

/// <summary>The health of a service, or of one thing it is checked for, in one word, from best to worst.</summary>
public enum ServiceStatus
{
    /// <summary>All is well. <c>healthy</c></summary>
    Healthy,

    /// <summary>It works, and somebody should look. <c>degraded</c></summary>
    Degraded,

    /// <summary>It does not work, or nobody can tell. <c>unhealthy</c></summary>
    Unhealthy,
}
