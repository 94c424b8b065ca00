using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Policies;

namespace ErrorManagement.Retries;

/// <summary>One call from its first failure on: judges each failure, keeps the ledger, tells callback and sink. Made only when a try has failed.</summary>
internal sealed class RetryRun(RetrySettings settings, long started, RetryTrace? trace)
{
    private readonly long _started = started;
    private AttemptLog? _log;
    private long _attemptStarted = started;
    private int _retries;
    private int _refused;
    private Exception? _last; // the last failure of the operation itself, not a refusal to make it
    private ErrorCategory _lastCategory;

    /// <summary>Judges a failed try.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="delay">How long to wait before the next try.</param>
    /// <param name="cancelled">What must leave instead of the failure, because the caller gave up while there was a try left; null otherwise.</param>
    /// <returns>Whether there is a next try.</returns>
    public bool Judge(Exception exception, CancellationToken cancellationToken, out TimeSpan delay, out OperationCanceledException? cancelled)
    {
        delay = default;
        cancelled = null;
        if (CallerCancellation.Is(exception, cancellationToken))
        {
            return false;
        }

        var now = settings.Clock.Now;
        var at = settings.TimeProvider.GetUtcNow();
        var verdict = Classify(exception, cancellationToken);
        var isWorthRetrying = IsWorthRetrying(exception, verdict);
        var next = isWorthRetrying
            ? RetryPlan.NextDelay(settings.Options, _retries, verdict, TimeSpan.FromTicks(now - _started), settings.Random())
            : null;
        if (next is { } && cancellationToken.IsCancellationRequested)
        {
            cancelled = new OperationCanceledException("The caller cancelled the call; a try had failed and would have been followed by another one.", exception, cancellationToken);
            return false;
        }

        var id = settings.Sink?.TryIdentify(exception, settings.Options.Component) ?? default;
        (_log ??= new AttemptLog()).Add(new CallAttempt(_retries + 1, at, TimeSpan.FromTicks(now - _attemptStarted), TypeNameOf(exception), verdict.Category, next, id));
        if (HopelessErrors.IsOwnRefusal(exception))
        {
            _refused++; // no call was made
        }
        else
        {
            _last = exception;
            _lastCategory = verdict.Category;
        }

        if (next is null)
        {
            settings.Instruments.CountCall(settings.Options.Name, isWorthRetrying ? RetryOutcome.Exhausted : RetryOutcome.NotRetryable);
            End(exception, _log);
            return false;
        }

        delay = next.GetValueOrDefault();
        _retries++;
        settings.Instruments.CountRetry(settings.Options.Name);
        if (trace is not null)
        {
            trace.Delay = delay;
        }

        settings.OnRetry?.Publish(new CallRetried(settings.Options.Name, _retries, delay, verdict, exception, at));
        return true;
    }

    /// <summary>Notes that the next try begins.</summary>
    public void BeginAttempt() => _attemptStarted = settings.Clock.Now;

    /// <summary>Notes that a retry went well.</summary>
    public void Recovered()
    {
        if (_retries > 0)
        {
            settings.Instruments.CountCall(settings.Options.Name, RetryOutcome.Recovered);
        }

        if (settings.Sink is { } sink && settings.Options.ReportRecovered && _last is { } last)
        {
            sink.TryReport(Occurrence(last) with { Severity = ErrorSeverity.Warning, Recovered = true });
        }
    }

    private void End(Exception exception, AttemptLog log)
    {
        if (_last is null)
        {
            return; // Refused at once: nothing was tried, there is no history to tell.
        }

        AttemptLedger.Attach(exception, log.ToList());
        if (settings.Sink is { } sink && settings.Options.ReportFailures)
        {
            // When a breaker refused the last try, what is reported is the failure before it: that is what went wrong.
            // A process in danger is no warning: how bad that is, the recorder's policy says.
            sink.TryReport(Occurrence(_last) with { Severity = HopelessErrors.IsFatal(_last) ? null : ErrorSeverity.Warning });
        }
    }

    private bool IsWorthRetrying(Exception exception, in ErrorClassification verdict)
    {
        if (verdict.IsCallerCancellation || !verdict.CanRetry || HopelessErrors.Includes(exception))
        {
            return false;
        }

        if (settings.Options.ShouldRetry is not { } predicate)
        {
            return verdict.Category is ErrorCategory.Transient or ErrorCategory.RateLimit;
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

    private ErrorOccurrence Occurrence(Exception exception) => new(settings.Options.Component, TypeNameOf(exception), HopelessErrors.MessageOf(exception))
    {
        Code = exception is CodedException coded ? coded.Code : default,
        Category = _lastCategory,
        Exception = exception,
        Context = new OperationContext
        {
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["retry_count"] = Math.Max(0, _retries - _refused), ["policy"] = settings.Options.Name },
        },
    };

    private static string TypeNameOf(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;
}
