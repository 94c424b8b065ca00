using System.Collections.Concurrent;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// What a registry has counted since it was made, for metrics: no figure falls, whatever is evicted or cleared. Recording a known error does nothing
/// for it: what living records count is added up when somebody reads; only what has left them, or never had one, is kept here.
/// </summary>
/// <remarks>Components beyond the first <see cref="SeriesBook.MaxComponents"/> are told together, and which are does not change for the life of the registry.</remarks>
internal sealed class LifetimeTotals
{
    private static readonly ErrorSeverity[] Severities = Enum.GetValues<ErrorSeverity>();
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    private readonly ConcurrentDictionary<string, ComponentTotals> _components = new(StringComparer.Ordinal);
    private readonly ComponentTotals _others = new(SeriesBook.Overflow, Severities.Length);
    private readonly Lock _growth = new();
    private readonly long[] _dropped = new long[Reasons.Length];
    private long _consequences;
    private long _cancellations;
    private long _newRecords;
    private long _evictedRecords;

    /// <summary>Held while a state takes the place of another, and while one is read: a figure is then in the one or in the other. Taken before the gate of a state.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Counts occurrences that are in no record.</summary>
    public void Settle(string component, ErrorSeverity severity, long count) => Of(component).Settle((int)severity, count);

    /// <summary>Counts what a record had counted when it ended. Under the gate of its state.</summary>
    public void Settle(TrackedError record, FinalCounts counts)
    {
        var component = Of(record.Component);
        for (var i = 0; i < counts.BySeverity.Count; i++)
        {
            component.Settle(i, counts.BySeverity[i]);
        }

        for (var i = 0; i < counts.Consequences.Count; i++)
        {
            component.Settle(i, counts.Consequences[i]);
            Interlocked.Add(ref _consequences, counts.Consequences[i]);
        }
    }

    /// <summary>Leaves out what a record counts from an import: it did not happen now, and a counter that jumps by it would look like a flood. Under the gate of its state.</summary>
    public void Discount(string component, FinalCounts counts, bool isNew)
    {
        var totals = Of(component);
        for (var i = 0; i < counts.BySeverity.Count; i++)
        {
            totals.Settle(i, -counts.BySeverity[i] - counts.Consequences[i]);
            Interlocked.Add(ref _consequences, -counts.Consequences[i]);
        }

        if (isNew)
        {
            _newRecords--;
        }
    }

    /// <summary>Occurrences go over to a record of another component: what was told of a component is not taken back, and is not told again.</summary>
    public void Move(string from, string to, IReadOnlyList<long> bySeverity)
    {
        if (!string.Equals(from, to, StringComparison.Ordinal))
        {
            for (var i = 0; i < bySeverity.Count; i++)
            {
                Of(from).Settle(i, bySeverity[i]);
                Of(to).Settle(i, -bySeverity[i]);
            }
        }
    }

    /// <summary>Takes over everything that a state has counted, which is about to be forgotten. Under both gates.</summary>
    public void CarryLocked(RegistryState state)
    {
        foreach (var record in RecordsLocked(state))
        {
            var counts = new long[Severities.Length];
            record.AddCountsTo(counts);
            for (var i = 0; i < counts.Length; i++)
            {
                Of(record.Component).Settle(i, counts[i]);
            }

            Interlocked.Add(ref _consequences, record.ConsequenceCount);
        }

        foreach (var reason in Reasons)
        {
            _dropped[(int)reason] += state.DroppedBy(reason);
        }

        _cancellations += state.Cancellations;
        _newRecords += NewIn(state);
        _evictedRecords += state.Store.Evicted;
    }

    /// <summary>All occurrences by component and severity; pairs without any are left out. Under both gates.</summary>
    public List<CapturedCount> CapturedLocked(RegistryState state)
    {
        foreach (var component in All)
        {
            Array.Clear(component.Living);
        }

        foreach (var record in state.Store.All)
        {
            AddLivingLocked(record);
        }

        foreach (var waiting in state.Queue)
        {
            AddLivingLocked(waiting.Record);
        }

        var all = new List<CapturedCount>();
        foreach (var component in All)
        {
            foreach (var severity in Severities)
            {
                if (component.SettledAt((int)severity) + component.Living[(int)severity] is var count and > 0)
                {
                    all.Add(new CapturedCount(component.Name, severity, count));
                }
            }
        }

        return all;
    }

    public long ConsequencesLocked(RegistryState state)
    {
        var count = Volatile.Read(ref _consequences);
        foreach (var record in RecordsLocked(state))
        {
            count += record.ConsequenceCount;
        }

        return count;
    }

    public long DroppedLocked(RegistryState state, DropReason reason) => _dropped[(int)reason] + state.DroppedBy(reason);

    public long CancellationsLocked(RegistryState state) => _cancellations + state.Cancellations;

    public long NewRecordsLocked(RegistryState state) => _newRecords + NewIn(state);

    public long EvictedRecordsLocked(RegistryState state) => _evictedRecords + state.Store.Evicted;

    // A record that was split off is a new one.
    private static long NewIn(RegistryState state) => state.Store.Count + state.Store.Evicted + state.Store.Joined;

    private IEnumerable<ComponentTotals> All => _components.Values.Append(_others);

    private void AddLivingLocked(TrackedError record) => record.AddCountsTo((record.Totals ??= Of(record.Component)).Living);

    // Under the gate a record is either held or waits for the worker: never both, and none is between.
    private static IEnumerable<TrackedError> RecordsLocked(RegistryState state) => state.Store.All.Concat(state.Queue.Select(static captured => captured.Record));

    private ComponentTotals Of(string component)
    {
        if (_components.TryGetValue(component, out var totals))
        {
            return totals;
        }

        // One lock for all that are new, so that the bound is exact and nobody changes sides.
        using (_growth.Hold())
        {
            return _components.TryGetValue(component, out totals) ? totals
                : _components.Count < SeriesBook.MaxComponents && component != SeriesBook.Overflow ? _components[component] = new ComponentTotals(component, Severities.Length)
                : _others;
        }
    }
}
