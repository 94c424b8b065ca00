namespace ErrorManagement.Policies;

/// <summary>A policy that can say no without making an exception object. TryExecute(Async) asks for it.</summary>
internal interface IOutcomePolicy : IExecutionPolicy
{
    /// <summary>Runs an operation and returns what became of it; throws only for the caller's cancellation.</summary>
    ValueTask<CallResult<T>> TryExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken);

    /// <summary>The synchronous form.</summary>
    CallResult<T> TryExecute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken);
}
