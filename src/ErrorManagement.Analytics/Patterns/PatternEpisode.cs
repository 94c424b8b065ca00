namespace ErrorManagement.Analytics.Patterns;

/// <summary>One stretch of time in which a pattern held. Changed under the lock of the one who holds it: who watches its subject while it may run on, then the history.</summary>
internal sealed class PatternEpisode(PatternKind kind, string subject, long detectedTicks)
{
    private const int MaxLayers = PatternOptions.MaxLayers;

    private string[] _layers = [];

    public PatternKind Kind { get; } = kind;

    /// <summary>What it was about when it was detected.</summary>
    public string Subject { get; } = subject;

    /// <summary>UTC ticks of the occurrence at which it was detected.</summary>
    public long DetectedTicks { get; } = detectedTicks;

    /// <summary>UTC ticks of the last occurrence at which it held.</summary>
    public long LastHeldTicks { get; set; } = detectedTicks;

    /// <summary>The most occurrences in one window.</summary>
    public long Peak { get; set; }

    /// <summary>The layers of what happened, the deepest first. Never changed, but replaced: may be read at any time.</summary>
    public IReadOnlyList<string> Layers => Volatile.Read(ref _layers);

    /// <summary>Takes note of a layer; beyond some, of no more of them.</summary>
    public void AddLayer(string layer, LayerOrder order)
    {
        foreach (var known in _layers)
        {
            if (string.Equals(known, layer, StringComparison.Ordinal))
            {
                return;
            }
        }

        if (_layers.Length < MaxLayers)
        {
            Volatile.Write(ref _layers, [.. order.Sort([.. _layers, layer])]);
        }
    }

    /// <summary>
    /// Whether an episode that last held at <paramref name="lastHeldTicks"/> runs at <paramref name="ticks"/>.
    /// The distance counts in both directions: a clock that was set back must not keep an episode running until it has caught up.
    /// </summary>
    public static bool Runs(long lastHeldTicks, long ticks, long windowTicks) => Math.Abs(ticks - lastHeldTicks) < windowTicks;

    /// <summary>The episode as it was read; null when it neither runs nor last held within a window.</summary>
    /// <param name="lastHeldTicks">When it last held.</param>
    /// <param name="peak">Its highest count.</param>
    /// <param name="rule">The rule of its kind.</param>
    /// <param name="ticks">Now.</param>
    /// <param name="windowTicks">How far back to look.</param>
    public EpisodeReading? Read(long lastHeldTicks, long peak, PatternRule rule, long ticks, long windowTicks)
    {
        var runs = Runs(lastHeldTicks, ticks, rule.RunsForTicks);
        return runs || ticks - lastHeldTicks <= windowTicks ? new EpisodeReading(this, lastHeldTicks, peak, rule, runs) : null;
    }
}
