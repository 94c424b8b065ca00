namespace ErrorManagement.Analytics.Reports;

/// <summary>What is usual, and how a stretch of time compares with it. Pure.</summary>
internal static class BaselineRule
{
    // As far back as counts by the hour reach.
    private const int KeptDays = 35;

    /// <summary>The whole days before a stretch of time that are to be compared with, in hours; null when there are none.</summary>
    /// <param name="period">The stretch of time.</param>
    /// <param name="window">How far back; whole days of it count.</param>
    /// <param name="start">Since when was counted.</param>
    /// <param name="now">The time: neither today nor what lies in the future is usual.</param>
    public static ReportPeriod? Days(ReportPeriod period, TimeSpan window, DateTimeOffset start, DateTimeOffset now)
    {
        var today = ReportPeriod.DayOf(now);
        var day = ReportPeriod.DayOf(period.From);
        var last = ReportPeriod.Shift(day < today ? day : today, -1);
        var first = Later(ReportPeriod.Shift(day, -(int)window.TotalDays), ReportPeriod.Shift(today, 1 - KeptDays));
        var observed = ReportPeriod.DayOf(start);
        first = Later(first, ReportPeriod.Start(observed) == start ? observed : ReportPeriod.Shift(observed, 1));
        return first <= last && last < day ? ReportPeriod.OfDays(first, last) : null;
    }

    /// <summary>Compares.</summary>
    /// <param name="counts">What happened in the stretch of time.</param>
    /// <param name="hours">All hours of the days of <see cref="Days"/>, oldest first.</param>
    /// <param name="now">The time: of what still runs, only what has passed is compared.</param>
    public static ReportBaseline? Of(PeriodCounts counts, IReadOnlyList<SeriesPoint> hours, DateTimeOffset now)
    {
        const int HoursPerDay = 24;
        var days = hours.Count / HoursPerDay;
        if (days == 0)
        {
            return null;
        }

        var mean = (double)hours.Sum(static hour => hour.Count) / days;
        var period = counts.Period;
        var isDay = period.From.TimeOfDay == TimeSpan.Zero && period.Bucket == TimeSpan.FromHours(1) && ReportPeriod.OfDays(ReportPeriod.DayOf(period.From), ReportPeriod.DayOf(period.From)) == period;
        var end = period.Holds(now) ? now : period.To;
        var expected = isDay
            ? period.Holds(now) ? (double)hours.Where(hour => hour.At.Hour <= now.UtcDateTime.Hour).Sum(static hour => hour.Count) / days : mean
            : mean * ((end - period.From) / TimeSpan.FromDays(1));
        return new ReportBaseline
        {
            Days = days,
            DailyMean = mean,
            Expected = expected,
            Ratio = expected > 0 ? counts.Total / expected : null,
        };
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
