using System.Globalization;

namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Which buckets the classic rules look at.</summary>
internal static class SeriesRange
{
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(24);
    public static readonly TimeSpan DefaultBucket = TimeSpan.FromMinutes(5);

    private const int MinBuckets = 2;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestOfHours = TimeSpan.FromDays(35);

    /// <summary>What is wrong with window and bucket, one message a mistake.</summary>
    public static IEnumerable<string> Mistakes(TimeSpan window, TimeSpan bucket)
    {
        if (!IsBucket(bucket))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Bucket must be whole minutes that divide an hour, or whole hours that divide a day; it is {bucket}.");
            yield break;
        }

        var longest = bucket < Hour ? Day : LongestOfHours;
        if (window < MinBuckets * bucket || window > longest)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Window must be at least {MinBuckets} buckets and, with buckets of {bucket}, at most {longest}, both inclusive; it is {window}.");
        }
    }

    /// <summary>The begin of the first bucket and the end of the last one: those that end with the bucket of now, not before the bucket in which the registry started.</summary>
    /// <param name="now">Now.</param>
    /// <param name="uptime">For how long there has been anything to see, at least zero.</param>
    /// <param name="window">How far back.</param>
    /// <param name="bucket">The length of a bucket.</param>
    public static (DateTimeOffset From, DateTimeOffset To) Of(DateTimeOffset now, TimeSpan uptime, TimeSpan window, TimeSpan bucket)
    {
        // Whole buckets only: one more at the far end would lie further back than is kept. What begins before year 1, or ends after 9999, is cut.
        var last = now.UtcTicks - (now.UtcTicks % bucket.Ticks);
        var begin = Math.Max(0, last - (((window.Ticks / bucket.Ticks) - 1) * bucket.Ticks));
        var start = Math.Max(0, now.UtcTicks - uptime.Ticks);
        return (Utc(Math.Max(begin, start - (start % bucket.Ticks))), Utc(Math.Min(DateTimeOffset.MaxValue.UtcTicks, last + bucket.Ticks)));

        static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
    }

    private static bool IsBucket(TimeSpan bucket) =>
        bucket >= Minute && bucket <= Day && (bucket < Hour ? bucket.Ticks % Minute.Ticks == 0 && Hour.Ticks % bucket.Ticks == 0 : bucket.Ticks % Hour.Ticks == 0 && Day.Ticks % bucket.Ticks == 0);
}
