using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;

namespace ErrorManagement.CircuitBreakers;

// What the breaker learns from calls that ended. A success of a closed circuit takes no lock; failures and trials do.
public sealed partial class CircuitBreaker
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void OnSuccess(in Admission admission)
    {
        // The whole price of a success in the cheapest setting: two reads.
        if (_recordsSuccess || Volatile.Read(ref _failuresInARow) != 0 || !CircuitWord.IsPlainClosed(admission.Word))
        {
            RecordSuccess(admission);
        }
    }

    internal void OnIgnored(in Admission admission)
    {
        if (CircuitWord.Mode(admission.Word) == CircuitMode.Disabled)
        {
            return;
        }

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

        Count(admission.Word == Volatile.Read(ref _word) ? CallOutcome.Ignored : CallOutcome.Late);
    }

    internal void OnFailure(Exception? exception, in Admission admission, CancellationToken caller)
    {
        if (CircuitWord.Mode(admission.Word) == CircuitMode.Disabled)
        {
            return;
        }

        // Foreign code (classifier, sink) runs before the lock is taken.
        var verdict = Classify(exception, caller);
        if (IsNeutral(exception, verdict))
        {
            OnIgnored(admission);
            return;
        }

        var recordId = _sink is not null && exception is not null ? _sink.TryIdentify(exception, Name) : default;
        CircuitTransitioned? transition = null;
        lock (_gate)
        {
            if (admission.Word != _word || (admission.Trial != 0 && !IsCurrentTrialLocked(admission)))
            {
                Count(CallOutcome.Late);
                return;
            }

            var now = _clock.Now;
            if (admission.Trial != 0 && now >= _halfOpenUntil)
            {
                // The trials had their time; the break counts from its end.
                Count(CallOutcome.Late);
                transition = OpenLocked(CircuitTransitionReason.HalfOpenTimedOut, _halfOpenUntil);
            }
            else
            {
                RememberFailureLocked(exception, verdict, recordId, now);
                transition = admission.Trial != 0 ? OpenLocked(CircuitTransitionReason.TrialFailed, now)
                    : CircuitWord.IsPlainClosed(_word) && CircuitRules.ShouldOpen(_options, _failuresInARow, _usesWindow ? _calls?.SumWindow(now) ?? default : default) is { } reason ? OpenLocked(reason, now)
                    : null;
            }
        }

        Announce(transition);
    }

    private void RecordSuccess(in Admission admission)
    {
        if (CircuitWord.Mode(admission.Word) == CircuitMode.Disabled)
        {
            return;
        }

        if (admission.Trial != 0)
        {
            RecordTrialSuccess(admission);
            return;
        }

        // The period is read before the word: when the word still holds, the period is this call's.
        var calls = Calls;
        var period = calls.Period;
        if (admission.Word != Volatile.Read(ref _word))
        {
            Count(CallOutcome.Late);
            return;
        }

        if (Volatile.Read(ref _failuresInARow) != 0)
        {
            EndRun(admission.Word);
        }

        if (_recordsSuccess)
        {
            calls.RecordSuccess(period, _usesRecent ? _clock.Recent : _usesWindow ? _clock.Now : 0);
        }

        TimeSuccess(admission);
    }

    private void RecordTrialSuccess(in Admission admission)
    {
        CircuitTransitioned? transition = null;
        lock (_gate)
        {
            if (admission.Word != _word)
            {
                Count(CallOutcome.Late);
                return;
            }

            // A trial whose place was taken over because it was slow still says that the dependency answers.
            _trials!.Return(admission.Trial);
            _trialSuccesses++;
            if (_clock.Now >= _halfOpenUntil)
            {
                transition = OpenLocked(CircuitTransitionReason.HalfOpenTimedOut, _halfOpenUntil);
            }
            else if (_trialSuccesses >= _options.SuccessThreshold)
            {
                transition = MoveLocked(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.TrialsSucceeded);
                _consecutiveOpenings = 0;
            }
        }

        Count(CallOutcome.Success);
        TimeSuccess(admission);
        Announce(transition);
    }

    private void TimeSuccess(in Admission admission)
    {
        if (admission.Start != 0)
        {
            RecentCalls.Add(_timeProvider.GetUtcNow(), _timeProvider.GetElapsedTime(admission.Start), failed: false);
        }
    }

    private void EndRun(long word)
    {
        lock (_gate)
        {
            if (word == _word)
            {
                _failuresInARow = 0;
            }
        }
    }

    /// <summary>Gives a trial's slot back; false when the trial no longer counts.</summary>
    private bool IsCurrentTrialLocked(in Admission admission) => admission.Word == _word && _trials!.Return(admission.Trial);

    private void RememberFailureLocked(Exception? exception, in ErrorClassification verdict, ErrorId recordId, long now)
    {
        _lastFailureAt = _timeProvider.GetUtcNow();
        if (CircuitWord.State(_word) == CircuitState.Closed)
        {
            if (_failuresInARow == 0)
            {
                _runStart = now;
            }

            Volatile.Write(ref _failuresInARow, _failuresInARow == int.MaxValue ? int.MaxValue : _failuresInARow + 1);
            if (_recordsSuccess)
            {
                var calls = Calls;
                calls.Record(calls.Period, now, failed: true, slow: false);
            }
        }
        else
        {
            Count(CallOutcome.Failure);
        }

        (_failures ??= new FailureLog(FailuresKept)).Add(now, exception?.GetType(), verdict.Identity, recordId);
        if (_options.Metrics != CircuitMetricsLevel.Minimal)
        {
            (_categories ??= new long[Enum.GetValues<ErrorCategory>().Length])[(int)verdict.Category]++;
        }
    }

    private ErrorClassification Classify(Exception? exception, CancellationToken caller)
    {
        if (exception is null)
        {
            return new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error);
        }

        if (CallerCancellation.Is(exception, caller))
        {
            return ErrorClassification.CallerCancellation;
        }

        try
        {
            var verdict = _classifier.Classify(exception, caller);
            return Enum.IsDefined(verdict.Category) ? verdict : verdict with { Category = ErrorCategory.Unknown };
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error);
        }
    }

    private bool IsNeutral(Exception? exception, in ErrorClassification verdict)
    {
        if (verdict.IsCallerCancellation)
        {
            return true;
        }

        if (exception is null)
        {
            return false;
        }

        return IsListed(_options.IgnoredExceptionTypes, exception)
            || (_options.MonitoredExceptionTypes.Count > 0 && !IsListed(_options.MonitoredExceptionTypes, exception))
            || (_options.DependencyErrorsOnly && verdict.Category == ErrorCategory.DataValidation);

        static bool IsListed(IList<Type> types, Exception exception)
        {
            for (var i = 0; i < types.Count; i++)
            {
                if (types[i].IsInstanceOfType(exception))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private CallRecorder Calls => Volatile.Read(ref _calls) ?? Publish(ref _calls, new CallRecorder(_usesWindow ? _options.SamplingDuration : null));

    private RecentCalls RecentCalls => Volatile.Read(ref _recentCalls) ?? Publish(ref _recentCalls, new RecentCalls());

    private void Count(CallOutcome outcome)
    {
        if (_options.Metrics != CircuitMetricsLevel.Minimal)
        {
            Calls.Increment(outcome);
        }
    }

    private static T Publish<T>(ref T? field, T made)
        where T : class => Interlocked.CompareExchange(ref field, made, null) ?? made;
}
