using System.Runtime.CompilerServices;
using ErrorManagement.Policies;

namespace ErrorManagement.Handling;

/// <summary>Every other call shape, once for all handlers.</summary>
/// <remarks>The forms named Handle answer with a result and never throw but for a null argument; those named Run let the failure leave, the same object, once it is handled.</remarks>
public static partial class ErrorHandlerExtensions
{
    /// <summary>Runs an operation that returns a value task with a result and handles its failure.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<HandlingResult<T>> HandleAsync<T>(this IErrorHandler handler, Func<CancellationToken, ValueTask<T>> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return handler.HandleAsync(static (call, token) => call(token), operation, context, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task with a result and handles its failure.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<HandlingResult<T>> HandleAsync<T>(this IErrorHandler handler, Func<CancellationToken, Task<T>> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return handler.HandleAsync(static (call, token) => new ValueTask<T>(call(token)), operation, context, cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result and handles its failure.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<HandlingResult> HandleAsync(this IErrorHandler handler, Func<CancellationToken, ValueTask> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return Forget(handler.HandleAsync(static (call, token) => CallTasks.WithoutValue(call(token)), operation, context, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result and handles its failure.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    public static ValueTask<HandlingResult> HandleAsync(this IErrorHandler handler, Func<CancellationToken, Task> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return Forget(handler.HandleAsync(static (call, token) => CallTasks.WithoutValue(new ValueTask(call(token))), operation, context, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task with a result, with a state argument, and handles its failure.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<HandlingResult<T>> HandleAsync<TState, T>(this IErrorHandler handler, Func<TState, CancellationToken, Task<T>> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return handler.HandleAsync(static (call, token) => new ValueTask<T>(call.operation(call.state, token)), (operation, state), context, cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result, with a state argument, and handles its failure.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<HandlingResult> HandleAsync<TState>(this IErrorHandler handler, Func<TState, CancellationToken, ValueTask> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return Forget(handler.HandleAsync(static (call, token) => CallTasks.WithoutValue(call.operation(call.state, token)), (operation, state), context, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result, with a state argument, and handles its failure.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    public static ValueTask<HandlingResult> HandleAsync<TState>(this IErrorHandler handler, Func<TState, CancellationToken, Task> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return Forget(handler.HandleAsync(static (call, token) => CallTasks.WithoutValue(new ValueTask(call.operation(call.state, token))), (operation, state), context, cancellationToken));
    }

    /// <summary>Handles an exception that was caught elsewhere.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">Runs once more what failed.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<HandlingResult<T>> HandleErrorAsync<T>(this IErrorHandler handler, Exception exception, Func<CancellationToken, Task<T>> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return handler.HandleErrorAsync(exception, token => new ValueTask<T>(operation(token)), context, cancellationToken);
    }

    /// <summary>Handles an exception of a call without a result that was caught elsewhere.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">Runs once more what failed.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<HandlingResult> HandleErrorAsync(this IErrorHandler handler, Exception exception, Func<CancellationToken, ValueTask> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return Forget(handler.HandleErrorAsync(exception, token => CallTasks.WithoutValue(operation(token)), context, cancellationToken));
    }

    /// <summary>Handles an exception of a call without a result that was caught elsewhere.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">Runs once more what failed.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    public static ValueTask<HandlingResult> HandleErrorAsync(this IErrorHandler handler, Exception exception, Func<CancellationToken, Task> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return Forget(handler.HandleErrorAsync(exception, token => CallTasks.WithoutValue(new ValueTask(operation(token))), context, cancellationToken));
    }

    /// <summary>Handles an exception that was caught elsewhere and whose operation cannot be run again.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    public static ValueTask<HandlingResult> HandleErrorAsync(this IErrorHandler handler, Exception exception, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Forget(handler.HandleErrorAsync<NoValue>(exception, null, context, cancellationToken));
    }

    private static ValueTask<HandlingResult> Forget(ValueTask<HandlingResult<NoValue>> handled)
    {
        return handled.IsCompletedSuccessfully ? new ValueTask<HandlingResult>(handled.Result.WithoutValue()) : Wait(handled);

        static async ValueTask<HandlingResult> Wait(ValueTask<HandlingResult<NoValue>> handled) => (await handled.ConfigureAwait(false)).WithoutValue();
    }
}
