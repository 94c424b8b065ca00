using ErrorManagement.Errors;
using ErrorManagement.Time;

namespace ErrorManagement.CircuitBreakers;

// What the breaker remembers and how it changes. Failures, trials and transitions take the lock; successes of a closed circuit do not.
public sealed partial class CircuitBreaker
{
    private const int TransitionsKept = 50;
    private const int FailuresKept = 64;
    private static readonly TimeSpan SaturatedRetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly bool _usesWindow;
    private long _word;
    private int _failuresInARow;
    private int _trialSuccesses;
    private int _consecutiveOpenings;
    private long _openUntil;
    private long _breakTicks;
    private long _halfOpenUntil = long.MaxValue;
    private long _runStart;
    private long _stateSinceStamp;
    private DateTimeOffset _stateSince;
    private DateTimeOffset? _openedAt;
    private DateTimeOffset? _lastFailureAt;
    private CallRecorder? _calls;
    private RecentCalls? _recentCalls;
    private FailureLog? _failures;
    private TrialSlots? _trials;
    private long[]? _categories;
    private CircuitFailureCause[] _causes = [];
    private Queue<CircuitTransitioned>? _transitions;
    private TransitionPublisher? _publisher;
    private EventHandler<CircuitTransitioned>? _transitioned;

    /// <inheritdoc/>
    public event EventHandler<CircuitTransitioned>? Transitioned
    {
        add
        {
            lock (_gate)
            {
                _transitioned += value;
            }
        }

        remove
        {
            lock (_gate)
            {
                _transitioned -= value;
            }
        }
    }

    /// <inheritdoc/>
    public CircuitState State => StateAt(Volatile.Read(ref _word), _clock.Now);

    /// <inheritdoc/>
    public CircuitMode Mode => CircuitWord.Mode(Volatile.Read(ref _word));

    /// <inheritdoc/>
    public void Isolate() => ChangeMode(CircuitState.Open, CircuitMode.Isolated);

    /// <inheritdoc/>
    public void Disable() => ChangeMode(CircuitState.Closed, CircuitMode.Disabled);

    /// <inheritdoc/>
    public void UseMetricsOnly() => ChangeMode(CircuitState.Closed, CircuitMode.MetricsOnly);

    /// <inheritdoc/>
    public void Reset()
    {
        CircuitTransitioned? transition = null;
        lock (_gate)
        {
            if (!CircuitWord.IsPlainClosed(_word))
            {
                transition = MoveLocked(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.Manual);
            }
            else
            {
                // Closed already: nothing to announce, but calls in flight belong to what was.
                Volatile.Write(ref _word, CircuitWord.Next(_word, CircuitState.Closed, CircuitMode.Automatic));
                StartPeriodLocked(CircuitState.Closed);
            }

            _consecutiveOpenings = 0;
            _lastFailureAt = null;
            _calls = null;
            _recentCalls = null;
            _categories = null;
        }

        Announce(transition);
    }

    /// <inheritdoc/>
    public CircuitBreakerMetrics GetMetrics()
    {
        lock (_gate)
        {
            var now = _clock.Now;
            var word = _word;
            var state = StateAt(word, now);
            var counts = _options.Metrics != CircuitMetricsLevel.Minimal;
            var durations = _recentCalls?.Summarize();
            var totals = _calls?.GetTotals() ?? default;
            var open = CircuitWord.State(word) != CircuitState.Closed;
            return new CircuitBreakerMetrics
            {
                Name = Name,
                State = state,
                Mode = CircuitWord.Mode(word),
                StateSince = _stateSince,
                StateDuration = TimeSpan.FromTicks(Math.Max(0, now - _stateSinceStamp)),
                RetryAfter = state == CircuitState.Open ? RetryAfterAt(word, now) : null,
                SuccessfulCalls = counts ? totals[(int)CallOutcome.Success] : null,
                FailedCalls = counts ? totals[(int)CallOutcome.Failure] : null,
                IgnoredCalls = counts ? totals[(int)CallOutcome.Ignored] : null,
                RejectedCalls = counts ? totals[(int)CallOutcome.Rejected] : null,
                LateCalls = counts ? totals[(int)CallOutcome.Late] : null,
                FailuresByCategory = counts ? CategoriesLocked() : null,
                ConsecutiveFailures = _failuresInARow,
                TrialSuccesses = _trialSuccesses,
                TrialsInFlight = _trials?.InFlight ?? 0,
                ConsecutiveOpenings = _consecutiveOpenings,
                AverageDuration = durations?.Average,
                P95Duration = durations?.P95,
                OpenedAt = open ? _openedAt : null,
                LastFailureAt = _lastFailureAt,
                Causes = open ? _causes : [],
                DroppedEvents = _publisher?.Dropped ?? 0,
                Transitions = _transitions?.ToArray() ?? [],
            };
        }
    }

    internal CircuitOpenException CreateRejection()
    {
        var word = Volatile.Read(ref _word);
        return CircuitWord.Mode(word) == CircuitMode.Isolated
            ? new CircuitIsolatedException(Name)
            : new CircuitOpenException(Name, RetryAfterAt(word, _clock.Now), CircuitWord.State(word) == CircuitState.HalfOpen ? CircuitState.HalfOpen : CircuitState.Open, CircuitWord.Mode(word), Volatile.Read(ref _causes));
    }

    internal TimeSpan? GetRetryAfter() => RetryAfterAt(Volatile.Read(ref _word), _clock.Now);

    private CircuitState StateAt(long word, long now)
    {
        var state = CircuitWord.State(word);
        return (state, CircuitWord.Mode(word)) switch
        {
            (CircuitState.Open, CircuitMode.Automatic) when now >= Volatile.Read(ref _openUntil) => CircuitState.HalfOpen,
            (CircuitState.HalfOpen, CircuitMode.Automatic) when now >= Volatile.Read(ref _halfOpenUntil) => now >= BreakAfterTimeout() ? CircuitState.HalfOpen : CircuitState.Open,
            _ => state,
        };
    }

    /// <summary>When the break would be over that follows the half-open time-out; the transition itself is made by the next call.</summary>
    private long BreakAfterTimeout() => _clock.Deadline(Volatile.Read(ref _halfOpenUntil), BreakDurationOf(Volatile.Read(ref _consecutiveOpenings) + 1));

    private TimeSpan? RetryAfterAt(long word, long now) => (CircuitWord.State(word), CircuitWord.Mode(word)) switch
    {
        (_, CircuitMode.Isolated) => null,
        (CircuitState.HalfOpen, _) when now >= Volatile.Read(ref _halfOpenUntil) => TimeSpan.FromTicks(Math.Max(0, BreakAfterTimeout() - now)),
        (CircuitState.HalfOpen, _) => SaturatedRetryAfter,
        // The deadline is rounded up by the coarse clock; what is shown never exceeds the break itself.
        _ => TimeSpan.FromTicks(Math.Clamp(Volatile.Read(ref _openUntil) - now, 0, Volatile.Read(ref _breakTicks))),
    };

    private bool TryAdmitSlow(ref long word, out long trial)
    {
        trial = 0;
        switch (CircuitWord.Mode(word))
        {
            case CircuitMode.Disabled or CircuitMode.MetricsOnly:
                return true;
            case CircuitMode.Isolated:
                Count(CallOutcome.Rejected);
                return false;
        }

        // The usual way of an outage takes no lock: open, and the break is not over.
        var now = _clock.Now;
        if (CircuitWord.State(word) == CircuitState.Open && now < Volatile.Read(ref _openUntil))
        {
            Count(CallOutcome.Rejected);
            return false;
        }

        return TryAdmitTrial(ref word, out trial);
    }

    private bool TryAdmitTrial(ref long word, out long trial)
    {
        trial = 0;
        bool admitted;
        CircuitTransitioned? timedOut = null;
        CircuitTransitioned? elapsed = null;
        lock (_gate)
        {
            var now = _clock.Now;
            if (CircuitWord.State(_word) == CircuitState.HalfOpen && now >= _halfOpenUntil)
            {
                timedOut = OpenLocked(CircuitTransitionReason.HalfOpenTimedOut, _halfOpenUntil);
            }

            if (CircuitWord.State(_word) == CircuitState.Open && CircuitWord.Mode(_word) == CircuitMode.Automatic && now >= _openUntil)
            {
                elapsed = MoveLocked(CircuitState.HalfOpen, CircuitMode.Automatic, CircuitTransitionReason.BreakElapsed);
            }

            word = _word;
            admitted = (CircuitWord.State(word), CircuitWord.Mode(word)) switch
            {
                (CircuitState.HalfOpen, _) => _trials!.TryTake(now, _clock.Deadline(now, _options.BreakDuration), out trial),
                (CircuitState.Closed, _) => true,
                _ => false,
            };
        }

        if (!admitted)
        {
            Count(CallOutcome.Rejected);
        }

        Announce(timedOut);
        Announce(elapsed);
        return admitted;
    }

    private CircuitTransitioned OpenLocked(CircuitTransitionReason reason, long now)
    {
        _consecutiveOpenings = _consecutiveOpenings == int.MaxValue ? int.MaxValue : _consecutiveOpenings + 1;
        var length = BreakDurationOf(_consecutiveOpenings);
        Volatile.Write(ref _breakTicks, length.Ticks);
        Volatile.Write(ref _openUntil, _clock.Deadline(now, length));
        var since = reason switch
        {
            CircuitTransitionReason.ConsecutiveFailures => _runStart,
            CircuitTransitionReason.TrialFailed or CircuitTransitionReason.HalfOpenTimedOut => _stateSinceStamp,
            _ => now - _options.SamplingDuration.Ticks,
        };
        var causes = _failures?.CausesSince(since) ?? [];
        if (causes.Length > 0)
        {
            // Trials that merely timed out do not say more than what opened it before.
            Volatile.Write(ref _causes, causes);
        }

        return MoveLocked(CircuitState.Open, CircuitMode.Automatic, reason, length);
    }

    private TimeSpan BreakDurationOf(int openingInARow) => _options.BackoffMultiplier is { } multiplier
        ? Backoff.Exponential(_options.BreakDuration, multiplier, openingInARow - 1, _options.MaxBreakDuration)
        : _options.BreakDuration;

    private void ChangeMode(CircuitState state, CircuitMode mode)
    {
        CircuitTransitioned? transition = null;
        lock (_gate)
        {
            if (CircuitWord.Mode(_word) != mode)
            {
                transition = MoveLocked(state, mode, CircuitTransitionReason.Manual);
            }
        }

        Announce(transition);
    }

    /// <summary>The one place where the circuit changes: a new word, a new period, and the note of what happened.</summary>
    private CircuitTransitioned MoveLocked(CircuitState to, CircuitMode mode, CircuitTransitionReason reason, TimeSpan? breakDuration = null)
    {
        var from = CircuitWord.State(_word);
        var window = from == CircuitState.Closed && _usesWindow ? _calls?.SumWindow(_clock.Now) : null;
        var transition = new CircuitTransitioned
        {
            BreakerName = Name,
            From = from,
            To = to,
            FromMode = CircuitWord.Mode(_word),
            ToMode = mode,
            Reason = reason,
            At = _timeProvider.GetUtcNow(),
            BreakDuration = breakDuration,
            FailureCount = from == CircuitState.HalfOpen ? (reason == CircuitTransitionReason.TrialFailed ? 1 : 0) : window?.Failures ?? _failuresInARow,
            SuccessCount = from == CircuitState.HalfOpen ? _trialSuccesses : window?.Successes,
            Causes = breakDuration is null ? [] : _causes,
        };
        Volatile.Write(ref _word, CircuitWord.Next(_word, to, mode));
        StartPeriodLocked(to);
        if (to == CircuitState.Open)
        {
            _openedAt = transition.At;
        }

        _transitions ??= new Queue<CircuitTransitioned>();
        _transitions.Enqueue(transition);
        if (_transitions.Count > TransitionsKept)
        {
            _transitions.Dequeue();
        }

        if (_transitioned is not null || _options.OnTransitioned is not null || _logger is not null)
        {
            // Queued under the lock, so in order; told outside of it and on another thread.
            (_publisher ??= new TransitionPublisher(this, _options.OnTransitioned, _logger)).Publish(transition, _transitioned);
        }

        return transition;
    }

    private void StartPeriodLocked(CircuitState state)
    {
        _failuresInARow = 0;
        _trialSuccesses = 0;
        _calls?.StartPeriod();
        _trials?.Clear();
        _stateSince = _timeProvider.GetUtcNow();
        _stateSinceStamp = _clock.Now;
        Volatile.Write(ref _halfOpenUntil, state == CircuitState.HalfOpen && _options.HalfOpenTimeout is { } most ? _clock.Deadline(_stateSinceStamp, most) : long.MaxValue);
        if (state == CircuitState.HalfOpen)
        {
            _trials ??= new TrialSlots(_options.HalfOpenMaxCalls);
        }
        else if (state == CircuitState.Closed)
        {
            _failures = null;
            _openedAt = null;
            Volatile.Write(ref _causes, []);
        }
    }

    /// <summary>Reports an opening, once the lock is free.</summary>
    private void Announce(CircuitTransitioned? transition)
    {
        if (_sink is not null && transition is { To: CircuitState.Open, IsManual: false })
        {
            // The message names nothing that varies, so that all openings of one breaker are one record.
            _sink.TryReport(new ErrorOccurrence(Name, typeof(CircuitOpenException).FullName!, $"Circuit '{Name}' opened.")
            {
                Code = ErrorCode.Of<CircuitOpenException>(),
                Severity = ErrorSeverity.Error,
                Category = ErrorCategory.Transient,
                Timestamp = transition.At,
                Context = new OperationContext
                {
                    Data = new Dictionary<string, object?>
                    {
                        ["reason"] = transition.Reason.ToString(),
                        ["causes"] = string.Join(", ", transition.Causes),
                        ["break_seconds"] = transition.BreakDuration?.TotalSeconds,
                    },
                },
            });
        }
    }

    private Dictionary<ErrorCategory, long> CategoriesLocked()
    {
        var found = new Dictionary<ErrorCategory, long>();
        for (var i = 0; i < (_categories?.Length ?? 0); i++)
        {
            if (_categories![i] > 0)
            {
                found[(ErrorCategory)i] = _categories[i];
            }
        }

        return found;
    }
}
