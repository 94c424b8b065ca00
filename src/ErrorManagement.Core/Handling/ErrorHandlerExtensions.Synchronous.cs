using System.Runtime.CompilerServices;
using ErrorManagement.Policies;

namespace ErrorManagement.Handling;

/// <content>Synchronous calls.</content>
public static partial class ErrorHandlerExtensions
{
    /// <summary>Runs a synchronous operation with a result and handles its failure. Waiting, for delays as for recovery actions, blocks the thread.</summary>
    /// <typeparam name="T">The type of the result; not a task: use HandleAsync for those.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it.</returns>
    [OverloadResolutionPriority(3)]
    public static HandlingResult<T> Handle<T>(this IErrorHandler handler, Func<CancellationToken, T> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        return handler.Handle(static (call, token) => call(token), operation, context, cancellationToken);
    }

    /// <summary>Runs a synchronous operation without a result and handles its failure. Waiting, for delays as for recovery actions, blocks the thread.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it.</returns>
    [OverloadResolutionPriority(2)]
    public static HandlingResult Handle(this IErrorHandler handler, Action<CancellationToken> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return handler.Handle(static (call, token) => Run(call, token), operation, context, cancellationToken).WithoutValue();
    }

    /// <summary>Handles an exception of a call without a result that was caught elsewhere. Waiting, for delays as for recovery actions, blocks the thread.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">Runs once more what failed.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it.</returns>
    public static HandlingResult HandleError(this IErrorHandler handler, Exception exception, Action<CancellationToken> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        return handler.HandleError(exception, token => Run(operation, token), context, cancellationToken).WithoutValue();
    }

    /// <summary>Handles an exception that was caught elsewhere and whose operation cannot be run again. Waiting for recovery actions blocks the thread.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it.</returns>
    public static HandlingResult HandleError(this IErrorHandler handler, Exception exception, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return handler.HandleError<NoValue>(exception, null, context, cancellationToken).WithoutValue();
    }

    private static NoValue Run(Action<CancellationToken> operation, CancellationToken cancellationToken)
    {
        operation(cancellationToken);
        return default;
    }
}
