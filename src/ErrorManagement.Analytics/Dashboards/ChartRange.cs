using System.Globalization;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Dashboards;

/// <summary>A range of time as charts read it: in minutes where these are kept, else in hours. Pure.</summary>
/// <param name="From">Begin, inclusive: the start of a unit.</param>
/// <param name="To">End, exclusive: the end of a unit, cut at the end of time.</param>
/// <param name="Length">How long it was asked for.</param>
/// <param name="Unit">What the registry is read by.</param>
internal readonly record struct ChartRange(DateTimeOffset From, DateTimeOffset To, TimeSpan Length, TimeSpan Unit)
{
    public static readonly TimeSpan Shortest = Minute;
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(SeriesSpans.Hours * 60);

    private static readonly TimeSpan Day = TimeSpan.FromMinutes(SeriesSpans.Minutes);

    private static TimeSpan Minute => TimeSpan.FromMinutes(1);

    private static TimeSpan Hour => TimeSpan.FromHours(1);

    /// <summary>The last part of time: the minute that runs and those before it, as in all windows of the registry; of what is longer than a day, the hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is outside its bounds, or the bucket is none for it.</exception>
    public static ChartRange Last(DateTimeOffset now, TimeSpan range, TimeSpan? bucket)
    {
        if (range < Shortest || range > Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(range), range, $"The range must be at least {Shortest} and at most {Longest}, both inclusive; it is {range}.");
        }

        CheckBucket(bucket, range);
        var unit = range <= Day ? Minute : Hour;
        var end = EndOf(now.UtcTicks, unit);
        var units = (range.Ticks + unit.Ticks - 1) / unit.Ticks;
        return new ChartRange(Utc(Math.Max(0, end - (units * unit.Ticks))), UtcCut(end), range, unit);
    }

    /// <summary>From one instant to another: by the minute for a day at most that minutes are kept of, else by the hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The end is before the begin, or the bucket is none for the range.</exception>
    public static ChartRange Between(DateTimeOffset now, DateTimeOffset from, DateTimeOffset to, TimeSpan? bucket)
    {
        if (to < from)
        {
            throw new ArgumentOutOfRangeException(nameof(to), to, string.Create(CultureInfo.InvariantCulture, $"The end must not be before the begin: {to:O} is before {from:O}."));
        }

        var length = to - from;
        CheckBucket(bucket, length);
        var unit = length <= Day && from.UtcTicks >= now.UtcTicks - Day.Ticks - TimeSpan.TicksPerMinute ? Minute : Hour;

        // Further back than minutes are kept: whether anything was counted then, the registry knows.
        unit = bucket < unit ? bucket.Value : unit;
        var begin = StartOf(from, unit);
        return new ChartRange(begin, from == to ? begin : UtcCut(EndOf(to.UtcTicks - 1, unit)), length, unit);
    }

    /// <summary>The bucket that was asked for; else the usual one, or an hour where the range is read in hours.</summary>
    public TimeSpan BucketOf(TimeSpan? asked, TimeSpan usual) => asked ?? (usual < Unit ? Unit : usual);

    /// <summary>Adds units up to buckets, which begin at multiples of their length in UTC.</summary>
    public static IReadOnlyList<SeriesPoint> Gather(IReadOnlyList<SeriesPoint> units, TimeSpan bucket)
    {
        var points = new List<SeriesPoint>();
        foreach (var unit in units)
        {
            var at = StartOf(unit.At, bucket);
            if (points.Count > 0 && points[^1].At == at)
            {
                points[^1] = new SeriesPoint(at, points[^1].Count + unit.Count);
            }
            else
            {
                points.Add(new SeriesPoint(at, unit.Count));
            }
        }

        return points;
    }

    /// <summary>The start of the bucket in which an instant lies.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset at, TimeSpan bucket) => new(at.UtcTicks - (at.UtcTicks % bucket.Ticks), TimeSpan.Zero);

    private static void CheckBucket(TimeSpan? bucket, TimeSpan length)
    {
        if (bucket is not { } asked)
        {
            return;
        }

        if (!SeriesGrid.IsBucket(asked))
        {
            throw new ArgumentOutOfRangeException(
                nameof(bucket), bucket, $"The length of a bucket must be whole minutes that divide an hour, or whole hours that divide a day, such as 1, 5 or 15 minutes and 1, 6 or 24 hours; it is {asked}.");
        }

        if (asked < Hour && length > Day)
        {
            throw new ArgumentOutOfRangeException(nameof(bucket), bucket, $"A range of more than {Day} needs buckets of an hour or more; the range is {length}, the bucket {asked}.");
        }
    }

    private static long EndOf(long ticks, TimeSpan unit) => ticks - (ticks % unit.Ticks) + unit.Ticks;

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset UtcCut(long ticks) => Utc(Math.Min(ticks, DateTimeOffset.MaxValue.UtcTicks));
}
