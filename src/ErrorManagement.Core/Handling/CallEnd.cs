using ErrorManagement.Policies;

namespace ErrorManagement.Handling;

/// <summary>How a run of an operation ended.</summary>
internal readonly struct CallEnd<T>
{
    private CallEnd(T? value, Exception? failure)
    {
        Value = value;
        Failure = failure;
    }

    public T? Value { get; }

    /// <summary>What it failed with; null when it went well.</summary>
    public Exception? Failure { get; }

    public static CallEnd<T> Failed(Exception failure) => new(default, failure);

    public static CallEnd<T> Succeeded(T value) => new(value, null);

    /// <summary>Starts a run and waits for its end. Whatever it throws is in the answer.</summary>
    public static async ValueTask<CallEnd<T>> OfAsync<TState>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        await OfAsync(CallTasks.Start(operation, state, cancellationToken)).ConfigureAwait(false);

    /// <summary>Waits for the end of a run.</summary>
    public static async ValueTask<CallEnd<T>> OfAsync(ValueTask<T> call)
    {
        var task = call.AsTask();
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompletedSuccessfully ? Succeeded(await task.ConfigureAwait(false)) : Failed(CallTasks.FailureOf(task));
    }

    /// <summary>Makes a synchronous run.</summary>
    public static CallEnd<T> Of<TState>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return Succeeded(operation(state, cancellationToken));
        }
        catch (Exception e)
        {
            return Failed(e);
        }
    }
}
