namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// The subjects of one pattern. Bounded: beyond the capacity the one that was longest unseen goes, to the accuracy of the
/// second-chance rule (a queue, in which a subject that was seen since it was queued is queued once more).
/// </summary>
internal sealed class PatternSubjectTable(PatternSettings settings, int capacity)
{
    private const int MaxTries = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PatternSubject> _subjects = new(StringComparer.Ordinal);
    private readonly Queue<PatternSubject> _order = new();
    private long _dropped;

    /// <summary>How many subjects had to give their place to another. Rises only.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _subjects.Count;
            }
        }
    }

    /// <summary>Counts one occurrence of a subject and returns where the next one can be counted without a look-up.</summary>
    public PatternSubject Observe(string name, long slot, long ticks)
    {
        var subject = GetOrAdd(name);

        // It can be dropped between the two steps; by then very many others were seen, and after some tries this occurrence is let go.
        for (var tries = 1; !subject.TryObserve(slot, ticks) && tries < MaxTries; tries++)
        {
            subject = GetOrAdd(name);
        }

        return subject;
    }

    public PatternSubject[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _order];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            foreach (var subject in _order)
            {
                subject.Drop(forget: true);
            }

            _order.Clear();
            _subjects.Clear();
        }
    }

    private PatternSubject GetOrAdd(string name)
    {
        lock (_gate)
        {
            if (_subjects.TryGetValue(name, out var subject))
            {
                return subject;
            }

            if (_order.Count == capacity)
            {
                DropOneLocked();
            }

            subject = new PatternSubject(settings, name);
            _subjects.Add(name, subject);
            _order.Enqueue(subject);
            return subject;
        }
    }

    private void DropOneLocked()
    {
        var subject = _order.Dequeue();
        for (var i = 0; i < capacity && subject.TakeTouched(); i++)
        {
            _order.Enqueue(subject);
            subject = _order.Dequeue();
        }

        _subjects.Remove(subject.Name);
        settings.Stream?.Settle(subject);
        subject.Drop(forget: false);
        Volatile.Write(ref _dropped, _dropped + 1);
    }
}
