namespace ErrorManagement.Analytics.Patterns;

/// <summary>The episodes of cascade, burst and degradation, of each at most one that runs: they are about all errors together. Times are UTC ticks. Not safe on many threads.</summary>
/// <param name="settings">The order of the layers.</param>
/// <param name="rules">How long an episode runs on.</param>
/// <param name="history">Where episodes go that have ended.</param>
internal sealed class CommonEpisodes(TimelineSettings settings, StreamRules rules, PatternHistory history)
{
    private readonly RecentLayers _layers = new();
    private PatternEpisode? _cascade;
    private PatternEpisode? _burst;
    private PatternEpisode? _degradation;

    /// <summary>Those that run, and some that ended since they were last looked at.</summary>
    public IEnumerable<PatternEpisode> Held => new[] { _cascade, _burst, _degradation }.OfType<PatternEpisode>();

    /// <summary>Takes note of the layer of an error.</summary>
    public void See(string layer, long ticks) => _layers.See(layer, ticks);

    /// <summary>Whether a degradation runs at a time.</summary>
    public bool IsDegrading(long ticks) => _degradation is { } episode && Runs(episode, rules.Degradation, ticks);

    /// <summary>There is a cascade.</summary>
    /// <param name="climb">The errors that rise.</param>
    /// <param name="run">How many of them, up to the newest.</param>
    /// <param name="ticks">When.</param>
    public void HoldCascade(LayerClimb climb, int run, long ticks)
    {
        // Its layers are known before it is seen: its name is the way through them.
        var episode = Begun(_cascade, rules.Cascade, ticks) ?? new PatternEpisode(PatternKind.LayerCascade, LayerOrder.WayOf([climb.LayerAt(run - 1), climb.LayerAt(0)]), ticks);
        for (var back = 0; back < run; back++)
        {
            episode.AddLayer(climb.LayerAt(back), settings.Order);
        }

        Hold(episode, run, ticks);
        _cascade = episode;
    }

    /// <summary>There is a burst of so many errors, the newest of them in a layer that may not be known.</summary>
    public void HoldBurst(long count, long ticks, string? layer) => _burst = HoldAll(_burst, rules.Burst, count, ticks, layer);

    /// <summary>There is a degradation with so many errors in its recent stretch, the newest of them in a layer that may not be known.</summary>
    public void HoldDegradation(long count, long ticks, string? layer) => _degradation = HoldAll(_degradation, rules.Degradation, count, ticks, layer);

    /// <summary>Ends all episodes: they are history.</summary>
    public void Close()
    {
        foreach (var episode in Held)
        {
            history.Add(episode);
        }

        Clear();
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        (_cascade, _burst, _degradation) = (null, null, null);
        _layers.Clear();
    }

    private PatternEpisode HoldAll(PatternEpisode? before, PatternRule rule, long count, long ticks, string? layer)
    {
        var episode = Begun(before, rule, ticks);
        if (episode is null)
        {
            episode = new PatternEpisode(rule.Kind, TimelineRules.All, ticks);
            foreach (var seen in _layers.Since(ticks - rule.WindowTicks))
            {
                episode.AddLayer(seen, settings.Order);
            }
        }
        else if (layer is not null)
        {
            episode.AddLayer(layer, settings.Order);
        }

        Hold(episode, count, ticks);
        return episode;
    }

    /// <summary>The episode when it still runs; null when there is none, or it ended and is history.</summary>
    private PatternEpisode? Begun(PatternEpisode? episode, PatternRule rule, long ticks)
    {
        if (episode is null || Runs(episode, rule, ticks))
        {
            return episode;
        }

        history.Add(episode);
        return null;
    }

    private static bool Runs(PatternEpisode episode, PatternRule rule, long ticks) => PatternEpisode.Runs(episode.LastHeldTicks, ticks, rule.RunsForTicks);

    private static void Hold(PatternEpisode episode, long count, long ticks)
    {
        episode.Peak = Math.Max(episode.Peak, count);
        episode.LastHeldTicks = Math.Max(episode.LastHeldTicks, ticks);
    }
}
