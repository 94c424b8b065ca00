using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>Runs a call with a fallback behind it.</summary>
public static class FallbackExtensions
{
    /// <summary>Runs a call; when it fails, the fallback answers. A result of the call itself is told to a fallback that learns, such as the cache.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="fallback">The fallback.</param>
    /// <param name="primary">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token. The caller's cancellation and fatal errors leave unchanged: nothing answers for them.</param>
    /// <returns>The call's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. Never throws synchronously.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> RunAsync<T>(this IFallback<T> fallback, Func<CancellationToken, ValueTask<T>> primary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        ArgumentNullException.ThrowIfNull(primary);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        var call = CallTasks.Start(static (operation, token) => operation(token), primary, cancellationToken);
        if (!call.IsCompletedSuccessfully)
        {
            return FinishAsync(fallback, primary, call, cancellationToken);
        }

        var result = call.Result;
        return FallbackCalls.IsTaken(fallback, result) ? new ValueTask<T>(result) : ((ConditionalFallback<T>)fallback).ReplaceAsync(result, primary, reports: null, cancellationToken);
    }

    /// <summary>Runs a call that returns a task; when it fails, the fallback answers. A result of the call itself is told to a fallback that learns, such as the cache.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="fallback">The fallback.</param>
    /// <param name="primary">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token. The caller's cancellation and fatal errors leave unchanged: nothing answers for them.</param>
    /// <returns>The call's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. Never throws synchronously.</returns>
    public static ValueTask<T> RunAsync<T>(this IFallback<T> fallback, Func<CancellationToken, Task<T>> primary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        ArgumentNullException.ThrowIfNull(primary);
        return fallback.RunAsync(token => new ValueTask<T>(primary(token)), cancellationToken);
    }

    /// <summary>Runs a synchronous call; when it fails, the fallback answers. A result of the call itself is told to a fallback that learns, such as the cache.</summary>
    /// <typeparam name="T">The type of the result; not a task: use RunAsync for those.</typeparam>
    /// <param name="fallback">The fallback.</param>
    /// <param name="primary">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token. The caller's cancellation and fatal errors leave unchanged: nothing answers for them.</param>
    /// <returns>The call's result or the fallback's answer.</returns>
    /// <exception cref="FallbackFailedException">There is neither.</exception>
    public static T Run<T>(this IFallback<T> fallback, Func<CancellationToken, T> primary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        ArgumentNullException.ThrowIfNull(primary);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        T result;
        try
        {
            result = primary(cancellationToken);
        }
        catch (Exception e) when (FallbackCalls.Falls(e, null, cancellationToken))
        {
            return fallback.Execute(primary, e, cancellationToken);
        }

        return FallbackCalls.IsTaken(fallback, result) ? result : ((ConditionalFallback<T>)fallback).Replace(result, primary, reports: null, cancellationToken);
    }

    /// <summary>A fallback that answers for some failures only; the others leave unchanged, and in a chain the next member is asked. For results and events see <see cref="ConditionalFallback{T}"/>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="fallback">The fallback.</param>
    /// <param name="when">Which failures it answers for, by exception and verdict; see <see cref="FallbackOptions{T}.When"/>.</param>
    /// <returns>The fallback with that rule before it.</returns>
    public static IFallback<T> When<T>(this IFallback<T> fallback, Func<Exception, ErrorClassification, bool> when)
    {
        ArgumentNullException.ThrowIfNull(when);
        return new ConditionalFallback<T>(fallback, new FallbackOptions<T> { When = when });
    }

    private static async ValueTask<T> FinishAsync<T>(IFallback<T> fallback, Func<CancellationToken, ValueTask<T>> primary, ValueTask<T> call, CancellationToken cancellationToken)
    {
        var task = call.AsTask();
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompletedSuccessfully)
        {
            var failure = CallTasks.FailureOf(task);
            if (FallbackCalls.Falls(failure, null, cancellationToken))
            {
                return await FallbackCalls.AskAsync(fallback, primary, failure, cancellationToken).ConfigureAwait(false);
            }
        }

        var result = await task.ConfigureAwait(false);
        return FallbackCalls.IsTaken(fallback, result) ? result : await ((ConditionalFallback<T>)fallback).ReplaceAsync(result, primary, reports: null, cancellationToken).ConfigureAwait(false);
    }
}
