using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Policies;
using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>One call from its first failure on: what is known, what may be done next, and what was done. Made only when a call has failed; used by one flow at a time.</summary>
internal sealed class HandledFailure
{
    private readonly HandlerSettings _settings;
    private readonly HandlingContext _context;
    private readonly CancellationToken _caller;
    private readonly long _started;
    private readonly string _requestId;
    private readonly DateTimeOffset _at;
    private Exception _exception;
    private Exception? _culprit; // the last failure of the operation itself, not a refusal to run it
    private ErrorClassification _verdict;
    private HandlingRule _rule;
    private bool _isFatal;
    private RecoveryAction _actionRun;
    private bool _actionSucceeded;
    private bool _degraded;
    private int _runs;
    private long _lastRunBegan; // as DegradedComponents counts moments; at first when the call began

    public HandledFailure(HandlerSettings settings, HandlingContext context, Exception first, in CallStart start, CancellationToken caller)
    {
        _settings = settings;
        _context = context;
        _caller = caller;
        _started = start.At;
        _lastRunBegan = start.Moment;
        _requestId = context.RequestId ?? Guid.NewGuid().ToString("N");
        _at = settings.UtcNow();
        _exception = first;
        Breaker = start.Breaker;
        LastOfRuns = first;
        Judge(first);
    }

    /// <summary>What the operation runs through when it is run again; null for nothing.</summary>
    public IExecutionPolicy? Breaker { get; private set; }

    /// <summary>The failure that is handled now.</summary>
    public Exception Exception => _exception;

    /// <summary>The last failure of the operation itself.</summary>
    public Exception LastOfRuns { get; set; }

    /// <summary>How long the call has taken so far.</summary>
    public TimeSpan Elapsed => _settings.Since(_started);

    /// <summary>Whether it is the caller who gave up.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Whether the retry policy decides what comes next.</summary>
    public bool WantsRetries => MayRunAgain && _rule.Strategy == HandlingStrategy.RetryWithBackoff;

    /// <summary>Whether there is an action to run. No call was made where the library itself refused it: there is nothing new to act upon.</summary>
    public bool WantsAction => _rule.Action != RecoveryAction.None && !IsRejection && !_isFatal && _settings.Actions is not null && !_caller.IsCancellationRequested;

    /// <summary>
    /// Whether the action that was run may have cured what failed, so that one more run makes sense: telling a person or sending less has not. A delay that the other side asks for is not shortened (D12).
    /// </summary>
    public bool WantsRunAfterAction =>
        _actionSucceeded
        && _actionRun is RecoveryAction.RestartService or RecoveryAction.ClearCache or RecoveryAction.ResetConnection or RecoveryAction.SwitchEndpoint
        && _rule.Strategy != HandlingStrategy.ImmediateFail
        && MayRunAgain
        && _verdict.RetryAfter is null or { Ticks: 0 };

    /// <summary>Whether an earlier result may answer.</summary>
    public bool WantsCache => MayFallBack && _rule.Strategy is HandlingStrategy.FallbackToCache or HandlingStrategy.GracefulDegradation;

    /// <summary>Whether the default may answer.</summary>
    public bool WantsDefault => MayFallBack && _rule.Strategy is HandlingStrategy.FallbackToDefault or HandlingStrategy.GracefulDegradation;

    private bool MayRunAgain => _context.IsRepeatable && _verdict.CanRetry && !_isFatal && !HopelessErrors.IsOwnRefusal(_exception);

    private bool MayFallBack => !_isFatal && _verdict.CanFallBack;

    /// <summary>Whether the operation was not run at all, as by an open breaker.</summary>
    private bool IsRejection => _exception is ResilienceException raised && Rejects(raised);

    /// <summary>Whether the operation shall be run through a breaker that it has not been run through yet.</summary>
    public bool WantsRunThroughBreaker(bool ranThroughBreaker) =>
        !ranThroughBreaker && MayRunAgain && _rule.Strategy == HandlingStrategy.CircuitBreaker && Breaker is not null && _verdict.RetryAfter is null or { Ticks: 0 };

    /// <summary>Takes a further failure for the one that is handled.</summary>
    public void Judge(Exception exception)
    {
        _exception = exception;
        _verdict = CallerCancellation.Is(exception, _caller) ? ErrorClassification.CallerCancellation : _settings.Classify(exception, _caller);
        IsCancelled = _verdict.IsCallerCancellation;
        if (IsCancelled)
        {
            return;
        }

        _isFatal = _verdict.IsFatal || HopelessErrors.IsFatal(exception);
        if (!IsRejection)
        {
            _culprit = exception;
        }

        var map = _settings.Rules.Current;
        _rule = _isFatal ? new HandlingRule(HandlingStrategy.ImmediateFail, RecoveryAction.None) : map[_verdict.Category];
        if (Breaker is null && _rule.Strategy == HandlingStrategy.CircuitBreaker)
        {
            Breaker = _settings.BreakerOf(_context.Component);
        }
    }

    /// <summary>Takes what retries ended with for the failure that is handled, unless it is the policy's own, as when a clock of the host's throws: the operation's failure stays then.</summary>
    public void JudgeEnd(Exception end)
    {
        var isOwn = Breaker is null && !ReferenceEquals(end, LastOfRuns) && end is not ResilienceException && !CallerCancellation.Is(end, _caller);
        if (isOwn)
        {
            LibraryFailures.Swallow(end);
        }

        Judge(isOwn ? LastOfRuns : end);
    }

    /// <summary>Notes that the operation is run again.</summary>
    public void CountRun()
    {
        Interlocked.Increment(ref _runs);
        Volatile.Write(ref _lastRunBegan, _settings.Degraded.Moment);
    }

    /// <summary>Whether the caller gave up while there was something left to do; then that is how the call ends.</summary>
    public bool EndsByCancellation()
    {
        if (_caller.IsCancellationRequested)
        {
            _exception = new OperationCanceledException("The caller cancelled the call; it had failed, and more would have been done about that.", _exception, _caller);
            IsCancelled = true;
        }

        return IsCancelled;
    }

    /// <summary>Runs the recovery action, or waits for the one that runs. Never throws.</summary>
    public async ValueTask RunActionAsync()
    {
        try
        {
            var context = new RecoveryContext(_exception)
            {
                Verdict = _verdict,
                Component = _context.Component,
                Target = _context.Component,
                Layer = _context.Layer ?? "",
                Operation = new OperationContext { Operation = _context.Operation, Layer = _context.Layer, RequestId = _requestId, UserId = _context.UserId, Data = _context.Data },
            };
            var result = await _settings.Actions!.RunAsync(_rule.Action, _context.Component, context, _caller).ConfigureAwait(false);
            if (result.IsAttempted)
            {
                _actionRun = _rule.Action;
                _actionSucceeded = result.Succeeded;
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    /// <summary>The operation went well when it was run again.</summary>
    /// <param name="value">Its result.</param>
    /// <param name="isRetried">Whether the retry policy ran it, and so has counted the success.</param>
    public HandlingResult<T> Recovered<T>(T value, bool isRetried)
    {
        if (!isRetried)
        {
            _settings.CountSuccess();
        }

        _settings.Fallbacks.Keep(_context, value);
        _settings.Degraded.Leave(_context.Component, Volatile.Read(ref _lastRunBegan));
        return HandlingResult.Success(value, Finish(HandlingOutcome.Recovered));
    }

    /// <summary>A fallback answered.</summary>
    public HandlingResult<T> Answered<T>(T value)
    {
        _degraded = _rule.Strategy == HandlingStrategy.GracefulDegradation && _settings.Degraded.Enter(_context.Component, Volatile.Read(ref _lastRunBegan));
        return HandlingResult.Success(value, Finish(HandlingOutcome.Fallback));
    }

    /// <summary>There is no value.</summary>
    public HandlingResult<T> Failed<T>() => HandlingResult.Failure<T>(Finish(HandlingOutcome.Failed));

    /// <summary>The caller gave up.</summary>
    public HandlingResult<T> Cancelled<T>() => HandlingResult.Cancelled<T>(_exception, _context.RequestId, _settings.Since(_started));

    private static bool Rejects(ResilienceException raised)
    {
        try
        {
            return raised.IsRejection;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // virtual
            return false;
        }
    }

    private ErrorHandled Finish(HandlingOutcome outcome)
    {
        var handled = new ErrorHandled
        {
            ErrorId = HandlingIds.Next(),
            Component = _context.Component,
            Operation = _context.Operation,
            RequestId = _requestId,
            UserId = _context.UserId,
            Exception = _exception,
            Verdict = _verdict,
            Strategy = _rule.Strategy,
            Action = _actionRun == RecoveryAction.None ? _rule.Action : _actionRun,
            RecoveryAttempted = _actionRun != RecoveryAction.None,
            RecoverySucceeded = _actionSucceeded,
            Recovered = outcome == HandlingOutcome.Recovered,
            FallbackUsed = outcome == HandlingOutcome.Fallback,
            Degraded = _degraded,
            RetryCount = Volatile.Read(ref _runs),
            Elapsed = _settings.Since(_started),
            At = _at,
        };
        _settings.Tell(handled, _context, outcome, _culprit);
        return handled;
    }
}
