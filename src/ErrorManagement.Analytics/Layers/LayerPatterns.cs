using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Layers;

/// <summary>
/// The episodes of the four patterns of a timeline: asked after each error, in constant work. An episode runs until it was not seen for one window of its kind; then it is history.
/// Bounded. Not safe for threads.
/// </summary>
internal sealed class LayerPatterns(LayerTimeline timeline, TimelineSettings settings)
{
    /// <summary>Types that recur at a time.</summary>
    public const int MostRecurring = 256;

    /// <summary>Ended episodes that are kept.</summary>
    public const int MostEnded = 1_000;

    private readonly Dictionary<string, LayerEpisode> _recurring = new(StringComparer.Ordinal);
    private readonly Queue<LayerEpisode> _ended = new();
    private readonly List<TimelineEntry> _known = [];
    private readonly List<long> _knownUtc = [];
    private LayerEpisode? _cascade;
    private LayerEpisode? _burst;
    private LayerEpisode? _degradation;

    /// <summary>Looks at the timeline after its newest error.</summary>
    public void Observe(LayerMoment now)
    {
        Recur(now);
        Climb(now);
        var holds = timeline.Count >= settings.LeastEntries && timeline.InBurst >= settings.BurstThreshold;
        Rush(ref _burst, holds, PatternKind.Burst, settings.BurstWindow, settings.BurstWindow.Ticks + 1, now, timeline.InBurst, settings.BurstConfidence);
        var (older, recent) = timeline.Stretches;
        holds = TimelineRules.Degrades(older, recent, timeline.Count, settings);
        Rush(ref _degradation, holds, PatternKind.Degradation, settings.DegradationWindow, settings.DegradationWindow.Ticks, now, recent, settings.DegradationConfidence);
    }

    /// <summary>Whether a cascade or a degradation runs that is as sure as that.</summary>
    /// <param name="now">When.</param>
    /// <param name="confidence">How sure it has to be.</param>
    /// <param name="layer">The layer that it has to affect; null for any.</param>
    public bool Escalates(long now, double confidence, string? layer) => Escalates(_cascade, now, confidence, layer) || Escalates(_degradation, now, confidence, layer);

    /// <summary>The episodes that run, and those that were seen last within a time before now; the newest first.</summary>
    public List<DetectedPattern> ToPatterns(long now, TimeSpan window)
    {
        var running = new[] { _cascade, _burst, _degradation }.OfType<LayerEpisode>();
        var patterns = _ended.Concat(_recurring.Values).Concat(running).Where(e => e.IsWithin(now, window)).Select(e => e.ToPattern(now, settings.Order)).ToList();
        patterns.Sort(static (a, b) => b.DetectedAt != a.DetectedAt ? b.DetectedAt.CompareTo(a.DetectedAt) : string.CompareOrdinal(a.Id, b.Id));
        return patterns;
    }

    private static bool Escalates(LayerEpisode? episode, long now, double confidence, string? layer) =>
        episode is not null && episode.Confidence >= confidence && episode.Runs(now) && (layer is null || episode.Affects(layer));

    private void Recur(LayerMoment now)
    {
        var newest = timeline.Newest;
        if (_recurring.TryGetValue(newest.ErrorType, out var episode))
        {
            if (episode.Runs(now.Steady))
            {
                episode.Seen(now);
                episode.Add(newest.Layer!);
            }
            else
            {
                _recurring.Remove(newest.ErrorType);
                End(episode);
                episode = null;
            }
        }

        var span = Math.Min(settings.RecurringSpan, timeline.Count);
        var (count, first) = (0, 0);
        for (var back = 0; back < span; back++)
        {
            if (string.Equals(timeline[back].ErrorType, newest.ErrorType, StringComparison.Ordinal))
            {
                (count, first) = (count + 1, back);
            }
        }

        if (timeline.Count < settings.LeastEntries || count < settings.RecurringThreshold)
        {
            return;
        }

        if (episode is null)
        {
            MakeRoom(now.Steady);
            episode = new LayerEpisode(PatternKind.Recurring, newest.ErrorType, now, timeline.UtcOf(first), settings.RecurringQuiet);
            _recurring.Add(newest.ErrorType, episode);
            for (var back = first; back >= 0; back--)
            {
                if (string.Equals(timeline[back].ErrorType, newest.ErrorType, StringComparison.Ordinal))
                {
                    episode.Add(timeline[back].Layer!);
                }
            }
        }

        episode.Hold(now, count, TimelineRules.RecurringConfidence(count, settings));
    }

    private void Climb(LayerMoment now)
    {
        var newest = timeline.Newest;
        var rank = settings.Order.RankOf(newest.Layer);
        if (rank == LayerOrder.Unknown)
        {
            return;
        }

        _known.Add(newest);
        _knownUtc.Add(now.Utc);
        if (_known.Count > settings.CascadeSpan)
        {
            _known.RemoveAt(0);
            _knownUtc.RemoveAt(0);
        }

        var from = _known.Count - 1;
        while (from > 0 && settings.Order.RankOf(_known[from - 1].Layer) is var below && TimelineRules.Rises(below, _known[from - 1].Ticks, rank, newest.Ticks, settings))
        {
            rank = below;
            from--;
        }

        Settle(ref _cascade, now.Steady);
        var length = _known.Count - from;
        if (timeline.Count < settings.LeastEntries || length < settings.CascadeThreshold)
        {
            return;
        }

        var way = _known[from..].ConvertAll(e => e.Layer!);
        _cascade ??= new LayerEpisode(PatternKind.LayerCascade, LayerOrder.WayOf(way), now, _knownUtc[from], settings.CascadeWindow);
        if (length >= _cascade.Count)
        {
            _cascade.GoBy(way);
        }

        _cascade.Hold(now, length, settings.CascadeConfidence);
    }

    /// <summary>A pattern of all errors of a window.</summary>
    private void Rush(ref LayerEpisode? episode, bool holds, PatternKind kind, TimeSpan window, long reach, LayerMoment now, long count, double confidence)
    {
        Settle(ref episode, now.Steady);
        if (!holds)
        {
            return;
        }

        if (episode is null)
        {
            episode = new LayerEpisode(kind, TimelineRules.All, now, timeline.FirstUtcAfter(now.Steady - reach), window);
            timeline.AddLayersAfter(now.Steady - reach, episode);
        }

        episode.Add(timeline.Newest.Layer!);
        episode.Hold(now, count, confidence);
    }

    private void Settle(ref LayerEpisode? episode, long now)
    {
        if (episode is not null && !episode.Runs(now))
        {
            End(episode);
            episode = null;
        }
    }

    private void MakeRoom(long now)
    {
        if (_recurring.Count < MostRecurring)
        {
            return;
        }

        foreach (var (type, ended) in _recurring.Where(e => !e.Value.Runs(now)).ToArray())
        {
            _recurring.Remove(type);
            End(ended);
        }

        if (_recurring.Count >= MostRecurring)
        {
            var (type, longestUnseen) = _recurring.MinBy(e => e.Value.LastHeld.Steady);
            _recurring.Remove(type);
            End(longestUnseen);
        }
    }

    private void End(LayerEpisode episode)
    {
        if (_ended.Count == MostEnded)
        {
            _ended.Dequeue();
        }

        _ended.Enqueue(episode);
    }
}
