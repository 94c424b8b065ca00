using System.Collections.Immutable;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Retries;

namespace ErrorManagement.Pipelines;

/// <summary>Several policies as one, the outermost first. Made by <see cref="PipelineBuilder"/>.</summary>
/// <remarks>
/// Safe on any thread if its policies are. Composing the library's own policies allocates nothing. An empty pipeline just runs the call. Immutable, but for one of a container that is
/// bound to settings: when those change, calls that begin from then on run through the new layers, and calls under way end under the old ones.
/// </remarks>
public sealed class ExecutionPipeline : IExecutionPolicy, IOutcomePolicy, IReplaceablePipeline<ExecutionPipeline>
{
    private readonly IPolicyLayer[] _layers;
    private readonly IOutcomePolicy? _outcomes;
    private readonly RetryPolicy? _retry;
    private readonly ImmutableArray<string> _names;
    private volatile ExecutionPipeline? _newer;
    private readonly UsualLayers? _usual;

    /// <param name="layers">The layers, outermost first.</param>
    /// <param name="names">What findings call each layer.</param>
    /// <param name="canChange">Whether it may be replaced by a newer one.</param>
    internal ExecutionPipeline(ImmutableArray<IPolicyLayer> layers, ImmutableArray<string> names, bool canChange = false)
    {
        _layers = [.. layers];
        _outcomes = _layers.Length > 0 ? _layers[0] as IOutcomePolicy : null;
        _retry = _layers.Length > 0 ? _layers[0] as RetryPolicy : null;
        _names = names;
        _usual = UsualLayers.Of(_layers);
        Layers = layers;
        CanChange = canChange;
    }

    /// <summary>The layers, outermost first, with what findings call them.</summary>
    internal IEnumerable<(IPolicyLayer Layer, string Name)> NamedLayers => Current.OwnLayers;

    /// <summary>What each layer is called with all that matters of its settings now, outermost first.</summary>
    internal IEnumerable<string> Descriptions => ShownLayers.Select(static l => LayerDescription.Of(l.Layer, l.Name));

    /// <summary>Whether it may be replaced by a newer one: then its layers must not be copied.</summary>
    internal bool CanChange { get; }

    /// <summary>Whether there is no layer.</summary>
    internal bool IsEmpty => _layers.Length == 0;

    /// <summary>Whether a rejection by the outermost layer can be had without an exception object.</summary>
    internal bool RejectsWithoutException => _outcomes is not null;

    private ImmutableArray<IPolicyLayer> Layers { get; }

    private IEnumerable<(IPolicyLayer Layer, string Name)> OwnLayers => Layers.Zip(_names);

    /// <summary>The layers with those of pipelines inside that may change, as they are now.</summary>
    private IEnumerable<(IPolicyLayer Layer, string Name)> ShownLayers =>
        NamedLayers.SelectMany(static l => l.Layer is ForeignLayer { Pipeline: { } inside } ? inside.ShownLayers : [l]);

    private ExecutionPipeline Current => _newer ?? this;

    /// <summary>What a settings check looks at, outermost first.</summary>
    internal LayerSettings[] ReadSettings() => [.. ShownLayers.Select(static l => LayerSettings.Of(l.Layer, l.Name))];

    void IReplaceablePipeline<ExecutionPipeline>.ReplaceWith(ExecutionPipeline newer) => _newer = newer;

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
        if (_newer is { } newer)
        {
            return newer.ExecuteAsync(operation, state, cancellationToken);
        }

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
        return new SyncLayerCall<TState, T>(Current._layers, 0, operation, state).Invoke(cancellationToken);
    }

    ValueTask<CallResult<T>> IOutcomePolicy.TryExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        var current = Current;
        return current._outcomes is { } outermost
            ? outermost.TryExecuteAsync(static (call, token) => call.InvokeAsync(token), new LayerCall<TState, T>(current._layers, 1, operation, state), cancellationToken)
            : OutcomeCalls.OfAsync(current.ExecuteAsync(operation, state, cancellationToken), cancellationToken);
    }

    CallResult<T> IOutcomePolicy.TryExecute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        var current = Current;
        if (current._outcomes is { } outermost)
        {
            return outermost.TryExecute(static (call, token) => call.Invoke(token), new SyncLayerCall<TState, T>(current._layers, 1, operation, state), cancellationToken);
        }

        try
        {
            return CallResult.Success(current.Execute(operation, state, cancellationToken));
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
    public IReadOnlyList<SettingsWarning> CheckSettings(string? name = null)
    {
        var layers = ReadSettings();
        return layers.Length == 0 && name is not null
            ? [new SettingsWarning(SettingsRules.NoLayers, $"Policy '{name}'", "It has no layers and does nothing but run the call. If it is bound to configuration, look whether the section has the name that it is bound to.")]
            : PipelineSettingsCheck.Find(name is null ? $"Pipeline '{this}'" : $"Policy '{name}'", layers);
    }

    /// <summary>The pipeline over several lines, for a log: a line for each layer, indented below the one around it, with the settings that it has now.</summary>
    /// <returns>The text, lines ended by a line feed but the last, the same in every culture; empty for no layers.</returns>
    public string Describe() => LayerDescription.Indent(Descriptions);

    /// <summary>The layers, outermost first, with the settings that they have now, such as <c>retry(3, 1 s x2 &lt;= 60 s) &gt; breaker(payments: 5 in a row, 60 s) &gt; timeout(2 s)</c>; empty for none.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => string.Join(" > ", Descriptions);
}
