using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Numbers, lengths and instants for a reader: the same in every culture and time zone.</summary>
internal static class ReportFigures
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 error", "2 errors".</summary>
    public static string Count(long value, string singular, string? plural = null) => $"{Count(value)} {(value == 1 ? singular : plural ?? singular + "s")}";

    public static string Decimal(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Rate(double perMinute) => Decimal(perMinute) + "/min";

    public static string Score(double score) => score.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>"12%"; "&lt;1%" for a share that is there and rounds to nothing.</summary>
    public static string Share(long part, long whole)
    {
        if (whole <= 0)
        {
            return "–";
        }

        var percent = 100.0 * part / whole;
        return percent is > 0 and < 1 ? "<1%" : percent.ToString("0", CultureInfo.InvariantCulture) + "%";
    }

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

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
