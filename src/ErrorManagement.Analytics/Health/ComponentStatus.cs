namespace ErrorManagement.Analytics;

/// <summary>The health of a component in one word, from best to worst.</summary>
public enum ComponentStatus
{
    /// <summary>A score of at least 90: fewer than 10 errors. <c>healthy</c></summary>
    Healthy,

    /// <summary>A score of at least 70 and below 90: fewer than 50 errors. <c>degraded</c></summary>
    Degraded,

    /// <summary>A score of at least 50 and below 70: fewer than 100 errors. <c>unhealthy</c></summary>
    Unhealthy,

    /// <summary>A score below 50: at least 100 errors. <c>critical</c></summary>
    Critical,
}
