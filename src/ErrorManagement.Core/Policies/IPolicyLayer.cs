namespace ErrorManagement.Policies;

/// <summary>A policy that can stand inside a pipeline.</summary>
/// <remarks>
/// A pipeline is no layer itself (nested ones are flattened when built), so <c>LayerCall</c> never holds a <c>LayerCall</c>
/// and the set of generic instances stays finite, as ahead-of-time compilation needs.
/// </remarks>
internal interface IPolicyLayer
{
    /// <summary>Runs the layers below, and the operation under them, by this layer's rule.</summary>
    ValueTask<T> RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken);

    /// <summary>The synchronous form.</summary>
    T Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken);
}
