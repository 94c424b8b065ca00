using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Pipelines;

/// <content>Calls that return what became of them.</content>
public sealed partial class ExecutionPipeline<T>
{
    /// <summary>Runs an operation, and returns what became of it.</summary>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<CallResult<T>> TryExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.OfAsync(ExecuteAsync(operation, cancellationToken), cancellationToken);
    }

    /// <summary>Runs an operation that returns a task, and returns what became of it.</summary>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only. To be awaited once.</returns>
    public ValueTask<CallResult<T>> TryExecuteAsync(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.OfAsync(ExecuteAsync(operation, cancellationToken), cancellationToken);
    }

    /// <summary>Runs an operation that watches no token, and returns what became of it.</summary>
    /// <param name="operation">The operation. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<CallResult<T>> TryExecuteAsync(Func<ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.OfAsync(ExecuteAsync(operation, cancellationToken), cancellationToken);
    }

    /// <summary>Runs an operation that returns a task, and that watches no token, and returns what became of it.</summary>
    /// <param name="operation">The operation. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only. To be awaited once.</returns>
    public ValueTask<CallResult<T>> TryExecuteAsync(Func<Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.OfAsync(ExecuteAsync(operation, cancellationToken), cancellationToken);
    }

    /// <summary>Runs an operation with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<CallResult<T>> TryExecuteAsync<TState>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.OfAsync(ExecuteAsync(operation, state, cancellationToken), cancellationToken);
    }

    /// <summary>Runs an operation that returns a task, with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only. To be awaited once.</returns>
    public ValueTask<CallResult<T>> TryExecuteAsync<TState>(Func<TState, CancellationToken, Task<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.OfAsync(ExecuteAsync(operation, state, cancellationToken), cancellationToken);
    }

    /// <summary>Runs a synchronous operation, and returns what became of it.</summary>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only.</returns>
    [OverloadResolutionPriority(3)]
    public CallResult<T> TryExecute(Func<CancellationToken, T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Try(static (call, token) => call(token), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation that watches no token, and returns what became of it.</summary>
    /// <param name="operation">The operation. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only.</returns>
    [OverloadResolutionPriority(3)]
    public CallResult<T> TryExecute(Func<T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Try(static (call, _) => call(), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only.</returns>
    [OverloadResolutionPriority(2)]
    public CallResult<T> TryExecute<TState>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Try(operation, state, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a state argument, that watches no token, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state. The pipeline cannot stop it: prefer a form with a token.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call; the fallback's answer is a success. Throws for the caller's cancellation only.</returns>
    [OverloadResolutionPriority(1)]
    public CallResult<T> TryExecute<TState>(Func<TState, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Try(static (call, _) => call.operation(call.state), (operation, state), cancellationToken);
    }

    private CallResult<T> Try<TState>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        SynchronousResult<T>.Require(nameof(TryExecute));
        try
        {
            return CallResult.Success(Execute(operation, state, cancellationToken));
        }
        catch (Exception e) when (!CallerCancellation.Is(e, cancellationToken))
        {
            return CallResult.Failure<T>(e);
        }
    }
}
