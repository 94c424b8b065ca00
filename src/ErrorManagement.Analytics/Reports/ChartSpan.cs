using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The stretch of time that a chart shows, and where an instant lies in it.</summary>
/// <param name="From">The begin, UTC, inclusive.</param>
/// <param name="To">The end, UTC; never before the begin.</param>
internal readonly record struct ChartSpan(DateTimeOffset From, DateTimeOffset To)
{
    // Lengths that divide a day, or are days: ticks stand at round times.
    private static readonly int[] TickMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1_440, 2 * 1_440, 7 * 1_440, 14 * 1_440, 28 * 1_440];

    public TimeSpan Length => To - From;

    /// <summary>Whether it is longer than a day, so that a time of day does not say when.</summary>
    public bool NeedsDates => Length > TimeSpan.FromDays(1);

    public static ChartSpan Of(DateTimeOffset from, TimeSpan length) => new(from, Later(from, length));

    /// <summary>An instant later by a length, or the last one there is.</summary>
    public static DateTimeOffset Later(DateTimeOffset from, TimeSpan length)
    {
        var utc = from.ToUniversalTime();
        return length < DateTimeOffset.MaxValue - utc ? utc + length : DateTimeOffset.MaxValue;
    }

    /// <summary>In words: a day, or from when to when.</summary>
    /// <param name="withDate">Whether the day is named, where it is part of one.</param>
    public string Words(bool withDate)
    {
        if (Length > TimeSpan.FromDays(1))
        {
            return From.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " to " + To.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        }

        if (Length == TimeSpan.FromDays(1))
        {
            return From.ToString("ddd yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        var end = To.TimeOfDay == TimeSpan.Zero ? "24:00" : To.ToString("HH:mm", CultureInfo.InvariantCulture);
        return From.ToString(withDate ? "MM-dd HH:mm" : "HH:mm", CultureInfo.InvariantCulture) + " to " + end;
    }

    public bool Holds(DateTimeOffset at) => at >= From && at < To;

    /// <summary>How far from the begin, 0, to the end, 100; what lies outside is at the nearer end.</summary>
    public double Percent(DateTimeOffset at) =>
        Length <= TimeSpan.Zero ? 0 : Math.Clamp(100.0 * (at - From).Ticks / Length.Ticks, 0, 100);

    /// <summary>Round times in it, both ends included, with how they are called.</summary>
    /// <param name="most">How many there are at most; at least 2.</param>
    public IEnumerable<(double Percent, string Label)> Ticks(int most)
    {
        var (minutes, needsDates) = (Length.TotalMinutes, NeedsDates);
        var fitting = Array.Find(TickMinutes, m => minutes / m <= most - 1);
        var step = TimeSpan.FromMinutes(fitting > 0 ? fitting : Math.Ceiling(minutes / (most - 1))).Ticks;
        for (var ticks = Ceiling(From.UtcTicks, step); ticks <= To.UtcTicks && ticks <= DateTimeOffset.MaxValue.Ticks; ticks += step)
        {
            var at = new DateTimeOffset(ticks, TimeSpan.Zero);
            var format = step >= TimeSpan.TicksPerDay ? "MM-dd" : needsDates ? "MM-dd HH:mm" : "HH:mm";
            var midnight = !needsDates && at == To && at.TimeOfDay == TimeSpan.Zero && at > From;
            yield return (Percent(at), midnight ? "24:00" : at.ToString(format, CultureInfo.InvariantCulture));
        }
    }

    private static long Ceiling(long value, long step) => value % step is var rest and > 0 ? value - rest + step : value;
}
