using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Layers;

/// <summary>
/// All that a context knows, without a lock of its own: who uses it holds one. Time does not run backwards here: an error that comes with an earlier reading of the clock than
/// the one before it counts with that one.
/// </summary>
internal sealed class LayerBook
{
    /// <summary>Layers without settings that are counted on their own.</summary>
    public const int MostUnknown = 100;

    /// <summary>Recovery actions that are kept.</summary>
    public const int MostActions = 100;

    /// <summary>Recoveries of one layer that may be under way at a time.</summary>
    public const int MostRunning = 16;

    private const int MostCorrelation = 50;

    private readonly TimelineSettings _settings;
    private readonly double _confidence;
    private readonly Dictionary<string, LayerState> _layers;
    private readonly LayerTimeline _timeline;
    private readonly LayerPatterns _patterns;
    private readonly FedPairs? _pairs;
    private readonly RecoveryTotals _recoveries = new();
    private readonly Queue<RecoveryAttempt> _actions = new();
    private readonly Dictionary<string, string> _correlation = new(StringComparer.Ordinal);
    private readonly int _known;
    private LayerMoment _newest;

    public LayerBook(IReadOnlyDictionary<string, LayerSettings> layers, LayeredErrorOptions options, TimelineSettings settings, bool isFed)
    {
        _settings = settings;
        _confidence = options.PatternConfidence;
        _layers = layers.ToDictionary(layer => layer.Key, layer => new LayerState(layer.Key, layer.Value), StringComparer.Ordinal);
        _known = _layers.Count;
        _timeline = new LayerTimeline(options.TimelineCapacity, settings);
        _patterns = new LayerPatterns(_timeline, settings);
        _pairs = isFed ? new FedPairs() : null;
    }

    public long Errors { get; private set; }

    public ErrorSeverity Level { get; private set; } = EscalationRules.Lowest;

    public LayerError? Original { get; private set; }

    public long RecoveryAttempts => _recoveries.Attempts;

    /// <summary>Adds an error: to its layer, to the timeline, then level and patterns, then whether it is to be recovered.</summary>
    /// <param name="error">The error.</param>
    /// <param name="now">When.</param>
    /// <param name="recovers">Whether a recovery is to begin; it is counted as under way.</param>
    /// <returns>Whether it was counted; false for one that has come on another way.</returns>
    public bool Add(in NewLayerError error, LayerMoment now, out LayerState? recovers)
    {
        recovers = null;
        if (_pairs is not null && error.Exception is { } exception && !_pairs.IsNew(exception, error.Layer, error.IsFed))
        {
            return false;
        }

        _newest = now.Steady < _newest.Steady ? _newest : now;
        var state = StateOf(error.Layer);
        state.Add(in error, _newest);
        Errors++;
        Original ??= new LayerError(error.Layer, error.ErrorType, error.Message, error.Severity, LayerMoment.Shown(_newest.Utc));
        _timeline.Add(new TimelineEntry(_newest.Steady, error.ErrorType, error.Layer), _newest.Utc, error.Message, error.Severity);
        if (state.Settings is { } settings)
        {
            Level = EscalationRules.Raise(Level, state.Highest, state.Errors, settings.EscalationThreshold);
        }

        _patterns.Observe(_newest);
        if (!error.IsSettled && TryBegin(state, _newest.Steady))
        {
            recovers = state;
        }

        return true;
    }

    /// <summary>Begins a recovery of an error that was counted before, by its layer's rules.</summary>
    public LayerState? Begin(string layer, LayerMoment now)
    {
        var state = StateOf(layer);
        return TryBegin(state, Later(now)) ? state : null;
    }

    /// <summary>Takes note that a recovery has ended.</summary>
    public void End(LayerState state, RecoveryResult? result)
    {
        state.RunningRecoveries--;
        if (!_layers.TryGetValue(state.Layer, out var living) || !ReferenceEquals(living, state))
        {
            return; // begun before all was forgotten
        }

        foreach (var attempt in result?.Attempts ?? [])
        {
            // One that joined a run is in the books already, as the run.
            if (attempt.Outcome == RecoveryOutcome.NotAttempted || attempt.IsJoined)
            {
                continue;
            }

            state.Recoveries.Add(attempt);
            _recoveries.Add(attempt);
            if (_actions.Count == MostActions)
            {
                _actions.Dequeue();
            }

            _actions.Enqueue(attempt);
        }
    }

    public bool ShouldEscalate(string layer, LayerMoment now)
    {
        var steady = Later(now);
        return !_layers.TryGetValue(layer, out var state) || ShouldEscalate(state, steady);
    }

    public bool ShouldLog(string layer) => !_layers.TryGetValue(layer, out var state) || state.Errors == 0 || state.RunningRecoveries > 0;

    public LayerStatus StatusOf(string layer, LayerMoment now)
    {
        var steady = Later(now);
        return _layers.TryGetValue(layer, out var state) ? state.ToStatus(steady, ShouldEscalate(state, steady)) : new LayerState(layer, null).ToStatus(steady, escalates: true);
    }

    /// <summary>The layers with settings, the deepest first, then the others by name.</summary>
    public IReadOnlyList<LayerStatus> Statuses(LayerMoment now)
    {
        var steady = Later(now);
        return
        [
            .. _layers.Values
                .OrderBy(state => state.Settings is null)
                .ThenBy(state => _settings.Order.RankOf(state.Layer) is var rank && rank == LayerOrder.Unknown ? int.MaxValue : rank)
                .ThenBy(state => state.Layer, StringComparer.Ordinal)
                .Select(state => state.ToStatus(steady, ShouldEscalate(state, steady))),
        ];
    }

    public IReadOnlyList<LayerError> Timeline() => _timeline.ToErrors();

    public IReadOnlyList<DetectedPattern> Patterns(LayerMoment now, TimeSpan window) => _patterns.ToPatterns(Later(now), window);

    public IReadOnlyList<RecoveryAttempt> Actions() => [.. _actions];

    public RecoverySummary Recoveries(string? layer) =>
        layer is null ? _recoveries.ToSummary() : _layers.TryGetValue(layer, out var state) ? state.Recoveries.ToSummary() : new RecoveryTotals().ToSummary();

    public IReadOnlyDictionary<string, string> Correlation() => new Dictionary<string, string>(_correlation, StringComparer.Ordinal);

    /// <summary>Keeps a name and its value; null takes it away.</summary>
    /// <returns>Whether there was a place for it.</returns>
    public bool Correlate(string name, string? value)
    {
        if (value is null)
        {
            return _correlation.Remove(name) || true;
        }

        if (_correlation.Count >= MostCorrelation && !_correlation.ContainsKey(name))
        {
            return false;
        }

        _correlation[name] = value;
        return true;
    }

    private long Later(LayerMoment now) => Math.Max(now.Steady, _newest.Steady);

    private LayerState StateOf(string layer)
    {
        if (_layers.TryGetValue(layer, out var state))
        {
            return state;
        }

        var name = _layers.Count - _known < MostUnknown ? layer : LayerNames.Others;
        if (!_layers.TryGetValue(name, out state))
        {
            _layers.Add(name, state = new LayerState(name, null));
        }

        return state;
    }

    private bool ShouldEscalate(LayerState state, long now) =>
        state.Settings is null
        || state.Escalates(now)
        || _patterns.Escalates(now, _confidence, state.Errors == 0 ? state.Layer : null);

    private static bool TryBegin(LayerState state, long now)
    {
        if (state.Settings is not { AutomaticRecovery: true, Strategies.Count: > 0 })
        {
            return false;
        }

        if (state.IsOverLimit(now) || state.RunningRecoveries >= MostRunning)
        {
            state.SkippedRecoveries++;
            return false;
        }

        state.RunningRecoveries++;
        return true;
    }
}
