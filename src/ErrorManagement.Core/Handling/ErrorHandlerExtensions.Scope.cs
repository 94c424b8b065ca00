using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Handling;

/// <content>Scopes: a failure inside is handled, and then leaves.</content>
public static partial class ErrorHandlerExtensions
{
    /// <summary>Runs an operation that returns a value task with a result once; its failure is handled and then leaves: classified, acted upon, counted and reported, but neither run again nor answered for. No handling can change or replace the exception.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It is run once.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>The operation's result, or its own exception, the same object, once it is handled. To be awaited once.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<T> RunAsync<T>(this IErrorHandler handler, Func<CancellationToken, ValueTask<T>> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        var call = CallTasks.Start(static (run, token) => run(token), operation, cancellationToken);
        return call.IsCompletedSuccessfully ? call : HandleAndLeaveAsync(handler, call, context, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task with a result once; its failure is handled and then leaves: classified, acted upon, counted and reported, but neither run again nor answered for. No handling can change or replace the exception.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It is run once.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>The operation's result, or its own exception, the same object, once it is handled. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> RunAsync<T>(this IErrorHandler handler, Func<CancellationToken, Task<T>> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return handler.RunAsync(token => new ValueTask<T>(operation(token)), context, cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result once; its failure is handled and then leaves: classified, acted upon, counted and reported, but neither run again nor answered for. No handling can change or replace the exception.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It is run once.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>A task that ends well with the operation, or with its own exception, the same object, once it is handled. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask RunAsync(this IErrorHandler handler, Func<CancellationToken, ValueTask> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(handler.RunAsync(token => CallTasks.WithoutValue(operation(token)), context, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result once; its failure is handled and then leaves: classified, acted upon, counted and reported, but neither run again nor answered for. No handling can change or replace the exception.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It is run once.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>A task that ends well with the operation, or with its own exception, the same object, once it is handled. To be awaited once.</returns>
    public static ValueTask RunAsync(this IErrorHandler handler, Func<CancellationToken, Task> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(handler.RunAsync(token => CallTasks.WithoutValue(new ValueTask(operation(token))), context, cancellationToken));
    }

    /// <summary>Runs an operation that is synchronous once; its failure is handled and then leaves: classified, acted upon, counted and reported, but neither run again nor answered for. Waiting for a recovery action blocks the thread. No handling can change or replace the exception.</summary>
    /// <typeparam name="T">The type of the result; not a task: use RunAsync for those.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It is run once.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>The operation's result.</returns>
    [OverloadResolutionPriority(3)]
    public static T Run<T>(this IErrorHandler handler, Func<CancellationToken, T> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return operation(cancellationToken);
        }
        catch (Exception e)
        {
            Tell(handler, e, context, cancellationToken);
            throw;
        }
    }

    /// <summary>Runs an operation that is synchronous and has no result once; its failure is handled and then leaves: classified, acted upon, counted and reported, but neither run again nor answered for. Waiting for a recovery action blocks the thread. No handling can change or replace the exception.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="operation">The operation; it is given the token it must watch. It is run once.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    [OverloadResolutionPriority(2)]
    public static void Run(this IErrorHandler handler, Action<CancellationToken> operation, HandlingContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        handler.Run(token => Run(operation, token), context, cancellationToken);
    }

    private static async ValueTask<T> HandleAndLeaveAsync<T>(IErrorHandler handler, ValueTask<T> call, HandlingContext context, CancellationToken cancellationToken)
    {
        var task = call.AsTask();
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompletedSuccessfully)
        {
            try
            {
                await handler.HandleErrorAsync<NoAnswer>(CallTasks.FailureOf(task), null, context, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e); // a handler of the host's own may break its contract
            }
        }

        return await task.ConfigureAwait(false);
    }

    private static void Tell(IErrorHandler handler, Exception exception, HandlingContext context, CancellationToken cancellationToken)
    {
        try
        {
            handler.HandleError<NoAnswer>(exception, null, context, cancellationToken);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a handler of the host's own may break its contract
        }
    }
}
