using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>The handler that ships: classify → strategy → recovery action → fallback, in this order.</summary>
/// <remarks>
/// <para>
/// A failure is classified; its category names a strategy and a recovery action. Retries come first. What has failed then runs the action of its own category, and, when an action that can
/// cure said it succeeded, the operation is run once more. What has failed still may be answered by a fallback. The operation is run again only where the verdict and the context allow it;
/// a recovery action makes no success of a call by itself.
/// </para>
/// <para>Fatal errors are not retried, acted upon or hidden; the result carries them. A handled failure is reported once. A call that succeeds at once allocates nothing.</para>
/// </remarks>
public sealed partial class ErrorHandler : IErrorHandler
{
    private readonly HandlerSettings _settings;

    /// <summary>Makes a handler.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="classifier">Says what a failure means; null for the built-in one.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <param name="sink">Told of each handled failure; null for nobody.</param>
    /// <param name="actions">Runs recovery actions; null for none: they are not attempted then.</param>
    /// <param name="circuitBreakers">Where breakers are found; null for the registry of the process.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public ErrorHandler(
        ErrorHandlerOptions? options = null,
        IErrorClassifier? classifier = null,
        TimeProvider? timeProvider = null,
        IErrorSink? sink = null,
        RecoveryActions? actions = null,
        ICircuitBreakerRegistry? circuitBreakers = null,
        IMeterFactory? meterFactory = null)
    {
        var copy = options?.Copy() ?? new ErrorHandlerOptions();
        ErrorHandlerOptionsValidator.ThrowIfInvalid(copy);
        _settings = new HandlerSettings(copy, classifier ?? ErrorClassifier.Default, timeProvider ?? TimeProvider.System, sink, actions, circuitBreakers, meterFactory);
    }

    /// <inheritdoc/>
    public HandlingRules Rules => _settings.Rules;

    /// <inheritdoc/>
    public HandlerFallbacks Fallbacks => _settings.Fallbacks;

    /// <inheritdoc/>
    public ErrorHandlerStatistics GetStatistics() => _settings.Counters.Read() with
    {
        DegradedComponents = _settings.Degraded.ToList(),
        DroppedResults = _settings.Fallbacks.Dropped,
        DroppedEvents = _settings.DroppedEvents,
    };

    /// <summary>Whether a component is degraded: a fallback of the strategy <see cref="HandlingStrategy.GracefulDegradation"/> answered, and no call that began later has gone well yet. A call that began before the last recovery and fails after it does not count.</summary>
    /// <param name="component">The component, compared exactly.</param>
    /// <returns>Whether it is.</returns>
    public bool IsDegraded(string component)
    {
        ArgumentNullException.ThrowIfNull(component);
        return _settings.Degraded.Contains(component);
    }

    /// <inheritdoc/>
    public ValueTask<HandlingResult<T>> HandleAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        if (cancellationToken.IsCancellationRequested)
        {
            return new ValueTask<HandlingResult<T>>(NotBegun<T>(context, cancellationToken));
        }

        var start = Begin(context);
        ValueTask<T> call = default;
        Exception? thrown = null;
        try
        {
            call = start.Breaker is { } breaker ? breaker.ExecuteAsync(operation, state, cancellationToken) : operation(state, cancellationToken);
            if (call.IsCompletedSuccessfully)
            {
                return new ValueTask<HandlingResult<T>>(Succeeded(call.Result, context, start));
            }
        }
        catch (Exception e)
        {
            thrown = e;
        }

        return FinishAsync(call, thrown, start, operation, state, context, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<HandlingResult<T>> HandleErrorAsync<T>(Exception exception, Func<CancellationToken, ValueTask<T>>? operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(context);
        return HandleFailureAsync(exception, operation, isRunThroughBreaker: false, Begin(context), context, cancellationToken);
    }

    private static HandlingResult<T> NotBegun<T>(HandlingContext context, CancellationToken cancellationToken) =>
        HandlingResult.Cancelled<T>(new OperationCanceledException(cancellationToken), context.RequestId);

    /// <summary>When even the handling failed: the failure is in the result, and nothing else is known.</summary>
    private static HandlingResult<T> Unhandled<T>(Exception exception, HandlingContext context) => HandlingResult.Failure<T>(new ErrorHandled
    {
        ErrorId = HandlingIds.Next(),
        Component = context.Component,
        Operation = context.Operation,
        RequestId = context.RequestId ?? "",
        UserId = context.UserId,
        Exception = exception,
        Verdict = new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error),
        Strategy = HandlingStrategy.ImmediateFail,
    });

    private CallStart Begin(HandlingContext context) => new(
        _settings.Now(),
        _settings.Degraded.Moment,
        _settings.Rules.Current.UsesCircuitBreaker ? _settings.BreakerOf(context.Component) : null);

    private HandlingResult<T> Succeeded<T>(T value, HandlingContext context, in CallStart start)
    {
        _settings.CountSuccess();
        _settings.Fallbacks.Keep(context, value);
        _settings.Degraded.Leave(context.Component, start.Moment);
        return HandlingResult.Success(value, context.RequestId, _settings.Since(start.At));
    }

    private async ValueTask<HandlingResult<T>> FinishAsync<TState, T>(ValueTask<T> call, Exception? thrown, CallStart start, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, HandlingContext context, CancellationToken cancellationToken)
    {
        if (thrown is null)
        {
            try
            {
                var end = await CallEnd<T>.OfAsync(call).ConfigureAwait(false);
                if (end.Failure is null)
                {
                    return Succeeded(end.Value!, context, start);
                }

                thrown = end.Failure;
            }
            catch (Exception e)
            {
                thrown = e; // a task source of the host's own may break its contract
            }
        }

        return await HandleFailureAsync(thrown, token => operation(state, token), isRunThroughBreaker: start.Breaker is not null, start, context, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<HandlingResult<T>> HandleFailureAsync<T>(Exception exception, Func<CancellationToken, ValueTask<T>>? operation, bool isRunThroughBreaker, CallStart start, HandlingContext context, CancellationToken cancellationToken)
    {
        try
        {
            var failure = new HandledFailure(_settings, context, exception, start, cancellationToken);
            return await GoOnAsync(failure, operation is null ? null : new Rerun<T>(failure, operation), isRunThroughBreaker, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return Unhandled<T>(exception, context);
        }
    }

    private async ValueTask<HandlingResult<T>> GoOnAsync<T>(HandledFailure failure, Rerun<T>? rerun, bool isRunThroughBreaker, HandlingContext context, CancellationToken cancellationToken)
    {
        if (failure.IsCancelled)
        {
            return failure.Cancelled<T>();
        }

        if (rerun is not null && (failure.WantsRetries || failure.WantsRunThroughBreaker(isRunThroughBreaker)))
        {
            if (failure.EndsByCancellation())
            {
                return failure.Cancelled<T>();
            }

            var isRetried = failure.WantsRetries;
            var end = isRetried
                ? await CallEnd<T>.OfAsync(static (run, token) => run.Policy.ExecuteAsync(static (again, t) => again.RunAfterFirstAsync(t), run.Again, token), (Policy: _settings.Retry, Again: rerun), cancellationToken).ConfigureAwait(false)
                : await rerun.EndAsync(cancellationToken).ConfigureAwait(false);
            if (end.Failure is null)
            {
                return failure.Recovered(end.Value!, isRetried);
            }

            failure.JudgeEnd(end.Failure);
            if (failure.IsCancelled)
            {
                return failure.Cancelled<T>();
            }
        }

        if (failure.WantsAction)
        {
            await failure.RunActionAsync().ConfigureAwait(false);
            if (rerun is not null && failure.WantsRunAfterAction && !failure.EndsByCancellation())
            {
                var end = await rerun.EndAsync(cancellationToken).ConfigureAwait(false);
                if (end.Failure is null)
                {
                    return failure.Recovered(end.Value!, isRetried: false);
                }

                failure.Judge(end.Failure);
            }

            if (failure.IsCancelled)
            {
                return failure.Cancelled<T>();
            }
        }

        if (failure.WantsCache && _settings.Fallbacks.Cached<T>(context) is { IsGiven: true } cached)
        {
            return failure.EndsByCancellation() ? failure.Cancelled<T>() : failure.Answered(cached.Value!);
        }

        if (failure.WantsDefault && _settings.Fallbacks.TryGetDefault<T>(context.Component, out var standIn))
        {
            var answer = cancellationToken.IsCancellationRequested ? default : await standIn.MakeAsync(cancellationToken).ConfigureAwait(false);
            if (failure.EndsByCancellation())
            {
                return failure.Cancelled<T>();
            }

            if (answer.IsGiven)
            {
                return failure.Answered(answer.Value!);
            }
        }

        return failure.Failed<T>();
    }
}
