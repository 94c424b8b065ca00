namespace ErrorManagement.Analytics.Reports;

/// <summary>A stretch of time in whole buckets: what a report counts. Pure; what lies beyond the ends of the calendar is left out.</summary>
/// <param name="From">The begin, UTC, inclusive.</param>
/// <param name="To">The end, UTC, exclusive.</param>
/// <param name="Bucket">The length of a bucket.</param>
internal readonly record struct ReportPeriod(DateTimeOffset From, DateTimeOffset To, TimeSpan Bucket)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Days, both inclusive, in hours.</summary>
    public static ReportPeriod OfDays(DateOnly first, DateOnly last) => new(Start(first), End(last), Hour);

    /// <summary>From an instant to another, both inclusive, in whole buckets.</summary>
    public static ReportPeriod Of(DateTimeOffset start, DateTimeOffset end, TimeSpan bucket)
    {
        var first = start.UtcTicks - (start.UtcTicks % bucket.Ticks);
        var last = end.UtcTicks - (end.UtcTicks % bucket.Ticks);
        return new ReportPeriod(At(first), At(last > DateTimeOffset.MaxValue.UtcTicks - bucket.Ticks ? DateTimeOffset.MaxValue.UtcTicks : last + bucket.Ticks), bucket);
    }

    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The day of an instant, UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>A day some days later or, negative, earlier; the first or the last of the calendar where there is none.</summary>
    public static DateOnly Shift(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    public bool Holds(DateTimeOffset at) => at >= From && at < To;

    /// <summary>Adds counts up to buckets that begin at multiples of their length since midnight UTC.</summary>
    /// <param name="points">The counts, oldest first, in shorter buckets, none missing.</param>
    /// <param name="bucket">The length.</param>
    public static IReadOnlyList<SeriesPoint> Gather(IReadOnlyList<SeriesPoint> points, TimeSpan bucket)
    {
        var gathered = new List<SeriesPoint>();
        foreach (var point in points)
        {
            var at = At(point.At.UtcTicks - (point.At.UtcTicks % bucket.Ticks));
            if (gathered.Count > 0 && gathered[^1].At == at)
            {
                gathered[^1] = new SeriesPoint(at, gathered[^1].Count + point.Count);
            }
            else
            {
                gathered.Add(new SeriesPoint(at, point.Count));
            }
        }

        return gathered;
    }

    private static DateTimeOffset End(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : Start(day.AddDays(1));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
