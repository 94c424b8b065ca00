namespace ErrorManagement;

/// <summary>Something that calls run through: a breaker, a retry, a time-out, or a pipeline of them.</summary>
/// <remarks>
/// Thin on purpose, so that it can be mocked and implemented: three methods. Every other call shape is an extension,
/// see <see cref="ExecutionPolicyExtensions"/>. Safe on any thread. The operation's own exception leaves unchanged.
/// The two asynchronous methods never throw synchronously: every failure is in the returned task.
/// </remarks>
public interface IExecutionPolicy
{
    /// <summary>Runs an operation.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is never a failure.</param>
    /// <returns>The operation's result, its own exception unchanged, or the policy's rejection. To be awaited once.</returns>
    ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default);

    /// <summary>Runs an operation with a state argument, so that a static lambda serves and nothing is allocated.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is never a failure.</param>
    /// <returns>The operation's result, its own exception unchanged, or the policy's rejection. To be awaited once.</returns>
    ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default);

    /// <summary>Runs a synchronous operation with a state argument. Waiting between tries, where a policy waits, blocks the thread.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result; not a task: use ExecuteAsync for those.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is never a failure.</param>
    /// <returns>The operation's result.</returns>
    T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default);
}
