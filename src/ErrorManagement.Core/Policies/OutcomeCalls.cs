using ErrorManagement.Classification;

namespace ErrorManagement.Policies;

/// <summary>Runs a call through a policy and returns what became of it.</summary>
internal static class OutcomeCalls
{
    /// <summary>Asks a policy that can say no without an exception object; reads any other one's exception from the task where there is one, so that it is not thrown.</summary>
    public static ValueTask<CallResult<T>> RunAsync<TState, T>(IExecutionPolicy policy, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (policy is IOutcomePolicy outcomes)
        {
            return outcomes.TryExecuteAsync(operation, state, cancellationToken);
        }

        ValueTask<T> call;
        try
        {
            call = policy.ExecuteAsync(operation, state, cancellationToken);
        }
        catch (Exception e)
        {
            call = ValueTask.FromException<T>(e); // a foreign policy may break its contract
        }

        return OfAsync(call, cancellationToken);
    }

    /// <summary>The synchronous form.</summary>
    public static CallResult<T> Run<TState, T>(IExecutionPolicy policy, Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        SynchronousResult<T>.Require(nameof(ExecutionPolicyExtensions.TryExecute));
        if (policy is IOutcomePolicy outcomes)
        {
            return outcomes.TryExecute(operation, state, cancellationToken);
        }

        try
        {
            return CallResult.Success(policy.Execute(operation, state, cancellationToken));
        }
        catch (Exception e) when (!CallerCancellation.Is(e, cancellationToken))
        {
            return CallResult.Failure<T>(e);
        }
    }

    /// <summary>What became of a call that has been started.</summary>
    public static ValueTask<CallResult<T>> OfAsync<T>(ValueTask<T> call, CancellationToken cancellationToken)
    {
        if (call.IsCompletedSuccessfully)
        {
            return new ValueTask<CallResult<T>>(CallResult.Success(call.Result));
        }

        var task = call.AsTask();
        return task.IsCompleted ? Of(task, cancellationToken) : WaitAsync(task, cancellationToken);
    }

    private static ValueTask<CallResult<T>> Of<T>(Task<T> ended, CancellationToken cancellationToken)
    {
        if (ended.IsCompletedSuccessfully)
        {
            return new ValueTask<CallResult<T>>(CallResult.Success(ended.Result));
        }

        var exception = CallTasks.FailureOf(ended);
        return CallerCancellation.Is(exception, cancellationToken)
            ? ValueTask.FromException<CallResult<T>>(exception)
            : new ValueTask<CallResult<T>>(CallResult.Failure<T>(exception));
    }

    private static async ValueTask<CallResult<T>> WaitAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Of(task, cancellationToken).ConfigureAwait(false);
    }
}
