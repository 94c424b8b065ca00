using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics;

/// <content>What was counted in a range of time, all at once.</content>
public sealed partial class ErrorRegistry
{
    /// <summary>Reads what was counted in a range: see <see cref="ErrorRegistryRanges.ReadRange"/>.</summary>
    internal RangeCounts ReadRange(DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, List<RecordCount>? records = null)
    {
        CheckRange(from, to, bucket);
        var state = _recorder.DrainAndLock();
        try
        {
            state.Series.Unflushed.Flush();
            return RangeLocked(state, GridLocked(state, from, to, bucket), records ?? []);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private RangeCounts RangeLocked(RegistryState state, in SeriesGrid grid, List<RecordCount> records)
    {
        // Threads count on meanwhile: in the severities first, in the records last. Read the other way round, no part is more than its whole.
        var spans = grid.ToSpans();
        var held = AddRecordsLocked(state, in spans, records);
        var components = ComponentsLocked(state, in spans, records);
        var consequences = state.Series.Consequences.SumIn(in spans);
        var counts = new long[grid.Points];
        var severities = new List<KeyValuePair<ErrorSeverity, long>>(Severities.Length);
        var total = 0L;
        foreach (var severity in Severities)
        {
            state.Series.Of(severity).AddTo(in grid, counts);
            if (counts.Sum() - total is var count and > 0)
            {
                severities.Add(new(severity, count));
                total += count;
            }
        }

        return new RangeCounts
        {
            At = _clock.Read().UtcTime,
            Points = grid.Label(counts),
            Total = total,
            Consequences = consequences,
            Severities = severities,
            Components = Ranked(components, total),
            Records = records,
            Unheld = Math.Max(0, total - held),
        };
    }

    private static long AddRecordsLocked(RegistryState state, in GridSpans spans, List<RecordCount> records)
    {
        var held = 0L;
        foreach (var record in state.Store.All)
        {
            held += Add(record, in spans);
        }

        // What came since the queue was emptied waits there.
        foreach (var waiting in state.Queue)
        {
            held += Add(waiting.Record, in spans);
        }

        return held;

        long Add(TrackedError record, in GridSpans spans)
        {
            var count = record.SumIn(in spans);
            if (count > 0)
            {
                records.Add(new RecordCount(new ErrorId(record.Handle), record.ErrorType, record.Component, record.Description?.Template, count));
            }

            return count;
        }
    }

    /// <summary>The series of components that have one of their own; of the others what records tell that are held, as far as the series that they share goes.</summary>
    private static Dictionary<string, long> ComponentsLocked(RegistryState state, in GridSpans spans, List<RecordCount> records)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (component, series) in state.Series.Components.Own)
        {
            counts[component] = series.SumIn(in spans);
        }

        if (state.Series.Components.Others is { } others)
        {
            var left = others.SumIn(in spans);
            foreach (var record in records)
            {
                if (left > 0 && state.Series.Components.Find(record.Component) is null)
                {
                    var count = Math.Min(left, record.Count);
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, record.Component, out _) += count;
                    left -= count;
                }
            }
        }

        return counts;
    }

    /// <summary>The components with any, most first; what is left of the total is that of others.</summary>
    private static List<NamedCount> Ranked(Dictionary<string, long> counts, long total)
    {
        if (total - counts.Values.Sum() is var left and > 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, SeriesBook.Overflow, out _) += left;
        }

        var ranked = counts.Where(static entry => entry.Value > 0).Select(static entry => new NamedCount(entry.Key, entry.Value)).ToList();
        ranked.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Name, b.Name));
        return ranked;
    }
}
