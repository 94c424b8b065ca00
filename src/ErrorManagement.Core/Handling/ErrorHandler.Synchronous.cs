using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Handling;

/// <content>Synchronous calls: the same steps in the same order, waiting on the caller's thread.</content>
public sealed partial class ErrorHandler
{
    /// <inheritdoc/>
    public HandlingResult<T> Handle<TState, T>(Func<TState, CancellationToken, T> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        SynchronousResult<T>.Require();
        if (cancellationToken.IsCancellationRequested)
        {
            return NotBegun<T>(context, cancellationToken);
        }

        var start = Begin(context);
        Exception thrown;
        try
        {
            var value = start.Breaker is { } breaker ? breaker.Execute(operation, state, cancellationToken) : operation(state, cancellationToken);
            return Succeeded(value, context, start);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        // The closure is made here, and not where calls that succeed pass by.
        return HandleFailure(thrown, Bind(operation, state), isRunThroughBreaker: start.Breaker is not null, start, context, cancellationToken);
    }

    /// <inheritdoc/>
    public HandlingResult<T> HandleError<T>(Exception exception, Func<CancellationToken, T>? operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(context);
        SynchronousResult<T>.Require();
        return HandleFailure(exception, operation, isRunThroughBreaker: false, Begin(context), context, cancellationToken);
    }

    private static Func<CancellationToken, T> Bind<TState, T>(Func<TState, CancellationToken, T> operation, TState state) => token => operation(state, token);

    private HandlingResult<T> HandleFailure<T>(Exception exception, Func<CancellationToken, T>? operation, bool isRunThroughBreaker, in CallStart start, HandlingContext context, CancellationToken cancellationToken)
    {
        try
        {
            var failure = new HandledFailure(_settings, context, exception, start, cancellationToken);
            return GoOn(failure, operation is null ? null : new SynchronousRerun<T>(failure, operation), isRunThroughBreaker, context, cancellationToken);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return Unhandled<T>(exception, context);
        }
    }

    private HandlingResult<T> GoOn<T>(HandledFailure failure, SynchronousRerun<T>? rerun, bool isRunThroughBreaker, HandlingContext context, CancellationToken cancellationToken)
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
                ? CallEnd<T>.Of(static (run, token) => run.Policy.Execute(static (again, t) => again.RunAfterFirst(t), run.Again, token), (Policy: _settings.Retry, Again: rerun), cancellationToken)
                : rerun.End(cancellationToken);
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
            failure.RunActionAsync().AsTask().GetAwaiter().GetResult(); // handlers run on pool threads: nothing here waits for this one
            if (rerun is not null && failure.WantsRunAfterAction && !failure.EndsByCancellation())
            {
                var end = rerun.End(cancellationToken);
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
            var answer = cancellationToken.IsCancellationRequested ? default : standIn.Make(cancellationToken);
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
