using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ErrorManagement.Classification;

namespace ErrorManagement.Recovery;

/// <summary>Recovers from failures: tries the strategies of a layer in order, a few in a time, one at a time for each target.</summary>
/// <remarks>
/// <para>
/// The first success ends it. A strategy that throws has failed, and the next one is tried; after a fatal error none is. Before each strategy the limit of the layer is
/// asked: see <see cref="RecoveryManagerOptions.MaxActions"/>. A shared strategy that runs for a target already is joined and not begun again, and its outcome counts for all who joined.
/// The caller's own cancellation is no failure: nothing is attempted.
/// </para>
/// <para>Names: <c>retry</c>, <c>circuit_breaker</c>, <c>fallback</c>, those that a host adds, and the registered actions under their names on the wire, such as
/// <c>reset_connection</c>. Also <c>retry_request</c> for retry and <c>fallback_response</c>, <c>fallback_service</c>, <c>fallback_algorithm</c> for fallback. Any other name is not attempted.</para>
/// <para>Safe on any thread. Nothing leaves as an exception but from <see cref="RecoverOrThrowAsync"/>.</para>
/// </remarks>
public sealed partial class RecoveryManager
{
    private readonly RecoveryManagerOptions _options;
    private readonly RecoveryStrategyTable _table;
    private readonly ConcurrentDictionary<string, string[]> _layers;
    private readonly RecoveryHistory _history;
    private readonly RecoveryLimit _limit;
    private readonly SharedRuns _runs;
    private readonly IErrorClassifier _classifier;
    private readonly TimeProvider _timeProvider;
    private readonly IErrorSink? _sink;
    private readonly RecoveryInstruments _instruments;

    /// <summary>Makes a manager that knows retry, circuit_breaker and fallback.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="actions">The actions of the host; null for a set of its own, without handlers.</param>
    /// <param name="classifier">Says what a failure means; null for the built-in one.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <param name="sink">Told of recoveries that failed, and of the openings of the strategy's breakers; null for nobody.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public RecoveryManager(
        RecoveryManagerOptions? options = null,
        RecoveryActions? actions = null,
        IErrorClassifier? classifier = null,
        TimeProvider? timeProvider = null,
        IErrorSink? sink = null,
        IMeterFactory? meterFactory = null)
    {
        _options = options?.Copy() ?? new RecoveryManagerOptions();
        RecoveryManagerOptionsValidator.ThrowIfInvalid(_options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _classifier = classifier ?? ErrorClassifier.Default;
        _sink = sink;
        _instruments = RecoveryInstruments.Of(meterFactory);
        _history = new RecoveryHistory(_options.HistorySize);
        _limit = new RecoveryLimit(_options.MaxActions, _options.LimitWindow, _timeProvider);
        _runs = new SharedRuns(_options.StrategyTimeout, _timeProvider);
        _layers = new(_options.LayerStrategies.Select(layer => KeyValuePair.Create(layer.Key, Listed(layer.Value))), StringComparer.Ordinal);
        Actions = actions ?? new RecoveryActions(null, timeProvider, meterFactory);
        Fallback = new FallbackRecoveryStrategy();
        CircuitBreaker = new CircuitBreakerRecoveryStrategy(null, timeProvider, sink, classifier);
        _table = new RecoveryStrategyTable(Actions);
        _table.Add(new RetryRecoveryStrategy(null, classifier, timeProvider));
        _table.Add(CircuitBreaker);
        _table.Add(Fallback);
    }

    /// <summary>The actions of the host.</summary>
    public RecoveryActions Actions { get; }

    /// <summary>The strategy <c>fallback</c>, with which handlers are registered.</summary>
    public FallbackRecoveryStrategy Fallback { get; }

    /// <summary>The strategy <c>circuit_breaker</c>, whose breakers can be asked.</summary>
    public CircuitBreakerRecoveryStrategy CircuitBreaker { get; }

    /// <summary>Adds a strategy, in place of the one of the same name; also of a built-in one, for instance a retry with other settings.</summary>
    /// <param name="strategy">The strategy. A chain is taken apart: each of its strategies is an attempt of its own.</param>
    /// <exception cref="ArgumentException">Its name is blank.</exception>
    public void Add(IRecoveryStrategy strategy) => _table.Add(strategy);

    /// <summary>Takes a strategy away.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name) => _table.Remove(name);

    /// <summary>Lets a name stand for another one, of a strategy or of an action, such as <c>reconnect</c> for <c>reset_connection</c>. A strategy of that very name comes first.</summary>
    /// <param name="alias">The name that layers list.</param>
    /// <param name="name">What it stands for; not another such name.</param>
    /// <exception cref="ArgumentException">One of them is blank.</exception>
    public void AddAlias(string alias, string name) => _table.AddAlias(alias, name);

    /// <summary>Whether anything stands behind a name.</summary>
    /// <param name="name">The name, as a layer lists it.</param>
    /// <returns>Whether there is a strategy. For an action whether it has a handler.</returns>
    public bool IsRegistered(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.Find(name).Any(found => found.Strategy is not ActionRecoveryStrategy action || action.IsRegistered);
    }

    /// <summary>Changes the list of a layer.</summary>
    /// <param name="layer">The layer. Compared by ordinal.</param>
    /// <param name="strategies">The names in the order in which they are tried, copied; none for no recovery.</param>
    public void SetStrategies(string layer, params IEnumerable<string> strategies)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layers[layer] = Listed(strategies);
    }

    /// <summary>The list of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The names in the order in which they are tried; empty for a layer that is not known.</returns>
    public IReadOnlyList<string> GetStrategies(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return _layers.TryGetValue(layer, out var listed) ? [.. listed] : [];
    }

    /// <summary>How many runs count for a layer's limit now.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>How many, from 0 to <see cref="RecoveryManagerOptions.MaxActions"/>, inclusive.</returns>
    public int CountRecentActions(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return _limit.CountOf(layer);
    }

    /// <summary>Recovers by the list of the failure's layer.</summary>
    /// <param name="context">The failure.</param>
    /// <param name="cancellationToken">The caller's token. When it is cancelled the caller leaves with a result that says so.</param>
    /// <returns>What became of it. The task never fails and is never cancelled.</returns>
    public ValueTask<RecoveryResult> RecoverAsync(RecoveryContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RunAsync(_layers.TryGetValue(context.Layer, out var listed) ? listed : [], context, cancellationToken);
    }

    /// <summary>Recovers by a list of names.</summary>
    /// <param name="strategies">The names in the order in which they are tried.</param>
    /// <param name="context">The failure.</param>
    /// <param name="cancellationToken">The caller's token. When it is cancelled the caller leaves with a result that says so.</param>
    /// <returns>What became of it. The task never fails and is never cancelled.</returns>
    public ValueTask<RecoveryResult> RecoverAsync(IEnumerable<string> strategies, RecoveryContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(strategies);
        ArgumentNullException.ThrowIfNull(context);
        return RunAsync(Listed(strategies), context, cancellationToken);
    }

    /// <summary>Recovers by the list of the failure's layer, or throws.</summary>
    /// <param name="context">The failure.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What became of it: success or partial.</returns>
    /// <exception cref="RecoveryFailedException">No strategy helped, or none was attempted.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<RecoveryResult> RecoverOrThrowAsync(RecoveryContext context, CancellationToken cancellationToken = default)
    {
        var result = await RecoverAsync(context, cancellationToken).ConfigureAwait(false);
        if (result.Outcome >= RecoveryOutcome.Partial)
        {
            return result;
        }

        if (result.IsCancelled)
        {
            throw new OperationCanceledException("The recovery was given up by its caller.", cancellationToken);
        }

        throw new RecoveryFailedException(context.Target, result, context.Error);
    }

    /// <summary>The attempts that ended last, oldest first.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyList<RecoveryAttempt> GetHistory() => _history.ToArray();

    /// <summary>What these attempts say.</summary>
    /// <returns>The figures.</returns>
    public RecoveryAnalytics GetAnalytics() => RecoveryAnalytics.Of(_history.ToArray());

    /// <summary>These attempts in short.</summary>
    /// <param name="layer">Of which layer; null for all.</param>
    /// <returns>The summary.</returns>
    public RecoverySummary GetSummary(string? layer = null) => RecoverySummary.Of([.. _history.ToArray().Where(attempt => layer is null || attempt.Layer == layer)]);

    private static string[] Listed(IEnumerable<string?>? names) => names is null ? [] : [.. names.OfType<string>()];
}
