using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Reports;

/// <summary>A series as lines of text with bars.</summary>
internal static class TimelineChart
{
    private const int MaxRows = 24;
    private const int MaxBar = 40;

    // Bar lengths that divide a day, so that the bars begin at round times.
    private static readonly int[] BucketMinutes = [1, 2, 5, 10, 15, 30, 60];

    /// <summary>The shortest bar of time with which a window needs no more than 24 lines (one more where it begins between two bars).</summary>
    public static TimeSpan BucketFor(TimeSpan window) =>
        TimeSpan.FromMinutes(Array.Find(BucketMinutes, m => window.TotalMinutes <= m * MaxRows) is var minutes and > 0 ? minutes : BucketMinutes[^1]);

    /// <summary>Adds minutes up to buckets that begin at multiples of their length since midnight UTC; those between the first and the last that are missing are there with 0.</summary>
    public static IReadOnlyList<SeriesPoint> Gather(IReadOnlyList<SeriesPoint> minutes, TimeSpan bucket)
    {
        if (minutes.Count == 0)
        {
            return [];
        }

        var counts = new Dictionary<long, long>();
        foreach (var point in minutes)
        {
            var key = point.At.UtcTicks / bucket.Ticks;
            counts[key] = counts.GetValueOrDefault(key) + point.Count;
        }

        var last = counts.Keys.Max();
        var first = Math.Max(counts.Keys.Min(), last - MaxRows);
        var points = new List<SeriesPoint>();
        for (var key = first; key <= last; key++)
        {
            points.Add(new SeriesPoint(new DateTimeOffset(key * bucket.Ticks, TimeSpan.Zero), counts.GetValueOrDefault(key)));
        }

        return points;
    }

    /// <summary>One line a point: month, day and time, a bar in proportion to the largest, the count.</summary>
    public static string Draw(IReadOnlyList<SeriesPoint> points) => Draw(points, "MM-dd HH:mm");

    /// <summary>One line a point: the time in a form of its own, a bar in proportion to the largest, the count.</summary>
    /// <param name="points">The points, oldest first.</param>
    /// <param name="form">The form of the time.</param>
    /// <param name="unseen">What is said in the place of a count of 0, where there is more to say; null for nothing.</param>
    public static string Draw(IReadOnlyList<SeriesPoint> points, string form, Func<DateTimeOffset, string?>? unseen = null)
    {
        var largest = points.Count == 0 ? 0 : points.Max(static p => p.Count);
        var chart = new StringBuilder();
        foreach (var point in points)
        {
            chart.Append(point.At.UtcDateTime.ToString(form, CultureInfo.InvariantCulture));
            if (point.Count > 0)
            {
                // Nothing that happened is without a bar.
                var length = Math.Max(1, (int)Math.Round((double)point.Count / largest * MaxBar, MidpointRounding.AwayFromZero));
                chart.Append(' ').Append('█', length);
            }

            chart.Append(' ').Append((point.Count == 0 ? unseen?.Invoke(point.At) : null) ?? ReportFigures.Count(point.Count)).Append('\n');
        }

        return chart.ToString();
    }
}
