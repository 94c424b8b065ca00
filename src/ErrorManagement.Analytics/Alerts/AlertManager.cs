using System.Diagnostics.Metrics;
using System.Globalization;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Reports;
using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics;

/// <summary>Tells people what is wrong, once, and once more when it is over: looks at rules, waits until they have held for long enough, obeys silences, and hands notices to channels.</summary>
/// <remarks>
/// <para>Safe on any thread. It looks at rules when <see cref="EvaluateAsync"/> is called, and by itself once <see cref="Start"/> was. Events (<see cref="Raise(string, ErrorSeverity, string, IReadOnlyDictionary{string, string}?, double?, IEnumerable{ErrorId}?)"/>, new and returning errors) need neither: they fire at once.</para>
/// <para>Channels are told on threads of the pool, each for itself: one that hangs or fails harms no other. Alerts, silences, history and queues are bounded; what is folded or dropped is counted.</para>
/// <para>It knows what this process saw; alerts and silences end with it.</para>
/// </remarks>
public sealed partial class AlertManager : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly IErrorRegistry _registry;
    private readonly TimeProvider _timeProvider;
    private readonly ICircuitBreakerRegistry? _breakers;
    private readonly ErrorBudget[] _budgets;
    private readonly RegistryClock _clock;
    private readonly AlertLog _log;
    private readonly AlertChannelPump[] _pumps;
    private readonly AlertBook _book;
    private readonly List<AlertRule> _ownRules = [];
    private volatile AlertOptions _options;
    private volatile AlertCondition[] _conditions;
    private ITimer? _timer;
    private long _silences;
    private volatile bool _isDisposed;

    /// <summary>Makes a manager. It hears of new and returning errors from now on, until it is disposed.</summary>
    /// <param name="registry">The registry whose errors it is about.</param>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="channels">Whom to tell; null for nobody. Of two with one name the second gets a number.</param>
    /// <param name="circuitBreakers">The breakers to look at; null for none.</param>
    /// <param name="errorBudgets">The error budgets to look at; null for none.</param>
    /// <param name="loggerFactory">Makes the log that it tells its own failures to; null for none.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public AlertManager(
        IErrorRegistry registry,
        AlertOptions? options = null,
        TimeProvider? timeProvider = null,
        IEnumerable<IAlertChannel>? channels = null,
        ICircuitBreakerRegistry? circuitBreakers = null,
        IEnumerable<ErrorBudget>? errorBudgets = null,
        ILoggerFactory? loggerFactory = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        AlertOptionsValidator.ThrowIfInvalid(options ??= new AlertOptions());
        _options = options.Copy();
        _conditions = [.. AlertConditions.Of(_options)];
        _timeProvider = timeProvider ?? TimeProvider.System;
        _clock = new RegistryClock(_timeProvider);
        _breakers = circuitBreakers;
        _budgets = [.. errorBudgets ?? []];
        _log = new AlertLog(loggerFactory);
        _book = new AlertBook(_options);
        var names = new HashSet<string>(StringComparer.Ordinal);
        _pumps = [.. (channels ?? []).Select(channel => new AlertChannelPump(channel, Free(channel.Name, names), _options, _timeProvider, _clock, _log))];
        _registry.ErrorChanged += OnErrorChanged;
        AlertInstruments.Of(meterFactory).Add(this);
    }

    internal bool IsDisposed => _isDisposed;

    /// <summary>Looks at the rules by itself from now on, each <see cref="AlertOptions.EvaluationInterval"/>. A second call does nothing.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _timer ??= _timeProvider.CreateTimer(static manager => ((AlertManager)manager!).OnTimer(), this, _options.EvaluationInterval, _options.EvaluationInterval);
        }
    }

    /// <summary>Takes new settings, whole or not at all. Alerts, silences and history stay; alerts of rules that are gone end as if their conditions had ceased to hold.</summary>
    /// <param name="options">The settings, copied.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds, or a rule has the name of one that was added in code; the message names all that are. Nothing was changed.</exception>
    public void Update(AlertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AlertOptionsValidator.ThrowIfInvalid(options);
        var copy = options.Copy();
        lock (_gate)
        {
            if (copy.Rules.FirstOrDefault(rule => _ownRules.Exists(own => own.Name == rule.Name)) is { } taken)
            {
                throw new ArgumentException($"A rule '{taken.Name}' was added in code already.", nameof(options));
            }

            var interval = _options.EvaluationInterval;
            _options = copy;
            _book.Options = copy;
            _book.TrimHistory();
            _conditions = [.. AlertConditions.Of(copy), .. _ownRules.Select(AlertConditions.Of)];
            if (copy.EvaluationInterval != interval)
            {
                _timer?.Change(copy.EvaluationInterval, copy.EvaluationInterval);
            }
        }

        foreach (var pump in _pumps)
        {
            pump.Update(copy);
        }
    }

    /// <summary>Adds a rule of the host's own; it is looked at from the next evaluation on.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">Its name is blank, too long or taken, its labels are too many or too long, its severity is none, or a length is outside its bounds.</exception>
    public void AddRule(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(rule.Find);
        var mistakes = AlertRuleOptionsValidator.LabelMistakes(rule.Labels).ToList();
        if (AlertRuleOptionsValidator.NameMistake(rule.Name) is { } mistake)
        {
            mistakes.Add(mistake);
        }

        if (!Enum.IsDefined(rule.Severity))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(rule.Severity)} must be one of the severities; it is {(int)rule.Severity}."));
        }

        OptionBounds.Check(nameof(rule.For), rule.For, TimeSpan.Zero, TimeSpan.FromHours(24), mistakes);
        OptionBounds.Check(nameof(rule.KeepFiring), rule.KeepFiring, TimeSpan.Zero, TimeSpan.FromHours(24), mistakes);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(rule));
        }

        rule = rule with { Name = AlertText.Line(rule.Name, AlertText.MaxRule) };
        lock (_gate)
        {
            if (AlertRuleNames.BuiltIn.Contains(rule.Name) || Array.Exists(_conditions, condition => condition.Name == rule.Name))
            {
                throw new ArgumentException($"There is a rule '{rule.Name}' already.", nameof(rule));
            }

            _ownRules.Add(rule);
            _conditions = [.. _conditions, AlertConditions.Of(rule)];
        }
    }

    /// <summary>Silences alerts: nobody is told that they fire. That one is over is still told to those who were told that it fires. One that still fires when the silence ends is told then.</summary>
    /// <param name="rule">The rule whose alerts it is for; <c>*</c> for those of every rule.</param>
    /// <param name="labels">The labels that an alert must have, all of them with these values; null for whatever labels it has.</param>
    /// <param name="duration">How long, more than zero, exclusive, and at most 365 days, inclusive; null for <see cref="AlertOptions.SilenceDuration"/>, one hour.</param>
    /// <param name="createdBy">Who does it; null when that is not said. At most 100 characters are kept.</param>
    /// <param name="reason">Why; null when that is not said. At most 500 characters are kept.</param>
    /// <returns>The silence.</returns>
    /// <exception cref="ArgumentException"><paramref name="rule"/> is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is outside its bounds.</exception>
    /// <exception cref="InvalidOperationException">There are 1,000 silences already.</exception>
    public AlertSilence Silence(string rule, IReadOnlyDictionary<string, string>? labels = null, TimeSpan? duration = null, string? createdBy = null, string? reason = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rule);
        var length = duration ?? _options.SilenceDuration;
        if (length <= TimeSpan.Zero || length > AlertSilence.Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(duration), duration, $"A silence must last more than zero and at most {AlertSilence.Longest}; it is {length}.");
        }

        var now = _clock.Read();
        var silence = new AlertSilence
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"silence-{Interlocked.Increment(ref _silences)}"),
            Rule = AlertText.Line(rule, AlertText.MaxRule),
            Labels = AlertText.Labels(labels).AsReadOnly(),
            StartedAt = now.UtcTime,
            EndsAt = new DateTimeOffset(Math.Min(now.UtcTime.UtcTicks + length.Ticks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero),
            CreatedBy = createdBy is null ? null : AlertText.Line(createdBy, 100),
            Reason = reason is null ? null : AlertText.Line(reason, 500),
        };
        lock (_gate)
        {
            _book.Silence(new HeldSilence(silence, now.Steady + length.Ticks), now);
        }

        return silence;
    }

    /// <summary>Ends a silence. What still fires is told at the next evaluation.</summary>
    /// <param name="id">The silence's <see cref="AlertSilence.Id"/>.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unsilence(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            return _book.Unsilence(id, _clock.Read());
        }
    }

    /// <summary>Returns the silences that last.</summary>
    /// <returns>Snapshots, oldest first.</returns>
    public IReadOnlyList<AlertSilence> GetSilences()
    {
        lock (_gate)
        {
            return _book.Silences(_clock.Read());
        }
    }

    /// <summary>Returns the alerts that are pending, fire or are silenced.</summary>
    /// <returns>Snapshots as of the last evaluation or event: those that fire first, then silenced and pending ones; the worst first, then the oldest.</returns>
    public IReadOnlyList<Alert> GetAlerts()
    {
        Alert[] alerts;
        lock (_gate)
        {
            var now = _clock.Read();
            alerts = [.. _book.Entries.Select(entry => entry.ToAlert(_book.IsSilenced(entry, now)))];
        }

        return
        [
            .. alerts.OrderBy(static alert => alert.State switch { AlertState.Firing => 0, AlertState.Silenced => 1, _ => 2 })
                .ThenByDescending(static alert => alert.Severity)
                .ThenBy(static alert => alert.StartedAt)
                .ThenBy(static alert => alert.Fingerprint, StringComparer.Ordinal),
        ];
    }

    /// <summary>Returns alerts that have fired and are over, silenced ones included.</summary>
    /// <param name="limit">How many at most; at least 0.</param>
    /// <returns>Snapshots, the one that was over last at the front.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public IReadOnlyList<Alert> GetHistory(int limit = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        lock (_gate)
        {
            return _book.History(limit);
        }
    }

    /// <summary>Says how each channel stands.</summary>
    /// <returns>Snapshots, in the order the channels were given.</returns>
    public IReadOnlyList<AlertChannelStatus> GetChannels() => Array.ConvertAll(_pumps, static pump => pump.GetStatus());

    private static string Free(string? wanted, HashSet<string> taken)
    {
        var name = AlertText.Line(wanted, AlertText.MaxRule) is { Length: > 0 } line ? line : "channel";
        var free = name;
        for (var i = 2; !taken.Add(free); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        }

        return free;
    }
}
