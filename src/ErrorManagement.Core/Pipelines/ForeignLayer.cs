using ErrorManagement.Policies;

namespace ErrorManagement.Pipelines;

/// <summary>A policy of the host's own inside a pipeline, or a pipeline that may change. Its plain overloads are called, so that the set of generic instances stays finite.</summary>
internal sealed class ForeignLayer(IExecutionPolicy policy) : IPolicyLayer
{
    /// <summary>The pipeline, where it is one that may change, whose layers could not be copied therefore; else null.</summary>
    public ExecutionPipeline? Pipeline { get; } = policy as ExecutionPipeline;

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
