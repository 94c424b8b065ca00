namespace ErrorManagement.Analytics.Series;

/// <summary>The counts of many records over time: by minute for a day, by hour for five weeks. Safe on any thread, without locks.</summary>
/// <param name="clock">How steady minutes lie in hours.</param>
internal sealed class CountSeries(SteadyHours clock)
{
    private readonly CountRing _minutes = new(SeriesSpans.KeptMinutes);
    private readonly CountRing _hours = new(SeriesSpans.KeptHours);
    private long _total;

    /// <summary>All that was ever added.</summary>
    public long Total => Volatile.Read(ref _total);

    public void Add(long minute, long count)
    {
        _minutes.Add(minute, count);
        _hours.Add(clock.HourOf(minute), count);
        Interlocked.Add(ref _total, count);
    }

    /// <summary>Adds what lies in a grid to its counts.</summary>
    public void AddTo(in SeriesGrid grid, long[] counts)
    {
        for (var minute = grid.FirstMinute; minute <= grid.LastMinute; minute++)
        {
            if (_minutes.Read(minute) is var count and not 0 && grid.IndexOfMinute(minute) is var index and >= 0)
            {
                counts[index] += count;
            }
        }

        for (var hour = grid.FirstHour; hour <= grid.LastHour; hour++)
        {
            if (_hours.Read(hour) is var count and not 0 && grid.IndexOfHour(hour) is var index and >= 0)
            {
                counts[index] += count;
            }
        }
    }

    /// <summary>The sum of what lies in the spans of a grid.</summary>
    public long SumIn(in GridSpans spans) => _minutes.SumBetween(spans.FirstMinute, spans.LastMinute) + _hours.SumBetween(spans.FirstHour, spans.LastHour);

    /// <summary>The sum of the last minutes that end with <paramref name="last"/>, inclusive.</summary>
    public long SumMinutes(long last, int count) => _minutes.Sum(last, count);
}
