namespace ErrorManagement.CircuitBreakers;

/// <summary>An operation whose call is traced already. Takes the place of the operation and its state, so that the breaker knows it and its type names no further generic state.</summary>
internal sealed class TracedCall<TOperation>(TOperation operation) : ITracedCall
{
    public TOperation Operation { get; } = operation;
}
