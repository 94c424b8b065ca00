using ErrorManagement.Policies;

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>A layer that only hands on, as a closed breaker nearly does.</summary>
internal sealed class TransparentLayer : IExecutionPolicy, IPolicyLayer
{
    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default) => operation(cancellationToken);

    public ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default) => operation(state, cancellationToken);

    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default) => operation(state, cancellationToken);

    public ValueTask<T> RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken) => next.InvokeAsync(cancellationToken);

    public T Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) => next.Invoke(cancellationToken);
}
