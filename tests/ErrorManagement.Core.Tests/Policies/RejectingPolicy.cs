using ErrorManagement.Families.Resilience;
using ErrorManagement.Policies;

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>Stands for a breaker: counts what reaches it, and says no while it is open, without an exception where that is asked for.</summary>
internal sealed class RejectingPolicy : IOutcomePolicy, IPolicyLayer
{
    private static readonly TimeSpan ComeBackIn = TimeSpan.FromSeconds(9);

    /// <summary>After how many failures it opens; 0: it is open from the start.</summary>
    public int OpensAfter { get; init; }

    public int Failures { get; private set; }

    public int Rejections { get; private set; }

    public int Executions { get; private set; }

    public int ExceptionsMade { get; private set; }

    private bool IsOpen => Failures >= OpensAfter;

    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default) =>
        ExecuteAsync(static (call, token) => call(token), operation, cancellationToken);

    public async ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        RejectIfOpen();
        try
        {
            return await operation(state, cancellationToken);
        }
        catch
        {
            Failures++;
            throw;
        }
    }

    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        RejectIfOpen();
        try
        {
            return operation(state, cancellationToken);
        }
        catch
        {
            Failures++;
            throw;
        }
    }

    public async ValueTask<CallResult<T>> TryExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            Rejections++;
            return CallResult.Rejection<T>(ComeBackIn);
        }

        Executions++;
        try
        {
            return CallResult.Success(await operation(state, cancellationToken));
        }
        catch (Exception e)
        {
            Failures++;
            return CallResult.Failure<T>(e);
        }
    }

    public CallResult<T> TryExecute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            Rejections++;
            return CallResult.Rejection<T>(ComeBackIn);
        }

        Executions++;
        return CallResult.Success(operation(state, cancellationToken));
    }

    public ValueTask<T> RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken) =>
        ExecuteAsync(static (call, token) => call.InvokeAsync(token), next, cancellationToken);

    public T Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) =>
        Execute(static (call, token) => call.Invoke(token), next, cancellationToken);

    public override string ToString() => "breaker(fake)";

    private void RejectIfOpen()
    {
        if (IsOpen)
        {
            Rejections++;
            ExceptionsMade++;
            throw new OpenException();
        }

        Executions++;
    }

    private sealed class OpenException() : ResilienceException("fake", "open", ComeBackIn)
    {
        public override bool IsRejection => true;
    }
}
