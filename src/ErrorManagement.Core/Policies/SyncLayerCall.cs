namespace ErrorManagement.Policies;

/// <summary>The synchronous twin of <see cref="LayerCall{TState, T}"/>.</summary>
internal readonly struct SyncLayerCall<TState, T>(IPolicyLayer[] layers, int position, Func<TState, CancellationToken, T> operation, TState state)
{
    private readonly IPolicyLayer[] _layers = layers;
    private readonly int _position = position;
    private readonly Func<TState, CancellationToken, T> _operation = operation;
    private readonly TState _state = state;

    /// <summary>Runs it, once or as often as the layer above likes.</summary>
    public T Invoke(CancellationToken cancellationToken) =>
        _position == _layers.Length
            ? _operation(_state, cancellationToken)
            : _layers[_position].Run(new SyncLayerCall<TState, T>(_layers, _position + 1, _operation, _state), cancellationToken);
}
