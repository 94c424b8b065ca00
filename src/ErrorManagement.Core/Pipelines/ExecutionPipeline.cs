using System.Collections.Immutable;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Retries;

namespace ErrorManagement.Pipelines;

/// <summary>Several policies as one, the outermost first. Made by <see cref="PipelineBuilder"/>.</summary>
/// <remarks>Immutable, and safe on any thread if its policies are. Composing the library's own policies allocates nothing. An empty pipeline just runs the call.</remarks>
public sealed class ExecutionPipeline : IExecutionPolicy, IOutcomePolicy
{
    private readonly IPolicyLayer[] _layers;
    private readonly IOutcomePolicy? _outcomes;
    private readonly RetryPolicy? _retry;
    private readonly UsualLayers? _usual;

    internal ExecutionPipeline(ImmutableArray<IPolicyLayer> layers, ImmutableArray<string> descriptions)
    {
        _layers = [.. layers];
        _outcomes = _layers.Length > 0 ? _layers[0] as IOutcomePolicy : null;
        _retry = _layers.Length > 0 ? _layers[0] as RetryPolicy : null;
        _usual = UsualLayers.Of(_layers);
        Layers = layers;
        Descriptions = descriptions;
    }

    /// <summary>The layers, outermost first.</summary>
    internal ImmutableArray<IPolicyLayer> Layers { get; }

    /// <summary>What each layer is called, outermost first.</summary>
    internal ImmutableArray<string> Descriptions { get; }

    /// <summary>Whether there is no layer.</summary>
    internal bool IsEmpty => _layers.Length == 0;

    /// <summary>Whether a rejection by the outermost layer can be had without an exception object.</summary>
    internal bool RejectsWithoutException => _outcomes is not null;

    /// <summary>What a settings check looks at, outermost first.</summary>
    internal LayerSettings[] ReadSettings() => [.. Layers.Zip(Descriptions, LayerSettings.Of)];

    /// <inheritdoc/>
    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(static (call, token) => call(token), operation, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return _usual is not null && _usual.TryRunAsync(operation, state, cancellationToken, out var call)
            ? call
            : RunLayersAsync(operation, state, cancellationToken);
    }

    /// <summary>Runs a call layer by layer, whatever they are.</summary>
    internal ValueTask<T> RunLayersAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (_retry is { } retry)
        {
            // The common outermost layer, called directly: a generic interface method costs as much as the retry itself.
            return retry.ExecuteAsync(static (call, token) => call.InvokeAsync(token), new LayerCall<TState, T>(_layers, 1, operation, state), cancellationToken);
        }

        return _layers.Length == 0
            ? CallTasks.Start(operation, state, cancellationToken)
            : new LayerCall<TState, T>(_layers, 0, operation, state).InvokeAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        return new SyncLayerCall<TState, T>(_layers, 0, operation, state).Invoke(cancellationToken);
    }

    ValueTask<CallResult<T>> IOutcomePolicy.TryExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        _outcomes is { } outermost
            ? outermost.TryExecuteAsync(static (call, token) => call.InvokeAsync(token), new LayerCall<TState, T>(_layers, 1, operation, state), cancellationToken)
            : OutcomeCalls.OfAsync(ExecuteAsync(operation, state, cancellationToken), cancellationToken);

    CallResult<T> IOutcomePolicy.TryExecute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        if (_outcomes is { } outermost)
        {
            return outermost.TryExecute(static (call, token) => call.Invoke(token), new SyncLayerCall<TState, T>(_layers, 1, operation, state), cancellationToken);
        }

        try
        {
            return CallResult.Success(Execute(operation, state, cancellationToken));
        }
        catch (Exception e) when (!CallerCancellation.Is(e, cancellationToken))
        {
            return CallResult.Failure<T>(e);
        }
    }

    /// <summary>
    /// Finds settings that are within their bounds and still cannot work, of each layer and of layers together, such as a retry that opens the breaker below it by one call alone.
    /// For a host's unit test: <c>Assert.Empty(pipeline.CheckSettings())</c>. A container logs the same when it makes the policy. What policies of the host's own do is not looked at.
    /// </summary>
    /// <param name="name">The name of the policy, for <see cref="SettingsWarning.Subject"/>; null for what <see cref="ToString"/> says.</param>
    /// <returns>The findings, always in the same order; empty for none. Findings of one breaker alone name the breaker as their subject.</returns>
    public IReadOnlyList<SettingsWarning> CheckSettings(string? name = null) =>
        PipelineSettingsCheck.Find(name is null ? $"Pipeline '{this}'" : $"Policy '{name}'", ReadSettings());

    /// <summary>The layers, outermost first, such as <c>retry(3, 1 s x2 &lt;= 60 s) &gt; breaker(payments) &gt; timeout(2 s)</c>; empty for none.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => string.Join(" > ", Descriptions);
}
