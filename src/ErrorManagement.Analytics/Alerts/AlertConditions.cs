using System.Globalization;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Makes the rules that options ask for.</summary>
internal static class AlertConditions
{
    private static readonly TimeSpan AnomalyLasts = TimeSpan.FromMinutes(15);

    /// <summary>All of them: those of the library, then those of the options.</summary>
    public static IReadOnlyList<AlertCondition> Of(AlertOptions options)
    {
        var rules = new List<AlertCondition>();
        if (options.ErrorRateThreshold is { } rate)
        {
            rules.Add(new AlertCondition(AlertRuleNames.HighErrorRate, ErrorSeverity.Warning, snapshot => snapshot.ErrorRate > rate
                ? [Finding(AlertEvaluator.HighErrorRateMessage(snapshot.ErrorRate, rate), snapshot.ErrorRate, rate) with { Count = snapshot.RecentErrors, Records = Loudest(snapshot) }]
                : []));
        }

        if (options.CriticalErrorThreshold is { } critical)
        {
            rules.Add(new AlertCondition(AlertRuleNames.CriticalErrors, ErrorSeverity.Critical, snapshot => Critical(snapshot, critical)));
        }

        if (options.Patterns)
        {
            rules.Add(new AlertCondition(AlertRuleNames.ErrorPatterns, ErrorSeverity.Warning, Patterns));
        }

        if (options.ComponentRateThreshold is { } componentRate)
        {
            rules.Add(new AlertCondition(AlertRuleNames.ComponentErrorRate, ErrorSeverity.Warning, snapshot => ComponentRates(snapshot, AlertComparison.Above, componentRate, null)));
        }

        if (options.HealthScoreBelow is { } score)
        {
            rules.Add(new AlertCondition(AlertRuleNames.LowHealth, ErrorSeverity.Error, snapshot => snapshot.Health.Score < score
                ? [Finding($"The health score is {AlertText.Number(snapshot.Health.Score)}, below {AlertText.Number(score)}. {snapshot.Health.Recommendation}", snapshot.Health.Score, score)]
                : []));
        }

        if (options.OpenCircuits)
        {
            rules.Add(new AlertCondition(AlertRuleNames.CircuitOpen, ErrorSeverity.Error, static snapshot => snapshot.OpenCircuits.Select(Circuit)));
        }

        if (options.BurningBudgets)
        {
            rules.Add(new AlertCondition(AlertRuleNames.ErrorBudgetBurn, ErrorSeverity.Warning, static snapshot => snapshot.Budgets.SelectMany(Budget)) { For = TimeSpan.Zero });
        }

        if (options.Anomalies)
        {
            rules.Add(new AlertCondition(AlertRuleNames.Anomaly, ErrorSeverity.Warning, Anomalies) { For = TimeSpan.Zero });
        }

        rules.AddRange(options.Rules.Select(Of));
        return rules;
    }

    /// <summary>A rule of the host's own.</summary>
    public static AlertCondition Of(AlertRule rule) => new(rule.Name, rule.Severity, rule.Find) { Labels = [.. rule.Labels], For = rule.For, KeepFiring = rule.KeepFiring };

    private static AlertCondition Of(AlertRuleOptions rule) =>
        new(AlertText.Line(rule.Name, AlertText.MaxRule), rule.Severity, snapshot => Find(rule, snapshot)) { Labels = [.. rule.Labels], For = rule.For, KeepFiring = rule.KeepFiring };

    private static IEnumerable<AlertFinding> Find(AlertRuleOptions rule, AlertSnapshot snapshot) => rule.Metric switch
    {
        AlertMetric.CurrentRate => Counted(Figure(rule, snapshot.Statistics.CurrentRatePerMinute, "errors in the last 60 seconds"), (long)snapshot.Statistics.CurrentRatePerMinute),
        AlertMetric.CriticalErrors => Counted(Figure(rule, snapshot.CriticalErrors, "critical errors that nobody has resolved"), snapshot.CriticalErrors),
        AlertMetric.UnresolvedErrors => Counted(Figure(rule, snapshot.UnresolvedErrors, "errors that nobody has resolved"), snapshot.UnresolvedErrors),
        AlertMetric.HealthScore => Figure(rule, snapshot.Health.Score, "is the health score"),
        AlertMetric.ComponentRate => ComponentRates(snapshot, rule.Operator, rule.Threshold, rule.Component),
        AlertMetric.RunningPatterns => Counted(Figure(rule, snapshot.RunningPatterns.Count, "error patterns run"), snapshot.RunningPatterns.Count),
        AlertMetric.OpenCircuits => Counted(Figure(rule, snapshot.OpenCircuits.Count, "circuit breakers are not closed"), snapshot.OpenCircuits.Count),
        _ => Counted(Figure(rule, snapshot.ErrorRate, "errors a minute over the last hour"), snapshot.RecentErrors),
    };

    private static AlertFinding[] Figure(AlertRuleOptions rule, double value, string what) => Holds(value, rule.Operator, rule.Threshold)
        ? [Finding($"{AlertText.Number(value)} {what}, {Words(rule.Operator)} {AlertText.Number(rule.Threshold)}.", value, rule.Threshold)]
        : [];

    private static AlertFinding[] Counted(AlertFinding[] found, long count) => Array.ConvertAll(found, finding => finding with { Count = count });

    private static bool Holds(double value, AlertComparison comparison, double threshold) => comparison switch
    {
        AlertComparison.AtLeast => value >= threshold,
        AlertComparison.Below => value < threshold,
        AlertComparison.AtMost => value <= threshold,
        _ => value > threshold,
    };

    private static string Words(AlertComparison comparison) => comparison switch
    {
        AlertComparison.AtLeast => "at least",
        AlertComparison.Below => "less than",
        AlertComparison.AtMost => "at most",
        _ => "more than",
    };

    private static IEnumerable<AlertFinding> ComponentRates(AlertSnapshot snapshot, AlertComparison comparison, double threshold, string? component)
    {
        var rates = snapshot.GetComponentRates();
        if (component is not null)
        {
            // One that is named has a rate also while it has no errors.
            rates = [(component, rates.FirstOrDefault(rate => string.Equals(rate.Component, component, StringComparison.Ordinal)).Rate)];
        }

        return rates.Where(rate => Holds(rate.Rate, comparison, threshold)).Select(rate =>
            Finding($"{AlertText.Number(rate.Rate)} errors a minute in {AlertText.Line(rate.Component, AlertText.MaxLabelValue)} over the last hour, {Words(comparison)} {AlertText.Number(threshold)}.", rate.Rate, threshold)
                with
            { Labels = Label("component", rate.Component), Count = snapshot.CountOf(rate.Rate) });
    }

    private static IEnumerable<AlertFinding> Critical(AlertSnapshot snapshot, int threshold)
    {
        var count = snapshot.CriticalErrors;
        if (count < threshold)
        {
            return [];
        }

        var query = new ErrorQuery { Severity = ErrorSeverity.Critical, Since = Before(snapshot.Statistics.At, snapshot.Window), ExceptStatuses = [ErrorStatus.Resolved, ErrorStatus.Muted, ErrorStatus.Ignored], Order = ErrorOrder.Count, Limit = 5 };
        return [Finding(AlertEvaluator.CriticalErrorsMessage(count), count, threshold) with { Count = count, Records = [.. snapshot.Registry.GetErrors(query).Select(static record => record.Id)] }];
    }

    /// <summary>Where to begin: the records that count most in the last hour.</summary>
    private static ErrorId[] Loudest(AlertSnapshot snapshot)
    {
        var to = snapshot.Statistics.At;
        return
        [
            .. snapshot.Registry.ReadRange(Before(to, TimeSpan.FromHours(1)), to, TimeSpan.FromMinutes(1)).Records
                .OrderByDescending(static record => record.Count)
                .ThenBy(static record => record.Id.Value)
                .Select(static record => record.Id)
                .Where(id => snapshot.Registry.Find(id) is { Status: not (ErrorStatus.Muted or ErrorStatus.Ignored) })
                .Take(AlertEntry.MostRecords),
        ];
    }

    private static IEnumerable<AlertFinding> Patterns(AlertSnapshot snapshot)
    {
        var running = snapshot.RunningPatterns;
        return running.Count == 0
            ? []
            : [new AlertFinding { Message = AlertEvaluator.PatternsMessage(running), Value = running.Count, Count = running.Count, Patterns = running, Records = [.. running.SelectMany(static pattern => pattern.Records).Distinct()] }];
    }

    private static AlertFinding Circuit(ICircuitBreaker breaker)
    {
        var name = AlertText.Line(breaker.Name, AlertText.MaxLabelValue);
        var state = breaker.Mode == CircuitMode.Isolated ? "isolated by hand" : breaker.State == CircuitState.HalfOpen ? "half-open: trials show whether the dependency is back" : "open: calls are rejected";
        var causes = breaker.Mode == CircuitMode.Isolated ? [] : breaker.GetMetrics().Causes;
        var why = causes.Count == 0 ? "" : $" Opened by {string.Join(", ", causes.Select(static cause => AlertText.Line(cause.ToString(), AlertText.MaxLabelValue)))}.";
        return new AlertFinding
        {
            Message = $"Circuit breaker '{name}' is {state}.{why}",
            Labels = Label("breaker", breaker.Name),
            Records = [.. causes.Select(static cause => cause.RecordId).Where(static id => !id.IsNone).Distinct()],
        };
    }

    private static IEnumerable<AlertFinding> Budget(ErrorBudgetStatus status)
    {
        var name = AlertText.Line(status.Name, AlertText.MaxLabelValue);
        foreach (var alert in status.Alerts.Where(static alert => alert.IsActive).GroupBy(static alert => alert.Rule.Severity).Select(static group => group.First()))
        {
            // That it pages is another alert than that it asks for a ticket: who was told of the one is told of the other.
            var burn = alert.Rule.Severity.ToWireName();
            var left = status.Left is { } share ? string.Create(CultureInfo.InvariantCulture, $"; {share * 100:#,0.##} % of it is left") : "";
            yield return new AlertFinding
            {
                Message = $"Error budget '{name}' burns {AlertText.Number(alert.ShortBurn.Rate ?? 0)} times as fast as it may (more than {AlertText.Number(alert.Rule.Threshold)}){left}.",
                Severity = alert.Rule.Severity == BurnRateSeverity.Page ? ErrorSeverity.Critical : ErrorSeverity.Warning,
                Labels = new Dictionary<string, string> { ["budget"] = status.Name, ["burn"] = burn },
                Value = alert.ShortBurn.Rate,
                Threshold = alert.Rule.Threshold,
            };
        }
    }

    private static IEnumerable<AlertFinding> Anomalies(AlertSnapshot snapshot)
    {
        var since = Before(snapshot.Statistics.At, AnomalyLasts);
        foreach (var anomaly in snapshot.Anomalies.Where(anomaly => anomaly.At.UtcTicks + anomaly.Bucket.Ticks > since.UtcTicks))
        {
            var component = anomaly.Series.Dimension == SeriesDimension.Component ? anomaly.Series.Name : null;
            var where = component is null ? "" : $" in {AlertText.Line(component, AlertText.MaxLabelValue)}";
            yield return new AlertFinding
            {
                Message = string.Create(CultureInfo.InvariantCulture, $"{anomaly.Count:N0} errors{where} in {anomaly.Bucket.TotalMinutes:0} minutes; {AlertText.Number(anomaly.Expected)} were to be expected."),
                Labels = component is null ? new Dictionary<string, string>() : Label("component", component),
                Value = anomaly.Count,
                Count = anomaly.Count,
                Threshold = anomaly.Expected,
                Records = anomaly.Records,
            };
        }
    }

    private static AlertFinding Finding(string message, double value, double threshold) => new() { Message = message, Value = value, Threshold = threshold };

    private static Dictionary<string, string> Label(string name, string value) => new() { [name] = value };

    private static DateTimeOffset Before(DateTimeOffset at, TimeSpan length) => new(Math.Max(0, at.UtcTicks - length.Ticks), TimeSpan.Zero);
}
