namespace ErrorManagement.Analytics.Alerts;

/// <summary>The names of the rules that the library brings, as they are on the wire.</summary>
public static class AlertRuleNames
{
    /// <summary>More errors a minute than allowed.</summary>
    public const string HighErrorRate = "high_error_rate";

    /// <summary>Critical errors inside the window that nobody has resolved.</summary>
    public const string CriticalErrors = "critical_errors";

    /// <summary>Patterns run.</summary>
    public const string ErrorPatterns = "error_patterns";

    /// <summary>More errors a minute in one component than allowed.</summary>
    public const string ComponentErrorRate = "component_error_rate";

    /// <summary>The health score is low.</summary>
    public const string LowHealth = "low_health";

    /// <summary>A circuit breaker is not closed.</summary>
    public const string CircuitOpen = "circuit_open";

    /// <summary>An error budget burns too fast.</summary>
    public const string ErrorBudgetBurn = "error_budget_burn";

    /// <summary>There were more errors than usual.</summary>
    public const string Anomaly = "anomaly";

    /// <summary>Errors were seen that no record knows.</summary>
    public const string NewError = "new_error";

    /// <summary>Errors came back after they were marked resolved.</summary>
    public const string Regression = "regression";

    /// <summary>Muted errors happen too often, or their time is over.</summary>
    public const string Unmuted = "unmuted";

    /// <summary>There are more alerts than are kept: what stands for the others.</summary>
    public const string MoreAlerts = "more_alerts";

    internal static IReadOnlyList<string> BuiltIn { get; } =
    [
        HighErrorRate, CriticalErrors, ErrorPatterns, ComponentErrorRate, LowHealth, CircuitOpen, ErrorBudgetBurn, Anomaly, NewError, Regression, Unmuted, MoreAlerts,
    ];
}
