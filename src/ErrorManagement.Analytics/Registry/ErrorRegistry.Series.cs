using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics;

/// <content>Counts over time.</content>
public sealed partial class ErrorRegistry
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(SeriesSpans.Minutes);

    /// <inheritdoc />
    public IReadOnlyList<SeriesPoint> GetSeries(SeriesSelector selector, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket)
    {
        CheckRange(from, to, bucket);
        var state = _recorder.DrainAndLock();
        try
        {
            return Read(state, selector, GridLocked(state, from, to, bucket));
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<SeriesPoint> GetTimeline(TimeSpan window, string? component = null)
    {
        var minutes = MinutesOf(window);
        var state = _recorder.DrainAndLock();
        try
        {
            return Read(state, component is null ? SeriesSelector.All : SeriesSelector.OfComponent(component), SeriesGrid.OfLast(MomentOf(state), minutes));
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public long CountOf(ErrorSeverity severity, TimeSpan window)
    {
        var minutes = MinutesOf(window);
        if (!Enum.IsDefined(severity))
        {
            throw new ArgumentOutOfRangeException(nameof(severity), severity, $"{(int)severity} is no severity.");
        }

        var state = _recorder.DrainAndLock();
        try
        {
            state.Series.Unflushed.Flush();
            return state.Series.Of(severity).SumMinutes(_clock.Read().Minute, minutes);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<NamedCount> GetSeriesNames(SeriesDimension dimension)
    {
        var state = _recorder.DrainAndLock();
        try
        {
            state.Series.Unflushed.Flush();
            var named = dimension switch
            {
                SeriesDimension.Component => state.Series.Components,
                SeriesDimension.Layer => state.Series.Layers,
                SeriesDimension.Phase => state.Series.Phases,
                _ => throw new ArgumentOutOfRangeException(
                    nameof(dimension), dimension, $"Names are those of {nameof(SeriesDimension.Component)}, {nameof(SeriesDimension.Layer)} and {nameof(SeriesDimension.Phase)}."),
            };
            var own = named.Own.Select(static entry => new NamedCount(entry.Key, entry.Value.Total))
                .OrderByDescending(static name => name.Count)
                .ThenBy(static name => name.Name, StringComparer.Ordinal);
            return [.. own, .. named.Others is { } others ? [new NamedCount(SeriesBook.Overflow, others.Total)] : Array.Empty<NamedCount>()];
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private static void CheckRange(DateTimeOffset from, DateTimeOffset to, TimeSpan bucket)
    {
        if (!SeriesGrid.IsBucket(bucket))
        {
            throw new ArgumentOutOfRangeException(
                nameof(bucket), bucket, $"The length of a bucket must be whole minutes that divide an hour, or whole hours that divide a day, such as 1, 5 or 15 minutes and 1, 6 or 24 hours; it is {bucket}.");
        }

        if (to < from)
        {
            throw new ArgumentOutOfRangeException(nameof(to), to, $"The end must not be before the begin: {to:O} is before {from:O}.");
        }

        if (SeriesGrid.PointsIn(from.UtcTicks, to.UtcTicks, (int)bucket.TotalMinutes) is var points and > SeriesSpans.MaxPoints)
        {
            throw new ArgumentOutOfRangeException(nameof(to), to, $"From {from:O} to {to:O} are {points} buckets of {bucket}; at most {SeriesSpans.MaxPoints} are told at once. Ask for longer buckets or for less time.");
        }
    }

    private SeriesGrid GridLocked(RegistryState state, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket)
    {
        var minutes = (int)bucket.TotalMinutes;
        var grid = SeriesGrid.Of(MomentOf(state), from.UtcTicks, to.UtcTicks, minutes);
        return grid.Forgotten <= 0
            ? grid
            : throw new ArgumentOutOfRangeException(
                nameof(from),
                from,
                $"Buckets of {bucket} reach back {(minutes < 60 ? "24 hours" : "five weeks")}; {from:O} is further back, and the registry has counted then.");
    }

    private IReadOnlyList<SeriesPoint> Read(RegistryState state, SeriesSelector selector, in SeriesGrid grid)
    {
        var counts = new long[grid.Points];
        if (selector.Dimension == SeriesDimension.Record)
        {
            state.Store.Find(selector.Record)?.AddSeriesTo(in grid, counts);
            return grid.Label(counts);
        }

        state.Series.Unflushed.Flush();
        switch (selector.Dimension)
        {
            case SeriesDimension.Severity:
                state.Series.Of(selector.Severity!.Value).AddTo(in grid, counts);
                break;
            case SeriesDimension.Category:
                state.Series.Of(selector.Category!.Value).AddTo(in grid, counts);
                break;
            case SeriesDimension.Component:
                AddComponentTo(state, _recorder.KeptName(selector.Name!), in grid, counts);
                break;
            case SeriesDimension.Layer:
                state.Series.Layers.Find(_recorder.KeptPart(selector.Name!))?.AddTo(in grid, counts);
                break;
            case SeriesDimension.Phase:
                state.Series.Phases.Find(_recorder.KeptPart(selector.Name!))?.AddTo(in grid, counts);
                break;
            default:
                state.Series.AddTotalTo(in grid, counts);
                break;
        }

        return grid.Label(counts);
    }

    /// <summary>A component's own series; where it has none, that of its records that are held.</summary>
    private static void AddComponentTo(RegistryState state, string component, in SeriesGrid grid, long[] counts)
    {
        if (state.Series.Components.Find(component) is { } series)
        {
            series.AddTo(in grid, counts);
        }
        else if (state.Series.Components.Others is not null)
        {
            foreach (var record in state.Store.All)
            {
                if (string.Equals(record.Component, component, StringComparison.Ordinal))
                {
                    record.AddSeriesTo(in grid, counts);
                }
            }
        }
    }

    private SeriesMoment MomentOf(RegistryState state) => MomentOf(state, _clock.Read());

    private static SeriesMoment MomentOf(RegistryState state, in RegistryMoment now) => SeriesMoment.At(now.Steady, now.Utc, now.Epoch, state.Start.Steady);

    private static int MinutesOf(TimeSpan window) =>
        window > TimeSpan.Zero && window <= LongestWindow
            ? (int)Math.Ceiling(window.TotalMinutes)
            : throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero and at most {LongestWindow}; it is {window}.");
}
