using System.Runtime.CompilerServices;

namespace ErrorManagement.Policies;

/// <summary>Tasks that have ended, read without a throw: each costs some microseconds.</summary>
internal static class CallTasks
{
    /// <summary>Runs an operation; what it throws before its first await becomes a failed task, the same object inside.</summary>
    public static ValueTask<T> Start<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return operation(state, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    /// <summary>Runs an operation.</summary>
    /// <returns>What it threw before its first await, or null; a failed task for it would cost more than it says.</returns>
    public static Exception? TryStart<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken, out ValueTask<T> call)
    {
        try
        {
            call = operation(state, cancellationToken);
            return null;
        }
        catch (Exception e)
        {
            call = default;
            return e;
        }
    }

    /// <summary>The exception that awaiting a failed or cancelled task would throw, the same object.</summary>
    public static Exception FailureOf(Task failed)
    {
        if (failed.Exception is { } failure)
        {
            return failure.InnerExceptions[0];
        }

        // A cancelled task shows its exception only by throwing it; it may hold the TimeoutException that tells a time-out from the caller.
        try
        {
            failed.GetAwaiter().GetResult();
            throw new ArgumentException("The task has not failed.", nameof(failed)); // a caller of ours looked twice
        }
        catch (OperationCanceledException e)
        {
            return e;
        }
    }

    /// <summary>A failed or cancelled task that throws the exception that was taken from it: one cancelled without an exception object makes a new one each time it is asked.</summary>
    public static ValueTask<T> WithFailure<T>(Task<T> failed, Exception failure)
    {
        if (!failed.IsCanceled)
        {
            return new ValueTask<T>(failed);
        }

        var cancelled = AsyncTaskMethodBuilder<T>.Create();
        cancelled.SetException(failure);
        return new ValueTask<T>(cancelled.Task);
    }

    /// <summary>A task with a result, of one without.</summary>
    public static ValueTask<NoValue> WithoutValue(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return Wait(task);
        }

        task.GetAwaiter().GetResult(); // a pooled source wants its result read
        return default;

        static async ValueTask<NoValue> Wait(ValueTask task)
        {
            await task.ConfigureAwait(false);
            return default;
        }
    }

    /// <summary>A task without a result, of one with.</summary>
    public static ValueTask Forget(ValueTask<NoValue> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return new ValueTask(task.AsTask());
        }

        _ = task.Result;
        return default;
    }

    /// <summary>A result without its value, of one with.</summary>
    public static ValueTask<CallResult> Forget(ValueTask<CallResult<NoValue>> task)
    {
        return task.IsCompletedSuccessfully ? new ValueTask<CallResult>(task.Result.WithoutValue()) : Wait(task);

        static async ValueTask<CallResult> Wait(ValueTask<CallResult<NoValue>> task) => (await task.ConfigureAwait(false)).WithoutValue();
    }
}
