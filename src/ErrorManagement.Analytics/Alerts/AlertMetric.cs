namespace ErrorManagement.Analytics.Alerts;

/// <summary>What a rule of <see cref="AlertRuleOptions"/> looks at.</summary>
public enum AlertMetric
{
    /// <summary>Errors a minute over the last hour, or over the uptime while that is shorter; those of muted and ignored records left out. <c>error_rate</c></summary>
    ErrorRate,

    /// <summary>Errors of the last 60 seconds, whatever became of them. <c>current_rate</c></summary>
    CurrentRate,

    /// <summary>Critical errors inside the window whose record is open or has regressed. <c>critical_errors</c></summary>
    CriticalErrors,

    /// <summary>Errors inside the window whose record is open or has regressed. <c>unresolved_errors</c></summary>
    UnresolvedErrors,

    /// <summary>The health score, 10 to 100; 100 is best. <c>health_score</c></summary>
    HealthScore,

    /// <summary>Errors a minute of one component over the last hour, those of muted and ignored records left out: an alert for each component, or for the one that is named. <c>component_rate</c></summary>
    ComponentRate,

    /// <summary>Pattern episodes that run now. <c>running_patterns</c></summary>
    RunningPatterns,

    /// <summary>Circuit breakers that are not closed. <c>open_circuits</c></summary>
    OpenCircuits,
}
