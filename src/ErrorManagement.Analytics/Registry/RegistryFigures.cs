namespace ErrorManagement.Analytics.Registry;

/// <summary>The figures of one registry as metrics show them. Reading takes the gate for as long as it takes to add up, and finishes nothing that waits. Safe on any thread.</summary>
internal sealed class RegistryFigures(ErrorRecorder recorder)
{
    private volatile bool _ended;

    /// <summary>Whether the registry is disposed: it is told of no longer.</summary>
    public bool Ended => _ended;

    /// <summary>Computes the health score; null where nobody does. Set once, before anybody reads.</summary>
    public Func<double>? Health { get; set; }

    public void End() => _ended = true;

    public List<CapturedCount> Captured() => Read(static (t, s) => t.CapturedLocked(s));

    public long Consequences() => Read(static (t, s) => t.ConsequencesLocked(s));

    public long[] Dropped() => Read(static (t, s) => Enum.GetValues<DropReason>().Select(reason => t.DroppedLocked(s, reason)).ToArray());

    public long Cancellations() => Read(static (t, s) => t.CancellationsLocked(s));

    public long NewRecords() => Read(static (t, s) => t.NewRecordsLocked(s));

    public long EvictedRecords() => Read(static (t, s) => t.EvictedRecordsLocked(s));

    public long Records() => Read(static (_, s) => (long)s.Store.Count);

    /// <summary>Records by where they stand.</summary>
    public Dictionary<ErrorStatus, int> ByStatus() => Read((_, s) =>
    {
        recorder.EndMutesLocked(s);
        return s.Store.All.CountBy(static record => record.Status).ToDictionary();
    });

    /// <summary>Steps in the lives of records, by kind.</summary>
    public long Changes(ErrorChange change) => recorder.Changes.CountOf(change);

    public long LostChanges() => recorder.Changes.Lost;

    public long Queued() => recorder.State.Queue.Count;

    public long Bytes() => Read(static (_, s) => s.Store.Bytes.Held + s.Places.Bytes);

    private T Read<T>(Func<LifetimeTotals, RegistryState, T> read)
    {
        var totals = recorder.Lifetime;
        lock (totals.Gate)
        {
            var state = recorder.State;
            lock (state.Gate)
            {
                return read(totals, state);
            }
        }
    }
}
