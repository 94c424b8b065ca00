namespace ErrorManagement.Analytics.Patterns;

/// <summary>The episodes that no subject holds any more. Bounded: beyond the capacity the one that was put in first goes.</summary>
internal sealed class PatternHistory(int capacity)
{
    private readonly Lock _gate = new();
    private readonly List<PatternEpisode> _episodes = [];

    public void Add(PatternEpisode episode)
    {
        lock (_gate)
        {
            if (_episodes.Count == capacity)
            {
                _episodes.RemoveAt(0);
            }

            _episodes.Add(episode);
        }
    }

    /// <summary>Takes back an episode that still runs: its subject was dropped for want of room and has come again.</summary>
    public PatternEpisode? Resume(PatternKind kind, string subject, long ticks, long windowTicks)
    {
        lock (_gate)
        {
            var index = _episodes.FindLastIndex(e =>
                e.Kind == kind && PatternEpisode.Runs(e.LastHeldTicks, ticks, windowTicks) && string.Equals(e.Subject, subject, StringComparison.Ordinal));
            if (index < 0)
            {
                return null;
            }

            var episode = _episodes[index];
            _episodes.RemoveAt(index);
            return episode;
        }
    }

    /// <summary>The episodes and, read with them, when each last held and its peak.</summary>
    public List<(PatternEpisode Episode, long LastHeldTicks, long Peak)> Snapshot()
    {
        lock (_gate)
        {
            return _episodes.ConvertAll(static e => (e, e.LastHeldTicks, e.Peak));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _episodes.Clear();
        }
    }
}
