namespace ErrorManagement.Analytics;

/// <summary>Alerts by what a reporter reports about.</summary>
public static class ErrorReporterAlertExtensions
{
    /// <summary>Says whether somebody should be told of the errors now, as <see cref="AlertEvaluator.ShouldAlert"/> does with a window of 24 hours.</summary>
    /// <param name="reporter">The reporter.</param>
    /// <param name="errorRateThreshold">More errors a minute than this are a reason; as many are none. A number, at least 0.</param>
    /// <param name="criticalErrorThreshold">As many critical errors are a reason. At least 1.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is outside its bounds.</exception>
    public static AlertDecision ShouldAlert(this ErrorReporter reporter, double errorRateThreshold = Alerts.AlertOptions.DefaultErrorRateThreshold, int criticalErrorThreshold = Alerts.AlertOptions.DefaultCriticalErrorThreshold)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        return new AlertEvaluator(reporter.Registry).ShouldAlert(errorRateThreshold, criticalErrorThreshold);
    }

    /// <summary>Decides, and has a manager tell of each reason as an event: at once, and once while it goes on.</summary>
    /// <param name="reporter">The reporter.</param>
    /// <param name="manager">The manager.</param>
    /// <param name="errorRateThreshold">More errors a minute than this are a reason; as many are none. A number, at least 0.</param>
    /// <param name="criticalErrorThreshold">As many critical errors are a reason. At least 1.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is outside its bounds.</exception>
    public static AlertDecision RaiseAlerts(this ErrorReporter reporter, AlertManager manager, double errorRateThreshold = Alerts.AlertOptions.DefaultErrorRateThreshold, int criticalErrorThreshold = Alerts.AlertOptions.DefaultCriticalErrorThreshold)
    {
        ArgumentNullException.ThrowIfNull(manager);
        var decision = reporter.ShouldAlert(errorRateThreshold, criticalErrorThreshold);
        manager.Raise(decision);
        return decision;
    }
}
