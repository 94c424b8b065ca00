using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Watches the counts of all errors and of each component that has a series of its own, five minutes at a time. It needs no timer: whoever asks lets it
/// see the buckets that were completed since it was asked last, and it finds in them what it would have found then. Recording pays nothing.
/// </summary>
/// <remarks>All members under the gate of the registry's state. Up to 257 detectors of some 3 KB, made when it is first asked; at most 1,000 findings are kept.</remarks>
internal sealed class AnomalyWatch(AnomalyDetectorOptions options)
{
    /// <summary>Fewer errors than this in a bucket are never an anomaly.</summary>
    public const int LeastErrors = 5;

    private const int MaxFindings = 1_000;
    private const int MostRecords = 5;

    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(SeriesSpans.Minutes);

    private readonly Dictionary<SeriesSelector, WatchedSeries> _series = [];
    private readonly Queue<DetectedAnomaly> _findings = new();
    private long _seenUntil;

    /// <summary>Sees what was completed since it last looked.</summary>
    /// <param name="state">What is counted; its records are flushed.</param>
    /// <param name="moment">Where the reader stands.</param>
    /// <param name="utc">The wall clock, in UTC ticks.</param>
    /// <param name="start">Since when was counted, in UTC ticks of the same clock.</param>
    public void Advance(RegistryState state, in SeriesMoment moment, long utc, long start)
    {
        var until = utc - (utc % Bucket.Ticks);
        var earliest = Math.Max(Math.Max(0, start), until - Reach.Ticks + Bucket.Ticks);
        earliest -= earliest % Bucket.Ticks;

        // A wall clock that was set back shows the same buckets again; the detectors see them as no time passed.
        var from = Math.Max(earliest, Math.Min(_seenUntil, until));
        _seenUntil = until;
        if (from >= until)
        {
            return;
        }

        Advance(state, in moment, SeriesSelector.All, from, earliest, until, null);
        foreach (var (name, series) in state.Series.Components.Own)
        {
            Advance(state, in moment, SeriesSelector.OfComponent(name), from, earliest, until, series);
        }
    }

    /// <summary>What was found in buckets that began at or after an instant, the newest first.</summary>
    public IReadOnlyList<DetectedAnomaly> Since(DateTimeOffset instant) => [.. _findings.Where(found => found.At >= instant).OrderByDescending(static found => found.At)];

    private void Advance(RegistryState state, in SeriesMoment moment, SeriesSelector selector, long from, long earliest, long until, CountSeries? series)
    {
        if (!_series.TryGetValue(selector, out var watched))
        {
            // One that is new was silent until now: that, too, is what it is used to.
            _series[selector] = watched = new WatchedSeries(options);
            from = earliest;
        }

        var grid = SeriesGrid.Of(in moment, from, until, (int)Bucket.TotalMinutes);
        var counts = new long[grid.Points];
        if (series is null)
        {
            state.Series.AddTotalTo(in grid, counts);
        }
        else
        {
            series.AddTo(in grid, counts);
        }

        var points = grid.Label(counts);
        foreach (var point in points)
        {
            var expected = watched.Expected;
            var score = watched.Observe(point.At, point.Count);
            if (score >= options.AlarmThreshold)
            {
                Keep(new DetectedAnomaly
                {
                    Series = selector,
                    At = point.At,
                    Bucket = Bucket,
                    Count = point.Count,
                    Expected = expected,
                    Score = score,
                    Records = RecordsOf(state, in moment, selector, point.At.UtcTicks),
                });
            }
        }
    }

    private void Keep(DetectedAnomaly found)
    {
        if (_findings.Count == MaxFindings)
        {
            _findings.Dequeue();
        }

        _findings.Enqueue(found);
    }

    private static IReadOnlyList<ErrorId> RecordsOf(RegistryState state, in SeriesMoment moment, SeriesSelector selector, long from)
    {
        var grid = SeriesGrid.Of(in moment, from, from + Bucket.Ticks, (int)Bucket.TotalMinutes);
        var found = new List<(ErrorId Id, long Count)>();
        var counts = new long[1];
        foreach (var record in state.Store.All)
        {
            if (selector.Name is { } component && !string.Equals(record.Component, component, StringComparison.Ordinal))
            {
                continue;
            }

            counts[0] = 0;
            record.AddSeriesTo(in grid, counts);
            if (counts[0] > 0)
            {
                found.Add((new ErrorId(record.Handle), counts[0]));
            }
        }

        return [.. found.OrderByDescending(static f => f.Count).Take(MostRecords).Select(static f => f.Id)];
    }
}
