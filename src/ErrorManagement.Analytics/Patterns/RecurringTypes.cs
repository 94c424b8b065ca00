namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// The types of the last errors, and the episodes of those that recur. Bounded: of the episodes that run, the one that was longest unseen gives its place.
/// Not safe on many threads.
/// </summary>
internal sealed class RecurringTypes(TimelineSettings settings, PatternHistory history, int mostRunning)
{
    private readonly (string? Type, string? Layer)[] _last = new (string?, string?)[settings.RecurringSpan];
    private readonly Dictionary<string, LinkedListNode<PatternEpisode>> _running = new(StringComparer.Ordinal);
    private readonly LinkedList<PatternEpisode> _byAge = new(); // the longest unseen first
    private int _next;
    private bool _isCrowded;

    /// <summary>Episodes that are held here: those that run, and some that ended since one began.</summary>
    public IEnumerable<PatternEpisode> Episodes => _byAge;

    public void Observe(string type, long ticks, string? layer, long errors)
    {
        _last[_next] = (type, layer);
        _next = _next + 1 == _last.Length ? 0 : _next + 1;

        // Only the count of this type can have risen.
        var count = CountOf(type);
        var holds = count >= settings.RecurringThreshold && errors >= settings.LeastEntries;
        var episode = _running.Count == 0 ? null : Seen(type, ticks);
        if (episode is null)
        {
            if (!holds)
            {
                return;
            }

            episode = Begin(type, ticks);
        }

        // Any further one of this type keeps it running.
        episode.LastHeldTicks = Math.Max(ticks, episode.LastHeldTicks);
        episode.Peak = holds ? Math.Max(episode.Peak, count) : episode.Peak;
        if (layer is not null)
        {
            episode.AddLayer(layer, settings.Order);
        }
    }

    public void Clear()
    {
        Array.Clear(_last);
        _running.Clear();
        _byAge.Clear();
        _next = 0;
        _isCrowded = false;
    }

    /// <summary>Ends all episodes.</summary>
    public void Close()
    {
        while (_byAge.First is { } first)
        {
            End(first);
        }

        Clear();
    }

    private int CountOf(string type)
    {
        var count = 0;
        foreach (var (other, _) in _last)
        {
            count += string.Equals(other, type, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The episode of a type that runs, now the last one seen.</summary>
    private PatternEpisode? Seen(string type, long ticks)
    {
        if (!_running.TryGetValue(type, out var node))
        {
            return null;
        }

        if (!Runs(node.Value, ticks))
        {
            End(node);
            return null;
        }

        if (node.Next is not null)
        {
            _byAge.Remove(node);
            _byAge.AddLast(node);
        }

        return node.Value;
    }

    private PatternEpisode Begin(string type, long ticks)
    {
        while (_byAge.First is { } ended && !Runs(ended.Value, ticks))
        {
            End(ended);
        }

        if (_running.Count == mostRunning)
        {
            _isCrowded = true;
            End(_byAge.First!);
        }

        var episode = (_isCrowded ? history.Resume(PatternKind.Recurring, type, ticks, settings.RecurringQuiet.Ticks) : null) ?? new PatternEpisode(PatternKind.Recurring, type, ticks);
        _running.Add(type, _byAge.AddLast(episode));
        foreach (var (other, layer) in _last)
        {
            if (layer is not null && string.Equals(other, type, StringComparison.Ordinal))
            {
                episode.AddLayer(layer, settings.Order);
            }
        }

        return episode;
    }

    private void End(LinkedListNode<PatternEpisode> node)
    {
        _byAge.Remove(node);
        _running.Remove(node.Value.Subject);
        history.Add(node.Value);
    }

    private bool Runs(PatternEpisode episode, long ticks) => PatternEpisode.Runs(episode.LastHeldTicks, ticks, settings.RecurringQuiet.Ticks);
}
