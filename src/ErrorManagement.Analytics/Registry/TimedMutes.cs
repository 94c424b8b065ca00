using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The records that are muted until a time: no timer runs for them, so whoever asks a question ends those that are over. Under the registry's gate.</summary>
internal sealed class TimedMutes
{
    private const int FirstPruning = 64;

    private readonly HashSet<TrackedError> _records = [];
    private long _next = long.MaxValue;
    private int _pruneAt = FirstPruning;

    /// <summary>Takes note of a record that was muted until a time.</summary>
    public void Add(TrackedError record, long deadline)
    {
        if (_records.Count >= _pruneAt)
        {
            _records.RemoveWhere(static r => !IsMuted(r));
            _pruneAt = Math.Max(FirstPruning, _records.Count * 2);
        }

        _records.Add(record);
        _next = Math.Min(_next, deadline);
    }

    /// <summary>Ends those whose time is over, in the order of their times.</summary>
    public void EndDueLocked(RegistryState state, RegistryClock clock)
    {
        if (_records.Count == 0)
        {
            return;
        }

        RegistryMoment now;
        try
        {
            now = clock.Read();
        }
        catch (Exception e)
        {
            // A clock of the host's own. The next who asks ends them.
            state.Troubles.NoteLocked(RegistryTrouble.Recording, e);
            return;
        }

        if (now.Steady < _next)
        {
            return;
        }

        var due = _records.Where(record => !IsMuted(record) || record.MuteDeadline <= now.Steady).ToList();
        _records.ExceptWith(due);
        _next = _records.Count == 0 ? long.MaxValue : _records.Min(static record => record.MuteDeadline);
        foreach (var record in due.Where(IsMuted).OrderBy(static record => record.MuteDeadline).ThenBy(static record => record.Handle))
        {
            record.ChangeLocked(state, LifeInput.MuteEnd, LifeWords.TimeOver, now);
        }
    }

    // One that became part of another has that one's life.
    private static bool IsMuted(TrackedError record) => ReferenceEquals(record.Living, record) && record.MuteDeadline != long.MaxValue;
}
