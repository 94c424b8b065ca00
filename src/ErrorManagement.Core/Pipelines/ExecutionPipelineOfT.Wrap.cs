using System.Runtime.CompilerServices;

namespace ErrorManagement.Pipelines;

/// <content>Delegates that run through the pipeline each time they are called.</content>
public sealed partial class ExecutionPipeline<T>
{
    /// <summary>Gives an asynchronous operation that runs through the pipeline each time it is called.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(7)]
    public Func<CancellationToken, ValueTask<T>> Wrap(Func<CancellationToken, ValueTask<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return token => ExecuteAsync(operation, token);
    }

    /// <summary>Gives an asynchronous operation that runs through the pipeline each time it is called.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(6)]
    public Func<CancellationToken, Task<T>> Wrap(Func<CancellationToken, Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return token => ExecuteAsync(operation, token).AsTask();
    }

    /// <summary>Gives an asynchronous operation that watches no token that runs through the pipeline each time it is called.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(6)]
    public Func<Task<T>> Wrap(Func<Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return () => ExecuteAsync(operation).AsTask();
    }

    /// <summary>Gives an asynchronous operation that watches no token that runs through the pipeline each time it is called.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(5)]
    public Func<ValueTask<T>> Wrap(Func<ValueTask<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return () => ExecuteAsync(operation);
    }

    /// <summary>Gives an asynchronous operation with an argument that runs through the pipeline each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(7)]
    public Func<TArg, CancellationToken, ValueTask<T>> Wrap<TArg>(Func<TArg, CancellationToken, ValueTask<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return (argument, token) => ExecuteAsync(operation, argument, token);
    }

    /// <summary>Gives an asynchronous operation with an argument that runs through the pipeline each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(6)]
    public Func<TArg, CancellationToken, Task<T>> Wrap<TArg>(Func<TArg, CancellationToken, Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return (argument, token) => ExecuteAsync(operation, argument, token).AsTask();
    }

    /// <summary>Gives an asynchronous operation with an argument, that watches no token that runs through the pipeline each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(3)]
    public Func<TArg, Task<T>> Wrap<TArg>(Func<TArg, Task<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return argument => ExecuteAsync(static (call, _) => new ValueTask<T>(call.operation(call.argument)), (operation, argument)).AsTask();
    }

    /// <summary>Gives a synchronous operation that runs through the pipeline each time it is called.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(2)]
    public Func<T> Wrap(Func<T> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return () => Execute(operation);
    }

    /// <summary>Gives a synchronous operation with an argument that runs through the pipeline each time it is called.</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <returns>A delegate of the same shape; it throws what the pipeline lets out.</returns>
    [OverloadResolutionPriority(1)]
    public Func<TArg, T> Wrap<TArg>(Func<TArg, T> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return argument => Execute(operation, argument);
    }
}
