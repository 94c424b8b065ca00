using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Policies;

namespace ErrorManagement.CircuitBreakers;

// What the breaker learns from calls that ended. A success of a closed circuit takes no lock; failures and trials do.
public sealed partial class CircuitBreaker
{
    /// <summary>The end of a call that returned a result: a success unless a judge says otherwise.</summary>
    private void OnResult<T>(T result, in Admission admission)
    {
        if (_options.ResultJudges.Length == 0 || CircuitWord.Mode(admission.Word) == CircuitMode.Disabled)
        {
            OnSuccess(admission);
            return;
        }

        switch (JudgeResult(result))
        {
            case CircuitVerdict.Failure:
                RecordFailure(typeof(T), UnknownError, default, false, admission);
                break;
            case CircuitVerdict.Trip:
                RecordFailure(typeof(T), UnknownError, default, true, admission);
                break;
            case CircuitVerdict.Ignore:
                OnIgnored(admission);
                break;
            default:
                OnSuccess(admission);
                break;
        }
    }

    internal void OnSuccess(in Admission admission)
    {
        if (!CircuitWord.IsPlain(admission.Word))
        {
            RecordSuccess(admission);
        }
        else if (Volatile.Read(ref _successWork) != 0)
        {
            RecordPlainSuccess(admission.Word);
        }
    }

    internal void OnIgnored(in Admission admission)
    {
        if (CircuitWord.Mode(admission.Word) == CircuitMode.Disabled)
        {
            return;
        }

        EndWithCare(admission);
        if (admission.Trial != 0)
        {
            lock (_gate)
            {
                if (!IsCurrentTrialLocked(admission))
                {
                    Count(CallOutcome.Late);
                    return;
                }
            }
        }

        Count(IsCurrent(admission) ? CallOutcome.Ignored : CallOutcome.Late);
    }

    internal void OnFailure(Exception? exception, in Admission admission, CancellationToken caller)
    {
        if (CircuitWord.Mode(admission.Word) == CircuitMode.Disabled)
        {
            return;
        }

        // Foreign code (classifier, judge, sink) runs before the lock is taken.
        var error = Classify(exception, caller);
        KnownRecord? record = null;
        switch (Judge(exception, error))
        {
            case CircuitVerdict.Ignore:
                OnIgnored(admission);
                break;
            case CircuitVerdict.Success:
                OnSuccess(admission);
                break;
            case var verdict:
                var recordId = _sink is not null && exception is not null ? _sink.TryIdentify(exception, Name) : default;
                record = RecordFailure(exception?.GetType(), error, recordId, verdict == CircuitVerdict.Trip, admission);
                break;
        }

        if (exception is not null && ResilienceNotes.AreKept && !error.IsCallerCancellation)
        {
            ResilienceNotes.NoteBreaker(exception, Name, NameOf(CircuitWord.State(Volatile.Read(ref _word))), record);
        }
    }

    /// <returns>Where the record of the failure will be known; null when nobody keeps notes, or the failure came too late to count.</returns>
    private KnownRecord? RecordFailure(Type? type, in ErrorClassification error, ErrorId recordId, bool trips, in Admission admission)
    {
        var duration = EndWithCare(admission);
        KnownRecord? record = null;
        CircuitTransitioned? opened;
        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            if (!IsCurrent(admission) || (admission.Trial != 0 && !IsCurrentTrialLocked(admission)))
            {
                Count(CallOutcome.Late);
                return null;
            }

            if (admission.Trial != 0 && now >= _halfOpenUntil)
            {
                Count(CallOutcome.Late);
                opened = EndTrialsLocked();
            }
            else
            {
                record = RememberFailureLocked(new FailureLog.Entry(now, type, error.Identity, error.RetryAfter), recordId, error.Category, duration);
                opened = admission.Trial != 0
                    ? DecideTrialsLocked(_trialTally with { Failures = _trialTally.Failures + 1 }, trips, now)
                    : OpenIfTooMuchLocked(now, failed: true, trips);
            }
        }

        Announce(opened);
        return record;
    }

    private void RecordTrialSuccess(in Admission admission, TimeSpan? duration)
    {
        CircuitTransitioned? opened;
        var moment = Look();
        lock (_gate)
        {
            // A trial whose place was taken over because it was slow still says that the dependency answers. Each speaks once.
            if (!IsCurrent(admission) || !(_trials!.Return(admission.Trial) || _trials.HearDisplaced(admission.Trial)))
            {
                Count(CallOutcome.Late);
                return;
            }

            var now = TakeMomentLocked(moment);
            if (now >= _halfOpenUntil)
            {
                Count(CallOutcome.Late);
                opened = EndTrialsLocked();
            }
            else
            {
                Count(CallOutcome.Success); // before the circuit moves: it belongs to the trials
                NoteTime(duration, failed: false);
                var tally = IsSlow(duration) ? _trialTally with { Slow = _trialTally.Slow + 1 } : _trialTally with { Successes = _trialTally.Successes + 1 };
                opened = DecideTrialsLocked(tally, false, now);
            }
        }

        Announce(opened);
    }

    /// <summary>Takes note of one more trial, and leaves the half-open state as soon as it is certain where to.</summary>
    private CircuitTransitioned? DecideTrialsLocked(TrialTally tally, bool trips, long now)
    {
        _trialTally = tally;
        var next = trips ? CircuitState.Open : tally.Decide(_options);
        if (next == CircuitState.Open)
        {
            return OpenLocked(trips ? CircuitTransitionReason.Tripped : tally.Failures == 0 ? CircuitTransitionReason.TrialSlow : CircuitTransitionReason.TrialFailed, now);
        }

        if (next == CircuitState.Closed)
        {
            MoveLocked(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.TrialsSucceeded);
            if (!CircuitWord.IsRamping(_word))
            {
                _openingsInARow = 0;
            }
        }

        return null;
    }

    /// <summary>Opens a closed circuit when one of its rules or a verdict says so; in metrics-only mode only says that it would.</summary>
    private CircuitTransitioned? OpenIfTooMuchLocked(long now, bool failed, bool trips = false)
    {
        var metricsOnly = CircuitWord.Mode(_word) == CircuitMode.MetricsOnly;
        if (!CircuitWord.IsClosed(_word) && !metricsOnly)
        {
            return null;
        }

        var window = WindowCountsLocked(now);
        if (metricsOnly)
        {
            TellExceededLocked(trips, failed, window, now);
            return null;
        }

        var rule = trips ? CircuitTransitionReason.Tripped
            : failed ? CircuitRules.ShouldOpen(_options, _failuresInARow, window, OverdueLocked())
            : CircuitRules.ShouldOpenForSlowCalls(_options, window, OverdueLocked());
        return rule is { } reason ? OpenLocked(reason, now) : null;
    }

    private void EndRun(long word)
    {
        lock (_gate)
        {
            if (CircuitWord.IsSamePeriod(word, _word))
            {
                Volatile.Write(ref _failuresInARow, 0);
                Volatile.Write(ref _successWork, _recordsSuccess ? 1 : 0);
            }
        }
    }

    private bool IsCurrent(in Admission admission) => CircuitWord.IsSamePeriod(admission.Word, Volatile.Read(ref _word));

    /// <summary>Gives a trial's slot back; false when the trial no longer counts.</summary>
    private bool IsCurrentTrialLocked(in Admission admission) => IsCurrent(admission) && _trials!.Return(admission.Trial);

    private CircuitVerdict? JudgeResult<T>(T result) =>
        ResultJudge<CircuitVerdict>.TryJudge(_options.ResultJudges, result, out var verdict) ? verdict : null;

    private CircuitVerdict Judge(Exception? exception, in ErrorClassification error)
    {
        if (error.IsCallerCancellation)
        {
            return CircuitVerdict.Ignore;
        }

        if (exception is null)
        {
            return CircuitVerdict.Failure;
        }

        if (_options.JudgeException is { } judge)
        {
            try
            {
                if (judge(exception, error) is { } verdict)
                {
                    return verdict;
                }
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e); // it has not spoken
            }
        }

        var isNeutral = IsListed(_options.IgnoredExceptionTypes, exception)
            || (_options.MonitoredExceptionTypes.Count > 0 && !IsListed(_options.MonitoredExceptionTypes, exception))
            || (_options.DependencyErrorsOnly && error.Category == ErrorCategory.DataValidation);
        return isNeutral ? CircuitVerdict.Ignore : CircuitVerdict.Failure;
    }

    private static bool IsListed(IList<Type> types, Exception exception)
    {
        // An aggregate is mere wrapping, as Task.Result puts it around: it is of a listed type when all in it are.
        if (exception is AggregateException { InnerExceptions: { Count: > 0 } inner } && types.Count > 0)
        {
            var all = true;
            for (var i = 0; all && i < inner.Count; i++)
            {
                all = inner[i] is not AggregateException && IsListed(types, inner[i]);
            }

            if (all)
            {
                return true;
            }
        }

        for (var i = 0; i < types.Count; i++)
        {
            if (types[i].IsInstanceOfType(exception))
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.HalfOpen => "half_open",
        _ => "open",
    };

    private static ErrorClassification UnknownError => new(ErrorCategory.Unknown, ErrorSeverity.Error);

    private ErrorClassification Classify(Exception? exception, CancellationToken caller)
    {
        if (exception is null)
        {
            return UnknownError;
        }

        if (CallerCancellation.Is(exception, caller))
        {
            return ErrorClassification.CallerCancellation;
        }

        try
        {
            var verdict = _classifier.Classify(exception, caller);
            return verdict.Category is >= 0 and <= LastCategory ? verdict : verdict with { Category = ErrorCategory.Unknown };
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return UnknownError;
        }
    }
}
