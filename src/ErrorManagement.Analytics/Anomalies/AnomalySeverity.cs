namespace ErrorManagement.Analytics.Anomalies;

/// <summary>How far a spike is above its threshold.</summary>
public enum AnomalySeverity
{
    /// <summary>More than the threshold and at most twice as much. <c>medium</c></summary>
    Medium,

    /// <summary>More than twice the threshold. <c>high</c></summary>
    High,
}
