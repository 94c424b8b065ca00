namespace ErrorManagement.Analytics.Alerts;

/// <summary>Settings of an <see cref="AlertManager"/>. Copied when a manager gets them: later changes have no effect until <see cref="AlertManager.Update"/>.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class AlertOptions
{
    /// <summary>The default of <see cref="ErrorRateThreshold"/>: 5 errors a minute.</summary>
    public const double DefaultErrorRateThreshold = 5;

    /// <summary>The default of <see cref="CriticalErrorThreshold"/>: 1.</summary>
    public const int DefaultCriticalErrorThreshold = 1;

    /// <summary>The default of <see cref="Window"/>: 24 hours.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(24);

    /// <summary>The default of <see cref="For"/> and <see cref="KeepFiring"/>: 60 seconds.</summary>
    public static readonly TimeSpan DefaultFor = TimeSpan.FromSeconds(60);

    /// <summary>The default of <see cref="EvaluationInterval"/>: 15 seconds.</summary>
    public static readonly TimeSpan DefaultEvaluationInterval = TimeSpan.FromSeconds(15);

    /// <summary>The default of <see cref="EventWindow"/>: five minutes.</summary>
    public static readonly TimeSpan DefaultEventWindow = TimeSpan.FromMinutes(5);

    /// <summary>The default of <see cref="SilenceDuration"/>: one hour.</summary>
    public static readonly TimeSpan DefaultSilenceDuration = TimeSpan.FromHours(1);

    /// <summary>The default of <see cref="SendTimeout"/>: 90 seconds, longer than a webhook may take for all its tries.</summary>
    public static readonly TimeSpan DefaultSendTimeout = TimeSpan.FromSeconds(90);

    /// <summary>The default of <see cref="StopTimeout"/>: 5 seconds.</summary>
    public static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The name of the application in notices. Default null, which is none.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>Rule <c>high_error_rate</c>, a warning: more errors a minute than this. Default 5; at least 0, inclusive; null switches the rule off.</summary>
    public double? ErrorRateThreshold { get; set; } = DefaultErrorRateThreshold;

    /// <summary>Rule <c>critical_errors</c>, critical: as many unresolved critical errors inside the window, or more. Default 1; at least 1, inclusive; null switches the rule off.</summary>
    public int? CriticalErrorThreshold { get; set; } = DefaultCriticalErrorThreshold;

    /// <summary>Rule <c>error_patterns</c>, a warning: any pattern runs. Default true.</summary>
    public bool Patterns { get; set; } = true;

    /// <summary>How far back errors count, so that alerts recover. Default 24 hours; at least 1 minute and at most 24 hours, inclusive.</summary>
    public TimeSpan Window { get; set; } = DefaultWindow;

    /// <summary>Rule <c>component_error_rate</c>, a warning for each component: more errors a minute than this. Default null, which switches the rule off; at least 0, inclusive.</summary>
    public double? ComponentRateThreshold { get; set; }

    /// <summary>Rule <c>low_health</c>, an error: the health score is below this. Default null, which switches the rule off; at least 0 and at most 100, inclusive.</summary>
    public double? HealthScoreBelow { get; set; }

    /// <summary>Rule <c>circuit_open</c>, an error for each circuit breaker: it is open or half-open, and not disabled. Default true.</summary>
    public bool OpenCircuits { get; set; } = true;

    /// <summary>Rule <c>error_budget_burn</c>, for each error budget: it pages (critical), or it asks for a ticket (warning). Fires at once, since its windows have waited already. Default true.</summary>
    public bool BurningBudgets { get; set; } = true;

    /// <summary>Rule <c>anomaly</c>, a warning for all errors and for each component: there was an anomaly within the last quarter of an hour. Fires at once. Default false.</summary>
    public bool Anomalies { get; set; }

    /// <summary>Rule <c>new_error</c>, a warning for each component: errors were seen that no record knows. Default true.</summary>
    public bool NewErrors { get; set; } = true;

    /// <summary>Rule <c>regression</c>, an error for each component: errors came back after they were marked resolved. Default true.</summary>
    public bool Regressions { get; set; } = true;

    /// <summary>Rule <c>unmuted</c>, a warning for each component: errors that were muted happen too often, or their time is over. Default true.</summary>
    public bool Unmuted { get; set; } = true;

    /// <summary>Further rules. Default none; at most 100, inclusive.</summary>
    public IList<AlertRuleOptions> Rules { get; set; } = [];

    /// <summary>How long a condition must hold before it fires. Default 60 seconds; at least zero and at most 24 hours, inclusive.</summary>
    public TimeSpan For { get; set; } = DefaultFor;

    /// <summary>How long a condition must have ceased to hold before its alert is over: one that comes and goes faster is one alert. Default 60 seconds; at least zero and at most 24 hours, inclusive.</summary>
    public TimeSpan KeepFiring { get; set; } = DefaultFor;

    /// <summary>How often one that fires is told again. Default null, which is never; at least 1 minute and at most 30 days, inclusive.</summary>
    public TimeSpan? RepeatInterval { get; set; }

    /// <summary>How often conditions are looked at once the manager is started. Default 15 seconds; at least 1 second and at most 1 hour, inclusive.</summary>
    public TimeSpan EvaluationInterval { get; set; } = DefaultEvaluationInterval;

    /// <summary>How long after its last event an alert of events is over; events that follow sooner are part of it and raise its count. Default 5 minutes; at least 1 second and at most 24 hours, inclusive.</summary>
    public TimeSpan EventWindow { get; set; } = DefaultEventWindow;

    /// <summary>How long a silence lasts that says nothing else. Default 1 hour; more than zero, exclusive, and at most 365 days, inclusive.</summary>
    public TimeSpan SilenceDuration { get; set; } = DefaultSilenceDuration;

    /// <summary>How many alerts there are at a time; what is beyond is told together as one, with a count. Default 200; at least 1 and at most 10,000, inclusive.</summary>
    public int MaxAlerts { get; set; } = 200;

    /// <summary>How many alerts one rule has at a time; what is beyond is told together as one, with a count. Default 20; at least 1 and at most 10,000, inclusive.</summary>
    public int MaxAlertsPerRule { get; set; } = 20;

    /// <summary>How many alerts that are over are kept; beyond it the oldest goes. Default 1,000; at least 0 and at most 100,000, inclusive.</summary>
    public int HistoryCapacity { get; set; } = 1_000;

    /// <summary>How many notices wait for a channel, at most one for each alert: of one alert the newest counts. Beyond it the least severe goes, of those the oldest, but never that an alert is over which the channel was told of. Default 256; at least 1 and at most 10,000, inclusive.</summary>
    public int QueueCapacity { get; set; } = 256;

    /// <summary>How long one sending may take. Default 90 seconds; at least 100 ms and at most 10 minutes, inclusive.</summary>
    public TimeSpan SendTimeout { get; set; } = DefaultSendTimeout;

    /// <summary>How often the sending of a notice is tried before it is given up; between failures a channel rests 30 seconds, then twice as long each time, at most 15 minutes. Default 10, which is more than an hour; at least 1 and at most 100, inclusive.</summary>
    public int MaxSendAttempts { get; set; } = 10;

    /// <summary>
    /// How long <see cref="AlertManager.DisposeAsync"/> waits until channels were told what waits for them; then it is dropped and counted. Default 5 seconds; at least zero, which waits for nothing, and at most 10 minutes, inclusive.
    /// A channel that failed and rests is not waited for.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = DefaultStopTimeout;

    internal AlertOptions Copy()
    {
        var copy = (AlertOptions)MemberwiseClone();
        copy.Rules = [.. Rules.Select(static rule => rule.Copy())];
        return copy;
    }
}
