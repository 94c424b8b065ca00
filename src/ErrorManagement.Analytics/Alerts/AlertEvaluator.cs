using System.Globalization;
using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics;

/// <summary>Says whether somebody should be told of the errors of a registry now: by their rate, by critical ones, by patterns that run.</summary>
/// <remarks>
/// Safe on any thread; keeps nothing, so that the answer recovers by itself: the rate is that of the last hour, critical errors count inside a window and while their records are open, patterns while they run.
/// Errors of muted and ignored records are no reason. It answers as often as it is asked: to tell people once, and when it is over, take an <see cref="AlertManager"/>.
/// </remarks>
public sealed class AlertEvaluator
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);

    private readonly IErrorRegistry _registry;
    private readonly TimeSpan _window;

    /// <summary>Makes an evaluator.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="window">How far back critical errors count, at least 1 minute and at most 24 hours, inclusive; null for 24 hours.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    public AlertEvaluator(IErrorRegistry registry, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _window = window ?? AlertOptions.DefaultWindow;
        if (_window < ShortestWindow || _window > AlertOptions.DefaultWindow)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be at least {ShortestWindow} and at most {AlertOptions.DefaultWindow}, inclusive; it is {_window}.");
        }
    }

    /// <summary>Decides by the registry as it is now.</summary>
    /// <param name="errorRateThreshold">More errors a minute than this are a reason; as many are none. A number, at least 0.</param>
    /// <param name="criticalErrorThreshold">As many critical errors are a reason. At least 1.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is outside its bounds.</exception>
    public AlertDecision ShouldAlert(double errorRateThreshold = AlertOptions.DefaultErrorRateThreshold, int criticalErrorThreshold = AlertOptions.DefaultCriticalErrorThreshold)
    {
        CheckThresholds(errorRateThreshold, criticalErrorThreshold);
        var snapshot = new AlertSnapshot(_registry, default, _window);
        return Decide(snapshot.ErrorRate, snapshot.CriticalErrors, snapshot.RunningPatterns, errorRateThreshold, criticalErrorThreshold);
    }

    /// <summary>Decides by figures. Pure.</summary>
    /// <param name="errorRatePerMinute">Errors a minute: finite, at least 0.</param>
    /// <param name="criticalErrors">Critical errors inside the window that is looked at, at least 0.</param>
    /// <param name="patterns">Pattern episodes; those that do not run are passed over. Null for none.</param>
    /// <param name="errorRateThreshold">More errors a minute than this are a reason; as many are none. A number, at least 0.</param>
    /// <param name="criticalErrorThreshold">As many critical errors are a reason. At least 1.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A figure or a threshold is outside its bounds.</exception>
    public static AlertDecision Decide(
        double errorRatePerMinute,
        long criticalErrors,
        IEnumerable<DetectedPattern>? patterns,
        double errorRateThreshold = AlertOptions.DefaultErrorRateThreshold,
        int criticalErrorThreshold = AlertOptions.DefaultCriticalErrorThreshold)
    {
        if (!double.IsFinite(errorRatePerMinute) || errorRatePerMinute < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(errorRatePerMinute), errorRatePerMinute, "The error rate must be a finite number and at least 0.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(criticalErrors);
        CheckThresholds(errorRateThreshold, criticalErrorThreshold);
        var alerts = new List<DecidedAlert>(3);
        if (errorRatePerMinute > errorRateThreshold)
        {
            alerts.Add(Of(AlertRuleNames.HighErrorRate, ErrorSeverity.Warning, HighErrorRateMessage(errorRatePerMinute, errorRateThreshold), errorRatePerMinute));
        }

        if (criticalErrors >= criticalErrorThreshold)
        {
            alerts.Add(Of(AlertRuleNames.CriticalErrors, ErrorSeverity.Critical, CriticalErrorsMessage(criticalErrors), criticalErrors));
        }

        if (patterns?.Where(static pattern => pattern.IsActive).ToArray() is { Length: > 0 } running)
        {
            alerts.Add(Of(AlertRuleNames.ErrorPatterns, ErrorSeverity.Warning, PatternsMessage(running), null) with { Patterns = Array.AsReadOnly(running) });
        }

        return new AlertDecision { Alerts = alerts.AsReadOnly() };
    }

    internal static string HighErrorRateMessage(double rate, double threshold) =>
        $"{AlertText.Number(rate)} errors a minute over the last hour, more than {AlertText.Number(threshold)}.";

    internal static string CriticalErrorsMessage(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} critical {(count == 1 ? "error" : "errors")} that nobody has resolved.");

    internal static string PatternsMessage(IReadOnlyCollection<DetectedPattern> patterns)
    {
        var names = patterns.Select(static pattern => pattern.Subject == "all" ? pattern.Kind.ToWireName() : $"{pattern.Kind.ToWireName()} ({AlertText.Line(pattern.Subject, 100)})").ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{patterns.Count:N0} error {(patterns.Count == 1 ? "pattern runs" : "patterns run")}: {AlertText.Names(names)}.");
    }

    private static void CheckThresholds(double errorRateThreshold, int criticalErrorThreshold)
    {
        if (double.IsNaN(errorRateThreshold) || errorRateThreshold < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(errorRateThreshold), errorRateThreshold, "The threshold of the error rate must be a number and at least 0.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(criticalErrorThreshold, 1);
    }

    private static DecidedAlert Of(string type, ErrorSeverity severity, string message, double? value) => new() { Type = type, Severity = severity, Message = message, Value = value };
}
