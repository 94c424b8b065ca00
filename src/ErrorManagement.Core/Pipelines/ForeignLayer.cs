using ErrorManagement.Policies;

namespace ErrorManagement.Pipelines;

/// <summary>A policy of the host's own inside a pipeline. Its plain overloads are called, so that the set of generic instances stays finite.</summary>
internal sealed class ForeignLayer(IExecutionPolicy policy) : IPolicyLayer
{
    public ValueTask<T> RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken)
    {
        try
        {
            return policy.ExecuteAsync(token => next.InvokeAsync(token), cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e); // ours never throw synchronously; a foreign one may
        }
    }

    public T Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) =>
        policy.Execute(static (call, token) => call(token), (Func<CancellationToken, T>)next.Invoke, cancellationToken);
}
