using System.Collections.ObjectModel;

namespace ErrorManagement.Analytics.Layers;

/// <summary>What is known of one layer. Not safe for threads.</summary>
internal sealed class LayerState(string layer, LayerSettings? settings)
{
    private const int MostMetadata = 50;

    private readonly RateWindow _rate = new();
    private Dictionary<string, object?>? _metadata;
    private IReadOnlyDictionary<string, object?>? _lastMetadata;
    private string? _lastType;
    private string? _lastMessage;
    private ErrorSeverity _lastSeverity;
    private long _lastUtc;
    private double _score;
    private ErrorSeverity _highest = EscalationRules.Lowest;

    public string Layer => layer;

    /// <summary>Its settings; null for a layer that has none.</summary>
    public LayerSettings? Settings => settings;

    public long Errors { get; private set; }

    /// <summary>The highest severity it has seen.</summary>
    public ErrorSeverity Highest => _highest;

    public int RunningRecoveries { get; set; }

    public long SkippedRecoveries { get; set; }

    /// <summary>What was tried to recover it.</summary>
    public RecoveryTotals Recoveries { get; } = new();

    public void Add(in NewLayerError error, LayerMoment now)
    {
        Errors++;
        _score += settings?.WeightOf(error.Severity) ?? 0;
        _highest = error.Severity > _highest ? error.Severity : _highest;
        _rate.Add(now.Steady);
        (_lastType, _lastMessage, _lastSeverity, _lastUtc) = (error.ErrorType, error.Message, error.Severity, now.Utc);
        Merge(error.Metadata);
    }

    /// <summary>Whether it had more errors in the last minute than it may.</summary>
    public bool IsOverLimit(long now) => settings is not null && _rate.CountAt(now) > settings.MaxErrorsPerMinute;

    /// <summary>Whether its own errors are reason enough for somebody else to take over.</summary>
    public bool Escalates(long now) => settings is null || EscalationRules.IsReached(Errors, _score, settings.EscalationThreshold) || IsOverLimit(now);

    public LayerStatus ToStatus(long now, bool escalates) => new()
    {
        Layer = layer,
        IsKnown = settings is not null,
        ErrorCount = Errors,
        SeverityScore = _score,
        EscalationLevel = settings is null ? EscalationRules.Lowest : EscalationRules.Raise(EscalationRules.Lowest, _highest, Errors, settings.EscalationThreshold),
        ShouldEscalate = escalates,
        ErrorsPerMinute = _rate.CountAt(now),
        IsOverLimit = IsOverLimit(now),
        LastError = Errors == 0 ? null : new LayerError(layer, _lastType!, _lastMessage!, _lastSeverity, LayerMoment.Shown(_lastUtc)),
        Metadata = _metadata is null ? ReadOnlyDictionary<string, object?>.Empty : new Dictionary<string, object?>(_metadata, StringComparer.Ordinal).AsReadOnly(),
        RecoveryAttempts = Recoveries.Attempts,
        SuccessfulRecoveries = Recoveries.Successes,
        SkippedRecoveries = SkippedRecoveries,
        RunningRecoveries = RunningRecoveries,
    };

    private void Merge(IReadOnlyDictionary<string, object?>? metadata)
    {
        if (metadata is null || ReferenceEquals(metadata, _lastMetadata))
        {
            return;
        }

        _lastMetadata = metadata;
        _metadata ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in metadata)
        {
            if (_metadata.Count < MostMetadata || _metadata.ContainsKey(name))
            {
                _metadata[name] = value;
            }
        }
    }
}
