using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Time;

namespace ErrorManagement.CircuitBreakers;

// How the circuit changes. Every change is made under the lock, told outside of it.
public sealed partial class CircuitBreaker
{
    private const int TransitionsKept = 50;

    private readonly Lock _gate = new();
    private CircuitBreakerOptions _options;
    private long _word;
    private CircuitMoment _at; // of who holds the lock
    private TrialTally _trialTally;
    private int _openingsInARow;
    private long _openUntil;
    private long _breakTicks;
    private long _halfOpenUntil = long.MaxValue;
    private long _runStart;
    private long _stateSinceStamp;
    private double _jitter;
    private DateTimeOffset _stateSince;
    private DateTimeOffset? _openedAt;
    private DateTimeOffset? _lastFailureAt;
    private TrialSlots? _trials;
    private RecoveryRamp? _ramp;
    private CircuitFailureCause[] _causes = [];
    private CircuitTransitionReason _openReason;
    private TransitionHistory? _history;
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

    private TransitionHistory History => _history ??= new TransitionHistory(this, _logger, TransitionsKept);

    private CircuitTransitioned OpenLocked(CircuitTransitionReason reason, long now)
    {
        EndRampLocked(now);
        _openingsInARow = _openingsInARow == int.MaxValue ? int.MaxValue : _openingsInARow + 1;
        var length = reason == CircuitTransitionReason.HalfOpenTimedOut ? BreakAfterTimeoutLength(_openingsInARow) : DrawBreakLengthLocked(_openingsInARow);
        var causes = CausesLocked(reason, now);
        if (causes.Length > 0 || CircuitWord.State(_word) == CircuitState.Closed)
        {
            // Trials that merely timed out do not say more than what opened it before.
            Volatile.Write(ref _causes, causes);
        }

        return OpenForLocked(length, now, reason, asks: _options.Pacing is not null && reason != CircuitTransitionReason.HalfOpenTimedOut);
    }

    /// <summary>What the failures were that speak for an opening.</summary>
    private CircuitFailureCause[] CausesLocked(CircuitTransitionReason reason, long now)
    {
        var (since, most) = reason switch
        {
            CircuitTransitionReason.SlowCallRate => (long.MaxValue, 0), // no error opened it
            CircuitTransitionReason.ConsecutiveFailures => (_runStart, _failuresInARow),
            CircuitTransitionReason.TrialFailed or CircuitTransitionReason.TrialSlow or CircuitTransitionReason.HalfOpenTimedOut => (_stateSinceStamp, long.MaxValue),
            _ when _usesLastCalls || _usesTimeWindow => (_stateSinceStamp, WindowCountsLocked(now).Failures),
            _ => (Math.Max(_stateSinceStamp, now - _options.SamplingDuration.Ticks), long.MaxValue),
        };
        return _failures?.CausesSince(since, most) ?? [];
    }

    /// <summary>Opens for a length; one that <paramref name="asks"/> is only good until the pacing has been asked, outside the lock.</summary>
    private CircuitTransitioned OpenForLocked(TimeSpan length, long from, CircuitTransitionReason reason, bool asks = false)
    {
        var retryAfter = asks ? _failures?.LongestRetryAfterSince(_stateSinceStamp) : null;
        Volatile.Write(ref _breakTicks, length.Ticks);
        Volatile.Write(ref _openUntil, _clock.Deadline(from, length));
        return MoveLocked(CircuitState.Open, CircuitMode.Automatic, reason, length, asks, retryAfter);
    }

    private TimeSpan BreakLength(int openingInARow)
    {
        var plain = _options.BackoffMultiplier is { } multiplier
            ? Backoff.Exponential(_options.BreakDuration, multiplier, openingInARow - 1, _options.MaxBreakDuration)
            : _options.BreakDuration;
        return _jitter == 0 ? plain : Backoff.Prolong(plain, _jitter);
    }

    private TimeSpan DrawBreakLengthLocked(int openingInARow)
    {
        _jitter = DrawJitter();
        return BreakLength(openingInARow);
    }

    /// <summary>The break that follows a half-open time-out, with the jitter of the one before. It can be told before it begins: State is asked before anything has moved.</summary>
    private TimeSpan BreakAfterTimeoutLength(int? openingInARow = null) =>
        _options.Pacing is not null && Volatile.Read(ref _breakTicks) is > 0 and var before ? TimeSpan.FromTicks(before) // none before: brought to half-open by hand
            : BreakLength(openingInARow ?? Volatile.Read(ref _openingsInARow) + 1);

    /// <summary>The one place where the circuit changes: a new word, a new period, and the note of what happened.</summary>
    private CircuitTransitioned MoveLocked(
        CircuitState to, CircuitMode mode, CircuitTransitionReason reason, TimeSpan? breakDuration = null, bool asks = false, TimeSpan? retryAfter = null)
    {
        var now = _at.Now;
        EndRampLocked(now);
        var from = CircuitWord.State(_word);
        var statistics = StatisticsLocked(now);
        var transition = new CircuitTransitioned
        {
            BreakerName = Name,
            From = from,
            To = to,
            FromMode = CircuitWord.Mode(_word),
            ToMode = mode,
            Reason = reason,
            At = _at.Utc,
            BreakDuration = breakDuration,
            FailureCount = from == CircuitState.Closed && !_usesTimeWindow && !_usesLastCalls ? _failuresInARow : statistics.Failures,
            Statistics = statistics,
            OpeningsInARow = _openingsInARow,
            RetryAfter = retryAfter,
            Causes = breakDuration is null || reason == CircuitTransitionReason.Manual ? [] : _causes,
        };
        var ramps = reason == CircuitTransitionReason.TrialsSucceeded && _options.RampDuration is not null;
        _ramp = ramps ? new RecoveryRamp(now, _clock.Deadline(now, _options.RampDuration!.Value), _options.RampStart) : null;
        if (to == CircuitState.Open)
        {
            _openReason = reason;
        }

        StartPeriodLocked(CircuitWord.Next(_word, to, mode, ramps));
        if (to == CircuitState.Open)
        {
            _openedAt = transition.At;
        }

        NoteTransitionLocked(transition);

        // Queued under the lock, so in order; told outside of it and on another thread.
        if (asks)
        {
            History.Hold(transition, _transitioned);
        }
        else
        {
            History.Add(transition, _transitioned);
        }

        return transition;
    }

    /// <summary>Begins a period; its word comes last, so that whoever reads it finds all else in its place.</summary>
    private void StartPeriodLocked(long word)
    {
        var state = CircuitWord.State(word);
        _stateSince = _at.Utc;
        Volatile.Write(ref _stateSinceStamp, _at.Now);
        Volatile.Write(ref _halfOpenUntil, HalfOpenDeadline(state));
        ForgetPeriodLocked(word);
        if (state == CircuitState.HalfOpen)
        {
            _trials ??= new TrialSlots();
            _trials.Begin(_options.HalfOpenMaxCalls);
        }
        else if (state == CircuitState.Closed)
        {
            _failures = null;
            _openedAt = null;
            Volatile.Write(ref _causes, []);
        }

        Volatile.Write(ref _word, word);
    }

    private long HalfOpenDeadline(CircuitState state) =>
        state == CircuitState.HalfOpen && _options.HalfOpenTimeout is { } most ? _clock.Deadline(_stateSinceStamp, most) : long.MaxValue;

    /// <summary>Says so, once the lock is free: asks how long the break is to be where that is asked, and reports an opening.</summary>
    private void Announce(CircuitTransitioned? opened)
    {
        if (opened is null)
        {
            return;
        }

        if (_history!.Holds(opened))
        {
            opened = SettleLength(opened);
        }

        Report(opened);
    }

    private CircuitTransitioned SettleLength(CircuitTransitioned opened)
    {
        var length = AskPacing(opened);
        lock (_gate)
        {
            if (!_history!.Holds(opened))
            {
                return opened; // somebody moved it in the meantime
            }

            if (length is { } asked)
            {
                Volatile.Write(ref _breakTicks, asked.Ticks);
                Volatile.Write(ref _openUntil, _clock.Deadline(_stateSinceStamp, asked));
                opened = opened with { BreakDuration = asked };
            }

            History.Release(opened);
            return opened;
        }
    }

    private TimeSpan? AskPacing(CircuitTransitioned opened)
    {
        try
        {
            var length = _options.Pacing?.GetBreakDuration(new CircuitOpening
            {
                BreakerName = Name,
                Reason = opened.Reason,
                OpeningsInARow = opened.OpeningsInARow,
                Statistics = opened.Statistics,
                Causes = opened.Causes,
                RetryAfter = opened.RetryAfter,
            });
            if (length is null or { Ticks: > 0 })
            {
                return length;
            }

            throw new InvalidOperationException($"Circuit '{Name}': the pacing gave a break of {length}; it must be more than zero.");
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return null;
        }
    }

    private double DrawJitter()
    {
        if (_options.BreakJitter == 0)
        {
            return 0;
        }

        var drawn = _options.Random() * _options.BreakJitter;
        return drawn is >= 0 and <= 1 ? drawn : 0;
    }

    private void TellExceededLocked(bool trips, bool failed, OutcomeCounts window, long now)
    {
        if (trips)
        {
            TellExceededLocked(CircuitTransitionReason.Tripped, now);
        }

        foreach (var reason in CircuitRules.Holding(_options, failed ? _failuresInARow : 0, failed ? window : window with { Failures = 0 }, OverdueLocked()))
        {
            TellExceededLocked(reason, now);
        }
    }

    private void TellExceededLocked(CircuitTransitionReason reason, long now)
    {
        if (History.IsToldOf(reason))
        {
            return;
        }

        History.Add(new CircuitThresholdExceeded
        {
            BreakerName = Name,
            Reason = reason,
            At = _at.Utc,
            Statistics = StatisticsLocked(now),
            Causes = CausesLocked(reason, now),
        });
    }

    private void Report(CircuitTransitioned opened)
    {
        if (_sink is null)
        {
            return;
        }

        // The message names nothing that varies, so that all openings of one breaker are one record.
        _sink.TryReport(new ErrorOccurrence(Name, typeof(CircuitOpenException).FullName!, $"Circuit '{Name}' opened.")
        {
            Code = ErrorCode.Of<CircuitOpenException>(),
            Severity = ErrorSeverity.Error,
            Category = ErrorCategory.Transient,
            Timestamp = opened.At,
            Resilience = new ResilienceNote { Breaker = Name, BreakerState = NameOf(CircuitState.Open) },
            Context = new OperationContext
            {
                Data = new Dictionary<string, object?>
                {
                    ["reason"] = opened.Reason.ToString(),
                    ["causes"] = string.Join(", ", opened.Causes),
                    ["cause_ids"] = string.Join(", ", opened.Causes.Select(cause => cause.RecordId).Where(id => !id.IsNone)),
                    ["break_seconds"] = opened.BreakDuration?.TotalSeconds,
                },
            },
        });
    }
}
