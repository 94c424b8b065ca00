namespace ErrorManagement.Policies;

/// <summary>What is left of a pipeline below one layer: the lower layers and the operation. A value, so that composing allocates nothing.</summary>
internal readonly struct LayerCall<TState, T>(IPolicyLayer[] layers, int position, Func<TState, CancellationToken, ValueTask<T>> operation, TState state)
{
    private readonly IPolicyLayer[] _layers = layers;
    private readonly int _position = position;
    private readonly Func<TState, CancellationToken, ValueTask<T>> _operation = operation;
    private readonly TState _state = state;

    /// <summary>Runs it, once or as often as the layer above likes.</summary>
    public ValueTask<T> InvokeAsync(CancellationToken cancellationToken) =>
        _position == _layers.Length
            ? _operation(_state, cancellationToken)
            : _layers[_position].RunAsync(new LayerCall<TState, T>(_layers, _position + 1, _operation, _state), cancellationToken);
}
