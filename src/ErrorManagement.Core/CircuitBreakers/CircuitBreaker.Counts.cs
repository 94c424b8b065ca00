using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.CircuitBreakers;

// What the breaker remembers of its calls: counters, window, times.
public sealed partial class CircuitBreaker
{
    private const int FailuresKept = 64;
    private const ErrorCategory LastCategory = ErrorCategory.Permanent;

    private bool _recordsSuccess;
    private bool _usesLastCalls;
    private bool _usesTimeWindow;
    private bool _usesRecentTime;
    private bool _isTimedOnly; // the care that calls need is a duration now and then, and nothing else
    private int _failuresInARow;

    /// <summary>Not 0 when a success of a closed circuit has to be written down: because calls are counted, or because it ends a run of failures.</summary>
    private int _successWork;

    private CallRecorder? _calls;
    private LastCallsWindow? _lastCalls;
    private RecentCalls? _recentCalls;
    private SlowCallWatch? _slowCalls;
    private FailureLog? _failures;
    private long[]? _categories;

    private TimeSpan? TimeWindow => _usesTimeWindow ? _options.SamplingDuration : null;

    private CallRecorder Calls => Volatile.Read(ref _calls) ?? MakeCalls();

    private LastCallsWindow? LastCalls => _usesLastCalls ? Volatile.Read(ref _lastCalls) ?? MakeLastCalls() : null;

    private RecentCalls RecentCalls => Volatile.Read(ref _recentCalls) ?? Publish(ref _recentCalls, new RecentCalls());

    /// <summary>A success of a closed circuit that was not timed.</summary>
    private void RecordPlainSuccess(long word)
    {
        // It is written where its own period is written, or it is late: the last calls are read first, so they are of no later one.
        var lastCalls = LastCalls;
        var calls = Calls;
        var period = calls.Period;
        if (period.Number != CircuitWord.Epoch(word))
        {
            Count(CallOutcome.Late);
            return;
        }

        if (Volatile.Read(ref _failuresInARow) != 0)
        {
            EndRun(word);
        }

        if (_recordsSuccess)
        {
            calls.RecordSuccess(period, _usesRecentTime ? _clock.Recent : _usesTimeWindow ? _clock.Now : 0);
            lastCalls?.Record(failed: false, slow: false);
        }
    }

    private void RecordSuccess(in Admission admission)
    {
        if (CircuitWord.Mode(admission.Word) == CircuitMode.Disabled)
        {
            return;
        }

        var duration = EndWithCare(admission);
        if (admission.Trial != 0)
        {
            RecordTrialSuccess(admission, duration);
            return;
        }

        if (!IsSlow(duration))
        {
            RecordPlainSuccess(admission.Word);
            NoteTime(duration, failed: false);
            return;
        }

        RecordSlowSuccess(admission.Word);
        NoteTime(duration, failed: false);
        StaysClosedWith(admission.Word); // a slow success can open; a quick one never does
    }

    private void RecordSlowSuccess(long word)
    {
        var moment = Look();
        lock (_gate)
        {
            if (!CircuitWord.IsSamePeriod(word, _word))
            {
                Count(CallOutcome.Late);
                return;
            }

            Volatile.Write(ref _failuresInARow, 0);
            Calls.Record(Calls.Period, TakeMomentLocked(moment), failed: false, slow: true);
            LastCalls?.Record(failed: false, slow: true);
        }
    }

    private KnownRecord? RememberFailureLocked(in FailureLog.Entry failure, ErrorId recordId, ErrorCategory category, TimeSpan? duration)
    {
        _lastFailureAt = _at.Utc;
        var record = (_failures ??= new FailureLog(FailuresKept)).Add(failure, recordId, ResilienceNotes.AreKept);
        if (CircuitWord.State(_word) == CircuitState.Closed)
        {
            if (_failuresInARow == 0)
            {
                _runStart = failure.At;
            }

            Volatile.Write(ref _failuresInARow, _failuresInARow == int.MaxValue ? int.MaxValue : _failuresInARow + 1);
            Volatile.Write(ref _successWork, 1);
            NoteOutcome(CallOutcome.Failure);
            if (_recordsSuccess)
            {
                Calls.Record(Calls.Period, failure.At, failed: true, IsSlow(duration));
                LastCalls?.Record(failed: true, IsSlow(duration));
            }
        }
        else
        {
            Count(CallOutcome.Failure);
        }

        if (_options.EffectiveMetrics != CircuitMetricsLevel.Minimal)
        {
            (_categories ??= new long[(int)LastCategory + 1])[(int)category]++;
            NoteTime(duration, failed: true);
        }

        return record;
    }

    private void Count(CallOutcome outcome)
    {
        NoteOutcome(outcome);
        if (_options.EffectiveMetrics != CircuitMetricsLevel.Minimal)
        {
            Calls.Increment(outcome);
        }
    }

    /// <summary>Tells the trace of a call what the breaker made of it, where that is not what the call shows by itself.</summary>
    private void NoteOutcome(CallOutcome outcome)
    {
        if (outcome is not (CallOutcome.Success or CallOutcome.Rejected) && LibraryActivities.HasListeners)
        {
            BreakerTracing.NoteOutcome(this, outcome);
        }
    }

    /// <summary>Keeps how long a call took. A failure is kept even when it was not timed.</summary>
    private void NoteTime(TimeSpan? duration, bool failed)
    {
        if (duration is not null || (failed && _options.EffectiveMetrics == CircuitMetricsLevel.Durations))
        {
            RecentCalls.Add(_timeProvider.GetUtcNow(), duration, failed);
        }
    }

    private OutcomeCounts WindowCountsLocked(long now) => _usesLastCalls ? _lastCalls?.Sum() ?? default : _usesTimeWindow && _calls is { } calls ? calls.SumWindow(now) : default;

    /// <summary>How long the call took, where it was timed; and it is no longer in flight.</summary>
    private TimeSpan? EndWithCare(in Admission admission)
    {
        if (admission.Start == 0)
        {
            return null;
        }

        admission.Watch?.End(ExactTicks(admission.Start));
        var elapsed = _timeProvider.GetElapsedTime(admission.Start);
        return elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed; // it began at 0, which is kept as 1
    }

    private bool IsSlow(TimeSpan? duration) => duration is not null && _options.SlowCallRateThreshold is not null && duration > _options.SlowCallDuration;

    private long OverdueLocked() => _slowCalls?.Overdue(_at.Exact) ?? 0;

    /// <summary>Takes over what the options say, at the start and whenever they are changed.</summary>
    private void ObeyOptions()
    {
        var hasWindow = _options.Counting != CircuitCounting.Consecutive || _options.HasRate;
        _usesLastCalls = _options.Counting == CircuitCounting.LastCalls;
        _usesTimeWindow = hasWindow && !_usesLastCalls;
        _usesRecentTime = _usesTimeWindow && _options.SamplingDuration >= CallRecorder.ShortestForRecent;
        _recordsSuccess = hasWindow || _options.EffectiveMetrics != CircuitMetricsLevel.Minimal;
        Volatile.Write(ref _successWork, _recordsSuccess || _failuresInARow != 0 ? 1 : 0);
        _isTimedOnly = _options.EffectiveMetrics == CircuitMetricsLevel.Durations && _options.SlowCallRateThreshold is null && _options.ResultJudges.Length == 0;
        if (_slowCalls?.Threshold != (_options.SlowCallRateThreshold is null ? null : _options.SlowCallDuration))
        {
            WatchSlowCallsLocked(_word);
        }

        Volatile.Write(ref _word, CircuitWord.WithCare(_word, _options.EffectiveMetrics == CircuitMetricsLevel.Durations || _options.ResultJudges.Length > 0));
    }

    private void WatchSlowCallsLocked(long word) =>
        Volatile.Write(ref _slowCalls, _options.SlowCallRateThreshold is null ? null : new SlowCallWatch(_options.SlowCallDuration, CircuitWord.Epoch(word)));

    /// <summary>A new period begins: nothing of the one before counts any more.</summary>
    private void ForgetPeriodLocked(long word)
    {
        Volatile.Write(ref _failuresInARow, 0);
        Volatile.Write(ref _successWork, _recordsSuccess ? 1 : 0);
        _trialTally = default;
        _trials?.Clear();
        Volatile.Write(ref _lastCalls, null);
        _calls?.StartPeriod(CircuitWord.Epoch(word));
        WatchSlowCallsLocked(word);
    }

    // Made under the lock, as settings are changed under it: a window made from those that were would stay as it is.
    private CallRecorder MakeCalls()
    {
        lock (_gate)
        {
            return _calls ?? Publish(ref _calls, new CallRecorder(TimeWindow, CircuitWord.Epoch(_word)));
        }
    }

    private LastCallsWindow? MakeLastCalls()
    {
        lock (_gate)
        {
            return !_usesLastCalls ? null : _lastCalls ?? Publish(ref _lastCalls, new LastCallsWindow(_options.SamplingCalls));
        }
    }

    private static T Publish<T>(ref T? field, T made)
        where T : class => Interlocked.CompareExchange(ref field, made, null) ?? made;
}
