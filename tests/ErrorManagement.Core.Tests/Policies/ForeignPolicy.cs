namespace ErrorManagement.Core.Tests.Policies;

/// <summary>A policy as a host writes one: only the three methods of the interface.</summary>
internal sealed class ForeignPolicy(string? text = null) : IExecutionPolicy
{
    public int Calls { get; private set; }

    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default) =>
        ExecuteAsync(static (call, token) => call(token), operation, cancellationToken);

    public async ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        Calls++;
        return await operation(state, cancellationToken);
    }

    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        Calls++;
        return operation(state, cancellationToken);
    }

    public override string ToString() => text ?? base.ToString()!;
}
