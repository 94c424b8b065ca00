using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Policies;

namespace ErrorManagement.Retries;

// How a call ends of which a try failed, and who is told.
internal sealed partial class RetryRun
{
    /// <summary>Notes that a later try went well.</summary>
    public void Recovered()
    {
        if (_retries > 0)
        {
            settings.Instruments.CountCall(settings.Options.Name, RetryOutcome.Recovered);
            settings.OnEnded?.Publish(new RetriesEnded(settings.Options.Name, _log?.ToList() ?? [], IsRecovered: true, null, Elapsed, settings.TimeProvider.GetUtcNow()));
        }

        if (settings.Sink is { } sink && settings.Options.ReportRecovered && _lastType is not null)
        {
            sink.TryReport(Occurrence() with { Severity = ErrorSeverity.Warning, Recovered = true });
        }
    }

    /// <summary>The call ends on a failure.</summary>
    /// <returns>What leaves in its place; null when it leaves itself.</returns>
    private Exception? EndFailed(Exception? exception, object? result, in Classification.ErrorClassification verdict, RetryDecision decision, bool isWorthRetrying)
    {
        settings.Instruments.CountCall(settings.Options.Name, isWorthRetrying ? OutcomeOf(decision) : RetryOutcome.NotRetryable);
        var attempts = _log?.ToList() ?? [];
        var raised = exception is null && settings.Options.ThrowOnFailedResult ? Raise(attempts, result, verdict.RetryAfter, decision) : null;
        var leaves = exception ?? raised;
        if (_lastType is not null)
        {
            // A call that was refused at once has no history: nothing was tried.
            if (leaves is not null)
            {
                AttemptLedger.Attach(leaves, attempts, _ledgersAtStart, _maxAttempts);
            }

            if (settings.Sink is { } sink && settings.Options.ReportFailures)
            {
                // When a breaker refused the last try, what is reported is the failure before it: that is what went wrong.
                // A process in danger is no warning: how bad that is, the recorder's policy says.
                sink.TryReport(Occurrence(raised) with { Severity = _lastError is not null && HopelessErrors.IsFatal(_lastError) ? null : ErrorSeverity.Warning });
            }
        }

        settings.OnEnded?.Publish(new RetriesEnded(settings.Options.Name, attempts, IsRecovered: false, leaves, Elapsed, settings.TimeProvider.GetUtcNow()));
        return raised;
    }

    /// <summary>The call ends because its caller gave up, which is no error: only the tries are told.</summary>
    private void EndCancelled(Exception cancellation)
    {
        if (_log is null)
        {
            return;
        }

        _log.EndLatest(RetryDecision.Cancelled);
        var attempts = _log.ToList();
        AttemptLedger.Attach(cancellation, attempts, _ledgersAtStart, _maxAttempts);
        settings.OnEnded?.Publish(new RetriesEnded(settings.Options.Name, attempts, IsRecovered: false, cancellation, Elapsed, settings.TimeProvider.GetUtcNow()));
    }

    private OperationCanceledException CancelledInDelay(CancellationToken cancellationToken)
    {
        // Without an inner exception: a TimeoutException in it would make a time-out of the caller's cancellation.
        var cancelled = new OperationCanceledException("The caller cancelled the call while it waited before its next try.", cancellationToken);
        EndCancelled(cancelled);
        return cancelled;
    }

    /// <summary>The call ends because a clock of the host's can make no timer.</summary>
    /// <returns>The operation's own exception, which says more; null when the last try returned a result, which is gone.</returns>
    private Exception? EndWithoutTimer(Exception exception)
    {
        if (_log is null || _lastError is null)
        {
            return null;
        }

        LibraryFailures.Swallow(exception);
        _log.EndLatest(RetryDecision.Stopped);
        AttemptLedger.Attach(_lastError, _log.ToList(), _ledgersAtStart, _maxAttempts);
        return _lastError;
    }

    private Exception Raise(IReadOnlyList<CallAttempt> attempts, object? result, TimeSpan? retryAfter, RetryDecision decision) =>
        decision == RetryDecision.BudgetExhausted
            ? new RetryBudgetExhaustedException(settings.Options.Name, settings.Options.Budget!.Name, attempts, result, _thrown, retryAfter)
            : new RetriesExhaustedException(settings.Options.Name, attempts, result, _thrown, retryAfter);

    /// <summary>What is reported: the last failure of the operation, which is an exception, the error that stands for a result, or a result.</summary>
    private ErrorOccurrence Occurrence(Exception? raised = null)
    {
        var error = raised ?? _lastError;
        var made = Math.Max(0, _retries - _refused);
        var message = error is not null
            ? HopelessErrors.MessageOf(error)
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A result of '{settings.Options.Name}' counted as a failure.");
        return new ErrorOccurrence(settings.Options.Component, error is null ? _lastType! : TypeNameOf(error), message)
        {
            Code = (error as CodedException)?.Code ?? default,
            Category = _lastCategory,
            Exception = error,
            Resilience = ((error is null ? null : ResilienceNotes.Of(error)) ?? new ResilienceNote()) with { Attempt = _lastAttempt, MaxAttempts = _lastMaxAttempts },
            Context = new OperationContext
            {
                Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["retry_count"] = made, ["policy"] = settings.Options.Name },
            },
        };
    }

    private static RetryOutcome OutcomeOf(RetryDecision decision) => decision switch
    {
        RetryDecision.OutOfTime => RetryOutcome.OutOfTime,
        RetryDecision.DelayTooLong => RetryOutcome.DelayTooLong,
        RetryDecision.BudgetExhausted => RetryOutcome.BudgetExhausted,
        RetryDecision.Stopped => RetryOutcome.Stopped,
        _ => RetryOutcome.Exhausted,
    };
}
