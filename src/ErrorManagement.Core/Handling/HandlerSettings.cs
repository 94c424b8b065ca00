using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Recovery;
using ErrorManagement.Retries;
using ErrorManagement.Time;

namespace ErrorManagement.Handling;

/// <summary>What a handler and the failures it handles share.</summary>
internal sealed class HandlerSettings
{
    private readonly MonotonicClock _clock;
    private readonly RetryBudget? _budget;
    private readonly IErrorSink? _sink;
    private readonly ICircuitBreakerRegistry? _breakers;
    private readonly ErrorHandlerInstruments _instruments;
    private readonly OrderedCallbacks<ErrorHandled>? _onHandled;

    public HandlerSettings(ErrorHandlerOptions options, IErrorClassifier classifier, TimeProvider timeProvider, IErrorSink? sink, RecoveryActions? actions, ICircuitBreakerRegistry? breakers, IMeterFactory? meterFactory)
    {
        Options = options;
        Classifier = classifier;
        TimeProvider = timeProvider;
        Actions = actions;
        Rules = new HandlingRules(options.ToMap());
        Fallbacks = new HandlerFallbacks(options.CacheTimeToLive, options.CacheCapacity, timeProvider);
        _clock = new MonotonicClock(timeProvider);
        _sink = sink;
        _breakers = breakers;
        _instruments = ErrorHandlerInstruments.Of(meterFactory);
        _onHandled = options.OnHandled is { } callback ? new OrderedCallbacks<ErrorHandled>(callback) : null;
        options.Retry.ShouldRetry ??= (verdict, _) => Rules.Current[verdict.Category].Strategy == HandlingStrategy.RetryWithBackoff;
        Retry = new RetryPolicy(options.Retry, classifier, timeProvider, sink: null, meterFactory); // one report a failure: the handler's
        _budget = options.Retry.Budget;
    }

    public ErrorHandlerOptions Options { get; }

    public IErrorClassifier Classifier { get; }

    public TimeProvider TimeProvider { get; }

    public RecoveryActions? Actions { get; }

    public HandlingRules Rules { get; }

    public HandlerFallbacks Fallbacks { get; }

    public DegradedComponents Degraded { get; } = new();

    public RetryPolicy Retry { get; }

    public HandlingCounters Counters { get; } = new();

    public long DroppedEvents => _onHandled?.Dropped ?? 0;

    /// <summary>The breaker of a component; null where there is none to be had.</summary>
    public IExecutionPolicy? BreakerOf(string component)
    {
        try
        {
            return Options.CircuitBreakerOf is { } find ? find(component) : (_breakers ?? CircuitBreakerRegistry.Shared).GetOrAdd(component);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // settings configured under the name may be wrong, and the host's function may throw
            return null;
        }
    }

    /// <summary>Counts a success that the retry policy does not see, for its budget.</summary>
    public void CountSuccess()
    {
        try
        {
            _budget?.CountSuccess();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a clock of the host's own may throw
        }
    }

    /// <summary>The instant that a call begins. A clock of the host's own that throws stands still.</summary>
    public long Now()
    {
        try
        {
            return _clock.Now;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return 0;
        }
    }

    public TimeSpan Since(long started) => TimeSpan.FromTicks(Math.Max(0, Now() - started));

    public DateTimeOffset UtcNow()
    {
        try
        {
            return TimeProvider.GetUtcNow();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return DateTimeOffset.UnixEpoch;
        }
    }

    public ErrorClassification Classify(Exception exception, CancellationToken caller)
    {
        try
        {
            var verdict = Classifier.Classify(exception, caller);
            return Enum.IsDefined(verdict.Category) ? verdict : verdict with { Category = ErrorCategory.Unknown };
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a classifier of the host's own may break its contract
            return new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error);
        }
    }

    /// <summary>Tells of a failure that was handled: figures, metrics, sink, callback. Never throws.</summary>
    /// <param name="handled">The failure.</param>
    /// <param name="context">The call.</param>
    /// <param name="outcome">What became of the call.</param>
    /// <param name="culprit">What really went wrong: not the refusal to try it once more. Null when no call was made at all: there is nothing to report then.</param>
    public void Tell(ErrorHandled handled, HandlingContext context, HandlingOutcome outcome, Exception? culprit)
    {
        Counters.Add(handled, outcome);
        _instruments.Count(handled.Verdict.Category, handled.Strategy, outcome);
        _onHandled?.Publish(handled);
        if (_sink is null || culprit is null || !(outcome == HandlingOutcome.Recovered ? Options.ReportRecovered : Options.ReportFailures))
        {
            return;
        }

        try
        {
            _sink.Report(HandlingReport.Of(handled, context, outcome, culprit, this));
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // the sink, the map of the host's data or a member of the exception
        }
    }
}
