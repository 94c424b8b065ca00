using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What comes by the keys of a part, while it is part of one and the same record: it is counted there, and noted here.</summary>
/// <param name="living">The record that the part belongs to.</param>
internal sealed class Passage(TrackedError living)
{
    private readonly Lock _gate = new();
    private readonly CountLane?[] _lanes = new CountLane?[SeriesBook.NumberOfSeverities];
    private bool _closed;
    private long _recovered;
    private long _handled;
    private ReleaseTallies? _releases;

    /// <summary>The record that the part belongs to.</summary>
    public TrackedError Living => living;

    /// <summary>Notes an occurrence that was counted. False when the part is one of this record no more.</summary>
    public bool TryNote(ErrorSeverity severity, long second) => LaneOf(severity)?.TryAdd(second, handedOn: true) ?? false;

    /// <summary>How many of those that passed, or were the part's before, went well in the end after they were counted.</summary>
    public long Recovered => Volatile.Read(ref _recovered);

    /// <summary>How many were answered for.</summary>
    public long Handled => Volatile.Read(ref _handled);

    /// <summary>Notes what became of an occurrence.</summary>
    public void Note(bool recovered, bool handled)
    {
        if (recovered)
        {
            Interlocked.Increment(ref _recovered);
        }

        if (handled)
        {
            Interlocked.Increment(ref _handled);
        }
    }

    /// <summary>What passed of other releases; null for nothing.</summary>
    public ReleaseTallies? Releases => Volatile.Read(ref _releases);

    /// <summary>Notes an occurrence of another release.</summary>
    public void Note(string release, RegistryMoment now)
    {
        var releases = Releases;
        if (releases is null)
        {
            releases = new ReleaseTallies(0);
            releases = Interlocked.CompareExchange(ref _releases, releases, null) ?? releases;
        }

        releases.GetOrAdd(SeenOrigins.Kept(release), out _).Count1(now);
    }

    /// <summary>How many passed so far.</summary>
    public long CountOf(ErrorSeverity severity) => Volatile.Read(ref _lanes[(int)severity])?.Count ?? 0;

    /// <summary>Ends it.</summary>
    /// <returns>How many passed, by severity: final.</returns>
    public long[] Close()
    {
        lock (_gate)
        {
            _closed = true;
            return [.. _lanes.Select(static lane => lane?.Close() ?? 0)];
        }
    }

    private CountLane? LaneOf(ErrorSeverity severity)
    {
        ref var slot = ref _lanes[(int)severity];
        if (Volatile.Read(ref slot) is { } lane)
        {
            return lane;
        }

        lock (_gate)
        {
            if (slot is null && !_closed)
            {
                Volatile.Write(ref slot, new CountLane(null, severity));
            }

            return slot;
        }
    }
}
