using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Numbers, lengths and instants for a reader: the same in every culture and time zone.</summary>
internal static class ReportFigures
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 error", "2 errors".</summary>
    public static string Count(long value, string singular, string? plural = null) => $"{Count(value)} {(value == 1 ? singular : plural ?? singular + "s")}";

    /// <summary>"once", "twice", "3 times".</summary>
    public static string Times(long value) => value switch
    {
        1 => "once",
        2 => "twice",
        _ => Count(value, "time"),
    };

    public static string Decimal(double value) => double.IsFinite(value) ? value.ToString("#,0.##", CultureInfo.InvariantCulture) : "–";

    public static string Rate(double perMinute) => Decimal(perMinute) + "/min";

    public static string Score(double score) => score.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>"12%"; a share that is neither nothing nor all is not shown as if it were.</summary>
    public static string Share(long part, long whole)
    {
        if (whole <= 0)
        {
            return "–";
        }

        var percent = 100.0 * part / whole;
        return percent is > 0 and < 1 ? "under 1%"
            : percent is > 99 and < 100 ? "over 99%"
            : percent.ToString("0", CultureInfo.InvariantCulture) + "%";
    }

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A window in the unit that people name it in: "24 h", "90 min" reads "1 h 30 min".</summary>
    public static string Window(TimeSpan length) =>
        length.Ticks % TimeSpan.TicksPerHour == 0 ? $"{Count((long)length.TotalHours)} h" : Length(length);

    /// <summary>The two largest units: "3 d 4 h", "12 min 5 s". Less than nothing is nothing.</summary>
    public static string Length(TimeSpan length)
    {
        if (length < TimeSpan.Zero)
        {
            length = TimeSpan.Zero;
        }

        (long Value, string Unit)[] units = [((long)length.TotalDays, "d"), (length.Hours, "h"), (length.Minutes, "min"), (length.Seconds, "s")];
        var first = Array.FindIndex(units, static u => u.Value > 0);
        return first < 0
            ? "0 s"
            : string.Join(' ', units.Skip(first).Take(2).Where(static u => u.Value > 0).Select(static u => $"{Count(u.Value)} {u.Unit}"));
    }
}
