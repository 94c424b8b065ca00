using System.Runtime.CompilerServices;
using ErrorManagement.Policies;

namespace ErrorManagement;

/// <summary>Every other call shape, once for all policies.</summary>
/// <remarks>
/// The asynchronous forms return a value task that carries every failure; only a null argument throws at once. Priorities among the
/// overloads let <c>async token => ...</c>, <c>_ => throw ...</c> and method groups find the form that keeps the result.
/// </remarks>
public static partial class ExecutionPolicyExtensions
{
    /// <summary>Runs an operation that returns a task with a result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result, its own exception unchanged, or the policy's rejection. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> ExecuteAsync<T>(this IExecutionPolicy policy, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return policy.ExecuteAsync(static (op, token) => new ValueTask<T>(op(token)), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when the operation has ended: well, with its own exception unchanged, or with the policy's rejection. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask ExecuteAsync(this IExecutionPolicy policy, Func<CancellationToken, ValueTask> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(policy.ExecuteAsync(static (op, token) => CallTasks.WithoutValue(op(token)), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when the operation has ended: well, with its own exception unchanged, or with the policy's rejection. To be awaited once.</returns>
    public static ValueTask ExecuteAsync(this IExecutionPolicy policy, Func<CancellationToken, Task> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(policy.ExecuteAsync(static (op, token) => CallTasks.WithoutValue(new ValueTask(op(token))), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a value task with a result, and that watches no token.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result, its own exception unchanged, or the policy's rejection. To be awaited once.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<T> ExecuteAsync<T>(this IExecutionPolicy policy, Func<ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return policy.ExecuteAsync(static (op, _) => op(), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task with a result, and that watches no token.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result, its own exception unchanged, or the policy's rejection. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> ExecuteAsync<T>(this IExecutionPolicy policy, Func<Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return policy.ExecuteAsync(static (op, _) => new ValueTask<T>(op()), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result, and that watches no token.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when the operation has ended: well, with its own exception unchanged, or with the policy's rejection. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask ExecuteAsync(this IExecutionPolicy policy, Func<ValueTask> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(policy.ExecuteAsync(static (op, _) => CallTasks.WithoutValue(op()), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result, and that watches no token.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when the operation has ended: well, with its own exception unchanged, or with the policy's rejection. To be awaited once.</returns>
    public static ValueTask ExecuteAsync(this IExecutionPolicy policy, Func<Task> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(policy.ExecuteAsync(static (op, _) => CallTasks.WithoutValue(new ValueTask(op())), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task with a result, with a state argument.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result, its own exception unchanged, or the policy's rejection. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> ExecuteAsync<TState, T>(this IExecutionPolicy policy, Func<TState, CancellationToken, Task<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return policy.ExecuteAsync(static (call, token) => new ValueTask<T>(call.operation(call.state, token)), (operation, state), cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result, with a state argument.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when the operation has ended: well, with its own exception unchanged, or with the policy's rejection. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask ExecuteAsync<TState>(this IExecutionPolicy policy, Func<TState, CancellationToken, ValueTask> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(policy.ExecuteAsync(static (call, token) => CallTasks.WithoutValue(call.operation(call.state, token)), (operation, state), cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result, with a state argument.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when the operation has ended: well, with its own exception unchanged, or with the policy's rejection. To be awaited once.</returns>
    public static ValueTask ExecuteAsync<TState>(this IExecutionPolicy policy, Func<TState, CancellationToken, Task> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(policy.ExecuteAsync(static (call, token) => CallTasks.WithoutValue(new ValueTask(call.operation(call.state, token))), (operation, state), cancellationToken));
    }
}
