using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>One call from its first failure on: judges each failure, keeps the ledger, tells callbacks and sink. Made only when a try has failed.</summary>
/// <param name="settings">What the policy knows.</param>
/// <param name="started">When the call began.</param>
/// <param name="ledgers">The number of the latest ledger when the call began.</param>
/// <param name="trace">Its trace; null when nobody listens.</param>
internal sealed partial class RetryRun(RetrySettings settings, long started, long ledgers, RetryTrace? trace)
{
    private AttemptLog? _log;
    private readonly long _started = started;
    private long _attemptStarted = started;
    private readonly long _ledgersAtStart = ledgers;
    private long _ledgersBefore = ledgers;
    private int _retries;
    private int _refused;
    private int _maxAttempts; // of the category of the latest failure
    private int _lastAttempt; // the number of the try that the last failure of the operation itself ended
    private int _lastMaxAttempts;
    private TimeSpan _previousDelay;
    private Exception? _thrown; // by the last try that threw
    private Exception? _lastError; // the last failure of the operation itself, not a refusal to make it; null when it was a result
    private string? _lastType; // the type of that failure
    private ErrorCategory _lastCategory;

    private TimeSpan Elapsed => TimeSpan.FromTicks(Math.Max(0, settings.Clock.Now - _started));

    /// <summary>Judges a try that threw.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Whether and when there is a next try, and what leaves otherwise.</returns>
    public RetryStep Judge(Exception exception, CancellationToken cancellationToken)
    {
        if (CallerCancellation.Is(exception, cancellationToken))
        {
            EndCancelled(exception);
            return new RetryStep(RetryDecision.Cancelled);
        }

        var verdict = Classify(exception, cancellationToken);
        var isRejectionToWaitFor = IsRejectionToWaitFor(exception, ref verdict);
        return Decide(exception, null, TypeNameOf(exception), verdict, isRejectionToWaitFor || IsWorthRetrying(exception, verdict), cancellationToken);
    }

    /// <summary>Judges a try that returned a result which counts as a failure.</summary>
    /// <param name="result">The result.</param>
    /// <param name="type">The type that was asked for, for a result that is null.</param>
    /// <param name="verdict">What it means.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Whether and when there is a next try, and what leaves otherwise.</returns>
    public RetryStep Judge(object? result, Type type, ErrorClassification verdict, CancellationToken cancellationToken)
    {
        var isWorthRetrying = !verdict.IsCallerCancellation && !verdict.IsFatal && verdict.CanRetry && settings.RulesOf(verdict.Category).Allows(verdict);
        return Decide(null, result, NameOf(result?.GetType() ?? type), verdict, isWorthRetrying, cancellationToken);
    }

    /// <summary>Ends the call in place of its next try if the caller has cancelled it meanwhile.</summary>
    public void ThrowIfCancelled(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            throw CancelledInDelay(cancellationToken);
        }
    }

    /// <summary>Notes that the next try begins.</summary>
    public void BeginAttempt()
    {
        _attemptStarted = settings.Clock.Now;
        _ledgersBefore = AttemptLedger.Last;
    }

    /// <summary>Waits before the next try.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; carries the caller's token, and the tries lie beside it.</exception>
    public async ValueTask WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Backoff.WholeMilliseconds(delay), settings.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw CancelledInDelay(cancellationToken);
        }
        catch (Exception e) when (EndWithoutTimer(e) is { } last)
        {
            ExceptionDispatchInfo.Throw(last);
        }
    }

    /// <summary>The synchronous form: blocks the thread.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; carries the caller's token, and the tries lie beside it.</exception>
    public void Wait(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            BlockingWait.For(Backoff.WholeMilliseconds(delay), settings.TimeProvider, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw CancelledInDelay(cancellationToken);
        }
        catch (Exception e) when (EndWithoutTimer(e) is { } last)
        {
            ExceptionDispatchInfo.Throw(last);
        }
    }

    private RetryStep Decide(Exception? exception, object? result, string type, in ErrorClassification verdict, bool isWorthRetrying, CancellationToken cancellationToken)
    {
        var now = settings.Clock.Now;
        var at = settings.TimeProvider.GetUtcNow();
        var number = _retries == int.MaxValue ? _retries : _retries + 1;
        var mostRetries = settings.RulesOf(verdict.Category).MaxRetries;
        _maxAttempts = mostRetries == int.MaxValue ? mostRetries : mostRetries + 1;
        var step = isWorthRetrying ? Plan(exception, result, verdict, now, cancellationToken) : new RetryStep(RetryDecision.NotRetryable);
        var duration = TimeSpan.FromTicks(Math.Max(0, now - _attemptStarted));
        (_log ??= new AttemptLog()).Add(new CallAttempt(number, at, duration, type, verdict.Category, step.GoesOn ? step.Delay : null, IdOf(exception, step.Decision))
        {
            Code = (exception as CodedException)?.Code ?? default,
            IsResult = exception is null,
            Decision = step.Decision,
            Inner = exception is null ? [] : AttemptLedger.Since(exception, _ledgersBefore),
        });
        Remember(exception, type, verdict.Category, number);
        if (step.Decision == RetryDecision.Cancelled)
        {
            var cancelled = new OperationCanceledException("The caller cancelled the call; a try had failed and would have been followed by another one.", exception, cancellationToken);
            EndCancelled(cancelled);
            return step with { Leaves = cancelled };
        }

        if (!step.GoesOn)
        {
            return step with { Leaves = EndFailed(exception, result, verdict, step.Decision, isWorthRetrying) };
        }

        (exception as IReplaceableFailure)?.Abandon();
        _retries = _retries == int.MaxValue ? _retries : _retries + 1;
        settings.Instruments.CountRetry(settings.Options.Name);
        if (trace is not null)
        {
            trace.Delay = step.Delay;
        }

        settings.OnRetry?.Publish(new CallRetried(settings.Options.Name, _retries, step.Delay, verdict, exception, at) { Duration = duration });
        return step;
    }

    private RetryStep Plan(Exception? exception, object? result, in ErrorClassification verdict, long now, CancellationToken cancellationToken)
    {
        var elapsed = TimeSpan.FromTicks(Math.Max(0, now - _started));
        var rules = settings.RulesOf(verdict.Category);
        var any = RetryPlan.WhetherAny(settings.Options, rules, _retries, verdict, elapsed);
        if (any != RetryDecision.Retried)
        {
            return new RetryStep(any);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return new RetryStep(RetryDecision.Cancelled); // which also ends the time of a call: that it was cancelled says more
        }

        var computed = RetryPlan.ComputedDelay(rules, _retries, _previousDelay, settings.Random(rules));
        var generated = settings.Options.DelayGenerator is null ? null : settings.Generate(new FailedAttempt(_retries, verdict, exception, result, computed, elapsed));
        _previousDelay = computed;
        var step = RetryPlan.Next(settings.Options, rules, verdict, computed, generated, elapsed, CallDeadline.TimeLeft(cancellationToken));
        return !step.GoesOn ? step
            : cancellationToken.IsCancellationRequested ? new RetryStep(RetryDecision.Cancelled)
            : settings.Options.Budget is { } budget && !budget.TryTake() ? new RetryStep(RetryDecision.BudgetExhausted)
            : step;
    }

    private void Remember(Exception? exception, string type, ErrorCategory category, int number)
    {
        _thrown = exception ?? _thrown;
        if (exception is not null && ResilienceNotes.AreKept)
        {
            ResilienceNotes.NoteAttempt(exception, number, _maxAttempts);
        }

        if (exception is not null && HopelessErrors.IsOwnRefusal(exception))
        {
            _refused++; // no call was made
            return;
        }

        _lastError = exception;
        _lastType = type;
        _lastCategory = category;
        (_lastAttempt, _lastMaxAttempts) = (number, _maxAttempts);
    }

    /// <summary>Whether it is a rejection that the settings want to be waited for; its delay is then the verdict's.</summary>
    private bool IsRejectionToWaitFor(Exception exception, ref ErrorClassification verdict)
    {
        if (!settings.Options.RetryRejections || exception is not ResilienceException rejection)
        {
            return false;
        }

        try
        {
            if (rejection is { IsRejection: true, RetryAfter: { } asked })
            {
                verdict = verdict with { RetryAfter = asked };
                return !HopelessErrors.IsFatal(exception);
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // IsRejection is virtual
        }

        return false;
    }

    private bool IsWorthRetrying(Exception exception, in ErrorClassification verdict)
    {
        if (verdict.IsCallerCancellation || verdict.IsFatal || !verdict.CanRetry || HopelessErrors.Includes(exception))
        {
            return false;
        }

        var rules = settings.RulesOf(verdict.Category);
        if (settings.Options.ShouldRetry is not { } predicate || rules.IsOff)
        {
            return rules.Allows(verdict);
        }

        try
        {
            return predicate(verdict, exception);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return false;
        }
    }

    private ErrorClassification Classify(Exception exception, CancellationToken cancellationToken)
    {
        try
        {
            return settings.Classifier.Classify(exception, cancellationToken);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a classifier of the host's own may break its contract
            return new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error);
        }
    }

    private ErrorId IdOf(Exception? exception, RetryDecision decision) =>
        exception is null || decision == RetryDecision.Cancelled ? default : settings.Sink?.TryIdentify(exception, settings.Options.Component) ?? default;

    private static string TypeNameOf(Exception exception) => NameOf(exception.GetType());

    private static string NameOf(Type type) => type.FullName ?? type.Name;
}
