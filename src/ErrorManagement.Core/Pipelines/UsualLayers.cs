using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Pipelines;

/// <summary>
/// The shapes that most pipelines have: a breaker, a retry around it or not, a time-out inside it or not. While the circuit is closed, the first try runs
/// without a generic interface call for each layer, which would cost more than the layers do. Whatever is not done at once goes on in the layers' own code.
/// </summary>
internal sealed class UsualLayers
{
    private readonly RetryPolicy? _retry;
    private readonly CircuitBreaker _breaker;
    private readonly TimeoutPolicy? _timeout;
    private readonly IPolicyLayer[] _layers;

    private UsualLayers(RetryPolicy? retry, CircuitBreaker breaker, TimeoutPolicy? timeout, IPolicyLayer[] layers)
    {
        _retry = retry;
        _breaker = breaker;
        _timeout = timeout;
        _layers = layers;
    }

    /// <summary>Recognises them.</summary>
    /// <returns>Null for other layers.</returns>
    public static UsualLayers? Of(IPolicyLayer[] layers)
    {
        var next = 0;
        var retry = Take<RetryPolicy>(layers, ref next);
        var breaker = Take<CircuitBreaker>(layers, ref next);
        var timeout = Take<TimeoutPolicy>(layers, ref next);
        return breaker is not null && next == layers.Length && retry is not { LearnsFromSuccess: true } ? new UsualLayers(retry, breaker, timeout, layers) : null;
    }

    /// <summary>Runs a call, if the circuit is closed and nobody traces calls.</summary>
    /// <returns>Whether it was run; if not, nothing happened.</returns>
    public bool TryRunAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken, out ValueTask<T> call)
    {
        if (!_breaker.IsPlain(out var word) || cancellationToken.IsCancellationRequested || LibraryActivities.HasListeners)
        {
            call = default;
            return false;
        }

        var started = _retry?.Start ?? 0;
        var ledgers = AttemptLedger.Last;
        call = _timeout is null
            ? _breaker.RunPlainAsync(operation, state, word, cancellationToken)
            : _breaker.RunPlainAsync(static (c, token) => c.Timeout.ExecuteAsync(c.Operation, c.State, token), (Timeout: _timeout, Operation: operation, State: state), word, cancellationToken);
        if (_retry is not null && !call.IsCompletedSuccessfully)
        {
            call = GoOn(call, started, ledgers, operation, state, cancellationToken);
        }

        return true;
    }

    private static TLayer? Take<TLayer>(IPolicyLayer[] layers, ref int next)
        where TLayer : class, IPolicyLayer
    {
        var layer = next < layers.Length ? layers[next] as TLayer : null;
        next += layer is null ? 0 : 1;
        return layer;
    }

    private ValueTask<T> GoOn<TState, T>(in ValueTask<T> first, long started, long ledgers, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        _retry!.GoOn(first, null, started, ledgers, static (call, token) => call.InvokeAsync(token), new LayerCall<TState, T>(_layers, 1, operation, state), cancellationToken);
}
