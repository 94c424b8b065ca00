using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics;

/// <content>What happened in each component.</content>
public sealed partial class ErrorRegistry
{
    private static readonly TimeSpan ShortestComponentWindow = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public ComponentStatistics GetComponents(TimeSpan? window = null)
    {
        var length = window ?? LongestWindow;
        if (length < ShortestComponentWindow || length > LongestWindow)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be at least {ShortestComponentWindow} and at most {LongestWindow}, both inclusive; it is {length}.");
        }

        var state = _recorder.DrainAndLock();
        try
        {
            state.Series.Unflushed.Flush();
            var now = _clock.Read();
            return new ComponentStatistics { At = now.UtcTime, Window = length, Components = ComponentsLocked(state, now.Minute, MinutesOf(length)) };
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private static List<ComponentCount> ComponentsLocked(RegistryState state, long now, int minutes)
    {
        var hour = (int)Hour.TotalMinutes;
        var tallies = new Dictionary<string, ComponentTally>(StringComparer.Ordinal);
        var (held, heldLastHour) = (0L, 0L);
        foreach (var record in state.Store.All.Concat(state.Queue.Select(static waiting => waiting.Record)))
        {
            var tally = Of(record.Component);
            var (inWindow, inHour) = record.SumSince(now - minutes + 1, now - hour + 1);
            tally.Total += record.Count + record.ConsequenceCount;
            if (record.Status is ErrorStatus.Open or ErrorStatus.Regressed)
            {
                tally.Unresolved += inWindow;
                tally.UnresolvedCritical += Math.Min(inWindow, record.CountOf(ErrorSeverity.Critical));
            }

            // Of a component without a series of its own, that of its records is known.
            if (state.Series.Components.Find(record.Component) is null)
            {
                tally.Window += inWindow;
                tally.LastHour += inHour;
                held += inWindow;
                heldLastHour += inHour;
            }
        }

        foreach (var (component, series) in state.Series.Components.Own)
        {
            var tally = Of(component);
            tally.Window = series.SumMinutes(now, minutes);
            tally.LastHour = series.SumMinutes(now, hour);
        }

        foreach (var (component, count) in state.EndedByComponent.All)
        {
            Of(component).Total += count;
        }

        // The rest is what records left behind that had to go. While threads record, the whole is ahead of its parts, or they of it, for a moment.
        if (state.Series.Components.Others is { } others && others.SumMinutes(now, minutes) - held is var left and > 0)
        {
            var tally = Of(SeriesBook.Overflow);
            tally.Window += left;
            tally.LastHour += Math.Clamp(others.SumMinutes(now, hour) - heldLastHour, 0, left);
        }

        var counts = tallies.Select(static entry => entry.Value.ToCount(entry.Key)).ToList();
        counts.Sort(static (a, b) => string.CompareOrdinal(a.Component, b.Component));
        return counts;

        ComponentTally Of(string component) => CollectionsMarshal.GetValueRefOrAddDefault(tallies, component, out _) ??= new ComponentTally();
    }
}
