using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;

namespace ErrorManagement.Recovery;

/// <summary>Counts the failures that are handed to recovery, in a circuit breaker for each layer and component, so that further calls can be held back.</summary>
/// <remarks>
/// For the layers <c>service</c> and <c>infrastructure</c> only. A failure that is counted is a partial recovery; when the circuit rejects calls already, the recovery failed.
/// It is for calls that do not run through a breaker of their own: ask <see cref="GetBreaker"/> for the state before a call. Safe on any thread.
/// </remarks>
public sealed class CircuitBreakerRecoveryStrategy : IRecoveryStrategy
{
    /// <summary>Its name.</summary>
    public const string StrategyName = "circuit_breaker";

    private readonly CircuitBreakerPartitions<(string Layer, string Component)> _breakers;

    /// <summary>Makes a strategy.</summary>
    /// <param name="options">The settings of every breaker, copied; null for the defaults: 5 failures in a row open it for 60 s.</param>
    /// <param name="timeProvider">The clock of all; null for the system's.</param>
    /// <param name="sink">Told of each opening; null for nobody.</param>
    /// <param name="classifier">Names category and code of failures; null for the built-in one.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names the value and the bound.</exception>
    public CircuitBreakerRecoveryStrategy(CircuitBreakerOptions? options = null, TimeProvider? timeProvider = null, IErrorSink? sink = null, IErrorClassifier? classifier = null) =>
        _breakers = new(StrategyName, options, naming: static key => $"{key.Layer}.{key.Component}", timeProvider: timeProvider, sink: sink, classifier: classifier);

    /// <inheritdoc/>
    public string Name => StrategyName;

    /// <inheritdoc/>
    public bool IsShared => false; // each failure counts

    /// <inheritdoc/>
    public bool IsApplicable(Exception error, string layer, ErrorClassification verdict) =>
        !verdict.IsCallerCancellation
        && ("service".Equals(layer, StringComparison.OrdinalIgnoreCase) || "infrastructure".Equals(layer, StringComparison.OrdinalIgnoreCase));

    /// <summary>The breaker of a layer and a component, named <c>layer.component</c>; made when there is none. At most 1,000 are kept, see <see cref="CircuitPartitionOptions"/>.</summary>
    /// <param name="layer">The layer. Compared by ordinal.</param>
    /// <param name="component">The component. Compared by ordinal.</param>
    /// <returns>The breaker.</returns>
    public CircuitBreaker GetBreaker(string layer, string component)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(component);
        return _breakers.GetOrAdd((layer, component));
    }

    /// <inheritdoc/>
    public ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!GetBreaker(context.Layer, context.Component).TryEnter(out var permit))
        {
            return new ValueTask<RecoveryOutcome>(RecoveryOutcome.Failed);
        }

        permit.Fail(context.Error);
        return new ValueTask<RecoveryOutcome>(RecoveryOutcome.Partial);
    }
}
