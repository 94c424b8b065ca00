using System.Runtime.CompilerServices;
using ErrorManagement.Policies;

namespace ErrorManagement;

/// <content>Calls that return what became of them.</content>
public static partial class ExecutionPolicyExtensions
{
    /// <summary>Runs an operation that returns a value task with a result, and returns what became of it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<CallResult<T>> TryExecuteAsync<T>(this IExecutionPolicy policy, Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.RunAsync(policy, static (op, token) => op(token), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task with a result, and returns what became of it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<CallResult<T>> TryExecuteAsync<T>(this IExecutionPolicy policy, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.RunAsync(policy, static (op, token) => new ValueTask<T>(op(token)), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result, and returns what became of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<CallResult> TryExecuteAsync(this IExecutionPolicy policy, Func<CancellationToken, ValueTask> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(OutcomeCalls.RunAsync(policy, static (op, token) => CallTasks.WithoutValue(op(token)), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result, and returns what became of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    public static ValueTask<CallResult> TryExecuteAsync(this IExecutionPolicy policy, Func<CancellationToken, Task> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(OutcomeCalls.RunAsync(policy, static (op, token) => CallTasks.WithoutValue(new ValueTask(op(token))), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a value task with a result, and that watches no token, and returns what became of it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<CallResult<T>> TryExecuteAsync<T>(this IExecutionPolicy policy, Func<ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.RunAsync(policy, static (op, _) => op(), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task with a result, and that watches no token, and returns what became of it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<CallResult<T>> TryExecuteAsync<T>(this IExecutionPolicy policy, Func<Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.RunAsync(policy, static (op, _) => new ValueTask<T>(op()), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result, and that watches no token, and returns what became of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<CallResult> TryExecuteAsync(this IExecutionPolicy policy, Func<ValueTask> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(OutcomeCalls.RunAsync(policy, static (op, _) => CallTasks.WithoutValue(op()), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result, and that watches no token, and returns what became of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    public static ValueTask<CallResult> TryExecuteAsync(this IExecutionPolicy policy, Func<Task> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(OutcomeCalls.RunAsync(policy, static (op, _) => CallTasks.WithoutValue(new ValueTask(op())), operation, cancellationToken));
    }

    /// <summary>Runs an operation that returns a value task with a result, with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(3)]
    public static ValueTask<CallResult<T>> TryExecuteAsync<TState, T>(this IExecutionPolicy policy, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.RunAsync(policy, operation, state, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task with a result, with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(2)]
    public static ValueTask<CallResult<T>> TryExecuteAsync<TState, T>(this IExecutionPolicy policy, Func<TState, CancellationToken, Task<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.RunAsync(policy, static (call, token) => new ValueTask<T>(call.operation(call.state, token)), (operation, state), cancellationToken);
    }

    /// <summary>Runs an operation that returns a value task without a result, with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    [OverloadResolutionPriority(1)]
    public static ValueTask<CallResult> TryExecuteAsync<TState>(this IExecutionPolicy policy, Func<TState, CancellationToken, ValueTask> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(OutcomeCalls.RunAsync(policy, static (call, token) => CallTasks.WithoutValue(call.operation(call.state, token)), (operation, state), cancellationToken));
    }

    /// <summary>Runs an operation that returns a task without a result, with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object. To be awaited once.</returns>
    public static ValueTask<CallResult> TryExecuteAsync<TState>(this IExecutionPolicy policy, Func<TState, CancellationToken, Task> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return CallTasks.Forget(OutcomeCalls.RunAsync(policy, static (call, token) => CallTasks.WithoutValue(new ValueTask(call.operation(call.state, token))), (operation, state), cancellationToken));
    }

    /// <summary>Runs a synchronous operation with a result, and returns what became of it.</summary>
    /// <typeparam name="T">The type of the result; not a task: use TryExecuteAsync for those.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    [OverloadResolutionPriority(3)]
    public static CallResult<T> TryExecute<T>(this IExecutionPolicy policy, Func<CancellationToken, T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(policy, static (op, token) => op(token), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a result, that watches no token, and returns what became of it.</summary>
    /// <typeparam name="T">The type of the result; not a task: use TryExecuteAsync for those.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    [OverloadResolutionPriority(3)]
    public static CallResult<T> TryExecute<T>(this IExecutionPolicy policy, Func<T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(policy, static (op, _) => op(), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a result, with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result; not a task: use TryExecuteAsync for those.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    [OverloadResolutionPriority(1)]
    public static CallResult<T> TryExecute<TState, T>(this IExecutionPolicy policy, Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(policy, operation, state, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a result, with a state argument, that watches no token, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result; not a task: use TryExecuteAsync for those.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    [OverloadResolutionPriority(1)]
    public static CallResult<T> TryExecute<TState, T>(this IExecutionPolicy policy, Func<TState, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(policy, static (call, _) => call.operation(call.state), (operation, state), cancellationToken);
    }

    /// <summary>Runs a synchronous operation without a result, and returns what became of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    [OverloadResolutionPriority(2)]
    public static CallResult TryExecute(this IExecutionPolicy policy, Action<CancellationToken> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(
            policy,
            static (op, token) =>
            {
                op(token);
                return default(NoValue);
            },
            operation,
            cancellationToken).WithoutValue();
    }

    /// <summary>Runs a synchronous operation without a result, that watches no token, and returns what became of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    [OverloadResolutionPriority(2)]
    public static CallResult TryExecute(this IExecutionPolicy policy, Action operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(
            policy,
            static (op, _) =>
            {
                op();
                return default(NoValue);
            },
            operation,
            cancellationToken).WithoutValue();
    }

    /// <summary>Runs a synchronous operation without a result, with a state argument, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    public static CallResult TryExecute<TState>(this IExecutionPolicy policy, Action<TState, CancellationToken> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(
            policy,
            static (call, token) =>
            {
                call.operation(call.state, token);
                return default(NoValue);
            },
            (operation, state),
            cancellationToken).WithoutValue();
    }

    /// <summary>Runs a synchronous operation without a result, with a state argument, that watches no token, and returns what became of it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of the call. Throws for the caller's cancellation only; a rejection by the policy itself makes no exception object.</returns>
    public static CallResult TryExecute<TState>(this IExecutionPolicy policy, Action<TState> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return OutcomeCalls.Run(
            policy,
            static (call, _) =>
            {
                call.operation(call.state);
                return default(NoValue);
            },
            (operation, state),
            cancellationToken).WithoutValue();
    }
}
