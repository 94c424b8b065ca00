using System.ComponentModel;
using System.Runtime.CompilerServices;
using ErrorManagement.Policies;

namespace ErrorManagement;

/// <content>Synchronous calls, and the refusal of asynchronous lambdas among them.</content>
public static partial class ExecutionPolicyExtensions
{
    // The refused forms take a nullable token only to differ in signature from the forms they guard.
    private const string UseExecuteAsync = "Execute does not wait for a task: use ExecuteAsync and await it.";
    private const string UseTryExecuteAsync = "TryExecute does not wait for a task: use TryExecuteAsync and await it.";

    /// <summary>Runs a synchronous operation with a result.</summary>
    /// <typeparam name="T">The type of the result; not a task: use ExecuteAsync for those.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result.</returns>
    [OverloadResolutionPriority(3)]
    public static T Execute<T>(this IExecutionPolicy policy, Func<CancellationToken, T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        return policy.Execute(static (op, token) => op(token), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a result, that watches no token.</summary>
    /// <typeparam name="T">The type of the result; not a task: use ExecuteAsync for those.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result.</returns>
    [OverloadResolutionPriority(3)]
    public static T Execute<T>(this IExecutionPolicy policy, Func<T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        return policy.Execute(static (op, _) => op(), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a result, with a state argument, that watches no token.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result; not a task: use ExecuteAsync for those.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result.</returns>
    [OverloadResolutionPriority(1)]
    public static T Execute<TState, T>(this IExecutionPolicy policy, Func<TState, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        return policy.Execute(static (call, _) => call.operation(call.state), (operation, state), cancellationToken);
    }

    /// <summary>Runs a synchronous operation without a result.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    [OverloadResolutionPriority(2)]
    public static void Execute(this IExecutionPolicy policy, Action<CancellationToken> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        policy.Execute(
            static (op, token) =>
            {
                op(token);
                return default(NoValue);
            },
            operation,
            cancellationToken);
    }

    /// <summary>Runs a synchronous operation without a result, that watches no token.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    [OverloadResolutionPriority(2)]
    public static void Execute(this IExecutionPolicy policy, Action operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        policy.Execute(
            static (op, _) =>
            {
                op();
                return default(NoValue);
            },
            operation,
            cancellationToken);
    }

    /// <summary>Runs a synchronous operation without a result, with a state argument.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static void Execute<TState>(this IExecutionPolicy policy, Action<TState, CancellationToken> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        policy.Execute(
            static (call, token) =>
            {
                call.operation(call.state, token);
                return default(NoValue);
            },
            (operation, state),
            cancellationToken);
    }

    /// <summary>Runs a synchronous operation without a result, with a state argument, that watches no token.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the state. The policy cannot stop it: prefer a form with a token.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static void Execute<TState>(this IExecutionPolicy policy, Action<TState> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        policy.Execute(
            static (call, _) =>
            {
                call.operation(call.state);
                return default(NoValue);
            },
            (operation, state),
            cancellationToken);
    }

    /// <summary>Refused: a synchronous call would not wait for a task. Use ExecuteAsync and await it.</summary>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object Execute<TTask>(this IExecutionPolicy policy, Func<TTask> operation, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseExecuteAsync);

    /// <summary>Refused: a synchronous call would not wait for a task. Use ExecuteAsync and await it.</summary>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object Execute<TTask>(this IExecutionPolicy policy, Func<CancellationToken, TTask> operation, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseExecuteAsync);

    /// <summary>Refused: a synchronous call would not wait for a task. Use ExecuteAsync and await it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object Execute<TState, TTask>(this IExecutionPolicy policy, Func<TState, TTask> operation, TState state, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseExecuteAsync);

    /// <summary>Refused: a synchronous call would not wait for a task. Use ExecuteAsync and await it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object Execute<TState, TTask>(this IExecutionPolicy policy, Func<TState, CancellationToken, TTask> operation, TState state, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseExecuteAsync);

    /// <summary>Refused: a synchronous call would not wait for a task. Use TryExecuteAsync and await it.</summary>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseTryExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object TryExecute<TTask>(this IExecutionPolicy policy, Func<TTask> operation, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseTryExecuteAsync);

    /// <summary>Refused: a synchronous call would not wait for a task. Use TryExecuteAsync and await it.</summary>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseTryExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object TryExecute<TTask>(this IExecutionPolicy policy, Func<CancellationToken, TTask> operation, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseTryExecuteAsync);

    /// <summary>Refused: a synchronous call would not wait for a task. Use TryExecuteAsync and await it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseTryExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object TryExecute<TState, TTask>(this IExecutionPolicy policy, Func<TState, TTask> operation, TState state, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseTryExecuteAsync);

    /// <summary>Refused: a synchronous call would not wait for a task. Use TryExecuteAsync and await it.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TTask">The type of the task.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UseTryExecuteAsync, error: true)]
    [OverloadResolutionPriority(11)]
    public static object TryExecute<TState, TTask>(this IExecutionPolicy policy, Func<TState, CancellationToken, TTask> operation, TState state, CancellationToken? cancellationToken = null)
        where TTask : Task =>
        throw new InvalidOperationException(UseTryExecuteAsync);
}
