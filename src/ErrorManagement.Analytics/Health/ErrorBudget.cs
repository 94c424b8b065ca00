using System.Diagnostics.Metrics;
using ErrorManagement.Analytics.Health;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics;

/// <summary>Says how much failure an objective still allows, and how fast that is used up: for hosts that record successes too.</summary>
/// <remarks>
/// <para>Events are counted by minute for 24 hours and by hour for the window; a window is its last whole buckets and the one of now. Sums are exact. It knows what this process saw, and what <see cref="RecordPast"/> tells it of before.</para>
/// <para>Safe on any thread. Recording never throws, allocates nothing and takes no lock but once a minute on each processor. Time goes by the steady clock: a wall clock that is set changes nothing.</para>
/// </remarks>
public sealed class ErrorBudget : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ErrorBudgetOptions _options;
    private readonly RegistryClock _clock;
    private readonly BudgetCounts _counts;
    private readonly TimeSpan _longest;
    private readonly TimeSpan[] _windows;
    private readonly ErrorRegistry? _registry;
    private readonly ComponentFailures? _failures;

    /// <summary>Makes a budget.</summary>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="registry">The registry whose errors are the failures when <see cref="ErrorBudgetOptions.Component"/> is set; null for none.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds, all of which the message names; or a component is set and there is no registry.</exception>
    public ErrorBudget(ErrorBudgetOptions? options = null, TimeProvider? timeProvider = null, ErrorRegistry? registry = null, IMeterFactory? meterFactory = null)
    {
        _options = options?.Copy() ?? new ErrorBudgetOptions();
        ErrorBudgetOptionsValidator.ThrowIfInvalid(_options);
        _clock = new RegistryClock(timeProvider ?? TimeProvider.System);
        _windows = [.. _options.Rules.SelectMany(static rule => new[] { rule.LongWindow, rule.ShortWindow }).Append(Hour).Distinct().Order()];
        _longest = _windows.Append(_options.Window).Max();
        _counts = new BudgetCounts(_longest);
        if (_options.Component is { } component)
        {
            _registry = registry ?? throw new ArgumentException($"Error budget '{_options.Name}' takes its failures from component '{component}': it needs the registry.", nameof(registry));
            _failures = new ComponentFailures(this, component, _options.MinSeverity);
            _registry.Attach(_failures);
        }

        BudgetInstruments.Of(meterFactory).Add(this);
    }

    /// <summary>The name.</summary>
    public string Name => _options.Name;

    /// <summary>Counts successes.</summary>
    /// <param name="count">How many; less than one counts nothing, and more than 1,000,000,000,000 as many as that.</param>
    public void RecordSuccess(long count = 1) => Add(count, 0);

    /// <summary>Counts failures.</summary>
    /// <param name="count">How many; less than one counts nothing, and more than 1,000,000,000,000 as many as that.</param>
    public void RecordFailure(long count = 1) => Add(0, count);

    /// <summary>Counts one event.</summary>
    /// <param name="success">Whether it went well.</param>
    public void Record(bool success) => Add(success ? 1 : 0, success ? 0 : 1);

    /// <summary>Counts what happened earlier, such as what a monitoring system knows of before a restart.</summary>
    /// <param name="at">When, by the wall clock. In the future reads now; before the longest window it is left out.</param>
    /// <param name="successes">Successes; less than one for none.</param>
    /// <param name="failures">Failures; less than one for none.</param>
    public void RecordPast(DateTimeOffset at, long successes, long failures)
    {
        try
        {
            var now = _clock.Read();
            var ago = Math.Max(0, now.Utc - at.UtcTicks);
            if (ago < _longest.Ticks)
            {
                _counts.AddPast(now.Minute, now.Minute - (ago / TimeSpan.TicksPerMinute), successes, failures);
            }
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e); // a clock of the host's own
        }
    }

    /// <summary>Reads it.</summary>
    /// <returns>A snapshot.</returns>
    public ErrorBudgetStatus GetStatus()
    {
        var now = _clock.Read();
        var sums = _counts.Read(now.Minute, _windows.Append(_options.Window), out var minutes);
        var observed = TimeSpan.FromMinutes(Math.Min(minutes, (long)_options.Window.TotalMinutes));
        var rates = Array.ConvertAll(_windows, RateOf);
        var whole = RateOf(_options.Window);
        var current = Array.Find(rates, static rate => rate.Window == Hour)!.Rate;
        var total = (decimal)whole.Good + whole.Bad;
        var budget = total * BudgetMath.Allowed(_options.Objective);
        return new ErrorBudgetStatus
        {
            Name = Name,
            At = now.UtcTime,
            Objective = _options.Objective,
            Window = _options.Window,
            Observed = observed,
            Good = whole.Good,
            Bad = whole.Bad,
            ErrorRate = whole.ErrorRate,
            Budget = (double)budget,
            Remaining = (double)(budget - whole.Bad),
            Consumed = whole.Rate, // what is used of what is allowed
            Left = whole.Rate is null ? null : (double)(1 - (whole.Bad / budget)),
            CurrentBurnRate = current,
            TimeToExhaustion = BudgetMath.TimeToExhaustion(whole.Rate, observed, _options.Window, current),
            BurnRates = Array.AsReadOnly(rates),
            Alerts = [.. _options.Rules.Select(AlertOf)],
        };

        BurnRate RateOf(TimeSpan window) => BudgetMath.Rate(window, sums[window].Good, sums[window].Bad, _options.Objective);

        BurnRateAlert AlertOf(BurnRateRule rule)
        {
            var (longBurn, shortBurn) = (RateOf(rule.LongWindow), RateOf(rule.ShortWindow));
            var burns = BudgetMath.IsAbove(longBurn, rule.Threshold, _options.Objective) && BudgetMath.IsAbove(shortBurn, rule.Threshold, _options.Objective);
            var isEnough = longBurn.Bad >= _options.MinFailures;
            return new BurnRateAlert(rule, burns && isEnough, burns && !isEnough, longBurn, shortBurn);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _counts.Clear();

    /// <summary>Takes no more failures from the registry, and is in the metrics no longer. Recording and reading go on.</summary>
    public void Dispose()
    {
        if (_failures is not null)
        {
            _registry!.Detach(_failures);
        }

        IsDisposed = true;
    }

    /// <summary>Whether it is in the metrics no longer.</summary>
    internal bool IsDisposed { get; private set; }

    private void Add(long good, long bad)
    {
        try
        {
            _counts.Add(_clock.Read().Minute, good, bad);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e); // a clock of the host's own
        }
    }

    /// <summary>Counts the errors of one component as failures. A call that went well in the end is none.</summary>
    private sealed class ComponentFailures(ErrorBudget budget, string component, ErrorSeverity min) : IOccurrenceObserver
    {
        public void Observe(in ObservedOccurrence occurrence)
        {
            if (!occurrence.Recovered && occurrence.Severity >= min && string.Equals(occurrence.Component, component, StringComparison.Ordinal))
            {
                budget.RecordFailure();
            }
        }
    }
}
