using System.Runtime.CompilerServices;
using ErrorManagement.Fallbacks;

namespace ErrorManagement.Pipelines;

/// <content>The call shapes that every policy has.</content>
public sealed partial class ExecutionPipeline<T>
{
    /// <summary>Runs an operation that watches no token.</summary>
    /// <param name="operation">The operation. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. To be awaited once; never throws synchronously.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<T> ExecuteAsync(Func<ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(static (call, _) => call(), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task, and that watches no token.</summary>
    /// <param name="operation">The operation. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. To be awaited once; never throws synchronously.</returns>
    public ValueTask<T> ExecuteAsync(Func<Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(static (call, _) => new ValueTask<T>(call()), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task, with a state argument.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. To be awaited once; never throws synchronously.</returns>
    public ValueTask<T> ExecuteAsync<TState>(Func<TState, CancellationToken, Task<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(static (call, token) => new ValueTask<T>(call.operation(call.state, token)), (operation, state), cancellationToken);
    }

    /// <summary>Runs a synchronous operation that watches no token.</summary>
    /// <param name="operation">The operation. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer.</returns>
    /// <exception cref="FallbackFailedException">There is neither.</exception>
    [OverloadResolutionPriority(3)]
    public T Execute(Func<T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Execute(static (call, _) => call(), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a state argument, that watches no token.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer.</returns>
    /// <exception cref="FallbackFailedException">There is neither.</exception>
    [OverloadResolutionPriority(1)]
    public T Execute<TState>(Func<TState, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Execute(static (call, _) => call.operation(call.state), (operation, state), cancellationToken);
    }
}
