using System.Runtime.CompilerServices;

namespace ErrorManagement;

/// <content>Delegates that run through a policy each time they are called.</content>
public static partial class ExecutionPolicyExtensions
{
    /// <summary>Gives an asynchronous operation that runs through the policy each time it is called.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(7)]
    public static Func<CancellationToken, ValueTask<T>> Wrap<T>(this IExecutionPolicy policy, Func<CancellationToken, ValueTask<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return token => policy.ExecuteAsync(operation, token);
    }

    /// <summary>Gives an asynchronous operation that runs through the policy each time it is called.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(6)]
    public static Func<CancellationToken, Task<T>> Wrap<T>(this IExecutionPolicy policy, Func<CancellationToken, Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return token => policy.ExecuteAsync(operation, token).AsTask();
    }

    /// <summary>Gives an asynchronous operation without a result that runs through the policy each time it is called.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(5)]
    public static Func<CancellationToken, ValueTask> Wrap(this IExecutionPolicy policy, Func<CancellationToken, ValueTask> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return token => policy.ExecuteAsync(operation, token);
    }

    /// <summary>Gives an asynchronous operation without a result that runs through the policy each time it is called.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(4)]
    public static Func<CancellationToken, Task> Wrap(this IExecutionPolicy policy, Func<CancellationToken, Task> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return token => policy.ExecuteAsync(operation, token).AsTask();
    }

    /// <summary>Gives an asynchronous operation that watches no token that runs through the policy each time it is called.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(6)]
    public static Func<Task<T>> Wrap<T>(this IExecutionPolicy policy, Func<Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return () => policy.ExecuteAsync(operation).AsTask();
    }

    /// <summary>Gives an asynchronous operation that watches no token that runs through the policy each time it is called.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(5)]
    public static Func<ValueTask<T>> Wrap<T>(this IExecutionPolicy policy, Func<ValueTask<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return () => policy.ExecuteAsync(operation);
    }

    /// <summary>Gives an asynchronous operation without a result that watches no token that runs through the policy each time it is called.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(4)]
    public static Func<Task> Wrap(this IExecutionPolicy policy, Func<Task> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return () => policy.ExecuteAsync(operation).AsTask();
    }

    /// <summary>Gives an asynchronous operation without a result that watches no token that runs through the policy each time it is called.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(3)]
    public static Func<ValueTask> Wrap(this IExecutionPolicy policy, Func<ValueTask> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return () => policy.ExecuteAsync(operation);
    }

    /// <summary>Gives an asynchronous operation with an argument that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(7)]
    public static Func<TArg, CancellationToken, ValueTask<T>> Wrap<TArg, T>(this IExecutionPolicy policy, Func<TArg, CancellationToken, ValueTask<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return (argument, token) => policy.ExecuteAsync(operation, argument, token);
    }

    /// <summary>Gives an asynchronous operation with an argument that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(6)]
    public static Func<TArg, CancellationToken, Task<T>> Wrap<TArg, T>(this IExecutionPolicy policy, Func<TArg, CancellationToken, Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return (argument, token) => policy.ExecuteAsync(operation, argument, token).AsTask();
    }

    /// <summary>Gives an asynchronous operation with an argument and without a result that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(5)]
    public static Func<TArg, CancellationToken, ValueTask> Wrap<TArg>(this IExecutionPolicy policy, Func<TArg, CancellationToken, ValueTask> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return (argument, token) => policy.ExecuteAsync(operation, argument, token);
    }

    /// <summary>Gives an asynchronous operation with an argument and without a result that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(4)]
    public static Func<TArg, CancellationToken, Task> Wrap<TArg>(this IExecutionPolicy policy, Func<TArg, CancellationToken, Task> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return (argument, token) => policy.ExecuteAsync(operation, argument, token).AsTask();
    }

    /// <summary>Gives an asynchronous operation with an argument that watches no token that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(3)]
    public static Func<TArg, Task<T>> Wrap<TArg, T>(this IExecutionPolicy policy, Func<TArg, Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return argument => policy.ExecuteAsync(static (call, _) => new ValueTask<T>(call.operation(call.argument)), (operation, argument)).AsTask();
    }

    /// <summary>Gives an asynchronous operation with an argument and without a result that watches no token that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(2)]
    public static Func<TArg, Task> Wrap<TArg>(this IExecutionPolicy policy, Func<TArg, Task> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return argument => policy.ExecuteAsync(static (call, _) => call.operation(call.argument), (operation, argument)).AsTask();
    }

    /// <summary>Gives a synchronous operation that runs through the policy each time it is called.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(2)]
    public static Func<T> Wrap<T>(this IExecutionPolicy policy, Func<T> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return () => policy.Execute(operation);
    }

    /// <summary>Gives a synchronous operation without a result that runs through the policy each time it is called.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(2)]
    public static Action Wrap(this IExecutionPolicy policy, Action operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return () => policy.Execute(operation);
    }

    /// <summary>Gives a synchronous operation with an argument that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    [OverloadResolutionPriority(1)]
    public static Func<TArg, T> Wrap<TArg, T>(this IExecutionPolicy policy, Func<TArg, T> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return argument => policy.Execute(operation, argument);
    }

    /// <summary>Gives a synchronous operation with an argument and without a result that runs through the policy each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the policy lets out.</returns>
    public static Action<TArg> Wrap<TArg>(this IExecutionPolicy policy, Action<TArg> operation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return argument => policy.Execute(operation, argument);
    }
}
