namespace ErrorManagement.Analytics.Series;

/// <summary>
/// The buckets that somebody asks for, and which steady minutes and hours belong to each. Every steady minute belongs to one bucket at most, whether it is
/// counted as such or with its hour: sums are exact. Pure.
/// </summary>
/// <remarks>
/// Buckets of hours are filled from hours. When the wall clock was set by part of an hour since the start, the hours of both clocks lie across one another:
/// then the last day is filled from minutes, and an older hour goes to the bucket in which most of it lies.
/// </remarks>
internal readonly struct SeriesGrid
{
    private const int MinutesPerHour = 60;
    private const int HoursPerDay = 24;

    private readonly SeriesMoment _now;
    private readonly long _from;
    private readonly int _bucket;
    private readonly int _hourShift;

    /// <param name="now">Where the reader stands.</param>
    /// <param name="from">The minute of UTC, since the year 1, that the first bucket begins with.</param>
    /// <param name="bucket">Minutes in a bucket.</param>
    /// <param name="points">How many buckets there are.</param>
    private SeriesGrid(in SeriesMoment now, long from, int bucket, int points)
    {
        _now = now;
        _from = from;
        _bucket = bucket;
        Points = points;
        var first = from - now.Origin;
        var end = from + ((long)points * bucket);
        var last = end > now.Label && points > 0 ? now.Minute : Math.Min(now.Minute, end - now.Origin - 1);
        var nowHour = now.Hours.HourOf(now.Minute);
        (FirstHour, LastHour) = (0, -1);
        (FirstMinute, LastMinute) = (Math.Max(first, Math.Max(now.Start, now.Minute - SeriesSpans.KeptMinutes + 1)), last);
        Forgotten = Math.Min(last + 1, now.Minute - SeriesSpans.KeptMinutes + 1) - Math.Max(first, now.Start);
        if (bucket < MinutesPerHour)
        {
            return;
        }

        var isAcross = (now.Origin - now.Hours.MinuteOfHour) % MinutesPerHour != 0;
        var minutesFrom = isAcross ? now.Hours.FirstMinuteOf(nowHour - HoursPerDay + 1) : long.MaxValue;
        var firstHour = nowHour - SeriesSpans.KeptHours + 1;
        Forgotten = Math.Min(last + 1, now.Hours.FirstMinuteOf(firstHour)) - Math.Max(first, now.Start);
        _hourShift = isAcross ? MinutesPerHour / 2 : 0;
        FirstMinute = Math.Max(FirstMinute, minutesFrom);
        if (last >= Math.Max(0, first) && first <= last)
        {
            // One more at each end: where most of it lies is looked up for each hour.
            FirstHour = Math.Max(0, Math.Max(firstHour, now.Hours.HourOf(Math.Max(0, first)) - 1));
            LastHour = Math.Min(now.Hours.HourOf(last) + 1, isAcross ? nowHour - HoursPerDay : nowHour);
        }
    }

    /// <summary>How many buckets there are.</summary>
    public int Points { get; }

    /// <summary>The first steady minute that is to be read as such; behind <see cref="LastMinute"/> when none is.</summary>
    public long FirstMinute { get; }

    public long LastMinute { get; }

    /// <summary>The first steady hour that is to be read as such; behind <see cref="LastHour"/> when none is.</summary>
    public long FirstHour { get; }

    public long LastHour { get; }

    /// <summary>How many minutes of those that are asked for were counted and are kept no more; zero or less for none.</summary>
    public long Forgotten { get; }

    /// <summary>The buckets of a length that a range touches.</summary>
    /// <param name="from">Begin of the range, inclusive, in UTC ticks.</param>
    /// <param name="to">Its end, exclusive, in UTC ticks; not before the begin.</param>
    /// <param name="bucket">Minutes in a bucket; divide a day.</param>
    /// <returns>How many there are; may be more than a grid can have.</returns>
    public static long PointsIn(long from, long to, int bucket)
    {
        var length = bucket * TimeSpan.TicksPerMinute;
        return from == to ? 0 : ((to - 1) / length) - (from / length) + 1;
    }

    /// <summary>The buckets that a range touches; see <see cref="PointsIn"/>.</summary>
    public static SeriesGrid Of(in SeriesMoment now, long from, long to, int bucket) =>
        new(in now, from / TimeSpan.TicksPerMinute / bucket * bucket, bucket, (int)PointsIn(from, to, bucket));

    /// <summary>The last minutes, up to the one that runs.</summary>
    public static SeriesGrid OfLast(in SeriesMoment now, int minutes) => new(now with { Label = long.MaxValue }, now.Minute + now.Origin - minutes + 1, 1, minutes);

    /// <summary>Whether a length can be that of a bucket: a minute or more up to an hour that divides it, or an hour or more up to a day that divides it.</summary>
    public static bool IsBucket(TimeSpan length) => length.Ticks > 0
        && length.Ticks % TimeSpan.TicksPerMinute == 0
        && length.Ticks <= TimeSpan.TicksPerDay
        && (length.Ticks < TimeSpan.TicksPerHour ? TimeSpan.TicksPerHour % length.Ticks == 0 : length.Ticks % TimeSpan.TicksPerHour == 0 && TimeSpan.TicksPerDay % length.Ticks == 0);

    /// <summary>The bucket of a steady minute that is counted as such; negative when it is in none.</summary>
    public int IndexOfMinute(long minute) => minute < FirstMinute || minute > LastMinute ? -1 : IndexOf(minute + _now.Origin);

    /// <summary>The bucket of a steady hour that is counted as such; negative when it is in none.</summary>
    public int IndexOfHour(long hour) => hour < FirstHour || hour > LastHour ? -1 : IndexOf(_now.Hours.FirstMinuteOf(hour) + _hourShift + _now.Origin);

    /// <summary>The bucket of a steady minute, whether it is read as such or with its hour; negative when it is in none.</summary>
    public int IndexOfEither(long minute) => minute >= FirstMinute ? IndexOfMinute(minute) : IndexOfHour(_now.Hours.HourOf(minute));

    /// <summary>The minutes and hours that belong to any bucket.</summary>
    public GridSpans ToSpans()
    {
        // At its ends, minutes and hours are looked at that may lie in no bucket.
        var (firstMinute, lastMinute) = IndexOfMinute(Math.Max(FirstMinute, LastMinute)) < 0 ? (0, -1) : (FirstMinute, LastMinute);
        var (firstHour, lastHour) = (FirstHour, LastHour);
        while (firstHour <= lastHour && IndexOfHour(firstHour) < 0)
        {
            firstHour++;
        }

        while (lastHour >= firstHour && IndexOfHour(lastHour) < 0)
        {
            lastHour--;
        }

        return firstHour > lastHour
            ? new GridSpans(firstMinute, lastMinute, 0, -1, 0, -1)
            : new GridSpans(firstMinute, lastMinute, firstHour, lastHour, _now.Hours.FirstMinuteOf(firstHour), Math.Min(_now.Hours.FirstMinuteOf(lastHour + 1), FirstMinute) - 1);
    }

    /// <summary>The buckets with their counts.</summary>
    public IReadOnlyList<SeriesPoint> Label(long[] counts)
    {
        var points = new SeriesPoint[counts.Length];
        for (var i = 0; i < points.Length; i++)
        {
            // A wall clock that is set to the end of time would push the labels over it.
            var minute = Math.Clamp(_from + ((long)i * _bucket), 0, DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerMinute);
            points[i] = new SeriesPoint(new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero), counts[i]);
        }

        return points;
    }

    private int IndexOf(long minute)
    {
        var label = Math.Min(minute, _now.Label);
        var index = label < _from ? -1 : (label - _from) / _bucket;
        return index < Points ? (int)index : -1;
    }
}
