using System.Globalization;

namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>Points in time as they are written in a query: how long ago, a day, an instant. Days are those of UTC, and so are times that name no zone.</summary>
internal static class QueryInstants
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string WrittenFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString(WrittenFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a point in time.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="now">The time now.</param>
    /// <param name="isEnd">Whether a day is meant to its end, and not from its beginning.</param>
    /// <param name="instant">The point in time; one before the year 1 is the beginning of that.</param>
    public static bool TryRead(string text, DateTimeOffset now, bool isEnd, out DateTimeOffset instant)
    {
        if (string.Equals(text, "now", StringComparison.OrdinalIgnoreCase))
        {
            instant = now;
            return true;
        }

        if (TryReadDay(text, now, out var day))
        {
            instant = new DateTimeOffset(day.ToDateTime(isEnd ? TimeOnly.MaxValue : TimeOnly.MinValue), TimeSpan.Zero);
            return true;
        }

        if (TryReadLength(text, out var length))
        {
            instant = new DateTimeOffset(Math.Max(0, now.UtcTicks - length), TimeSpan.Zero);
            return true;
        }

        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    private static bool TryReadDay(string text, DateTimeOffset now, out DateOnly day)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (string.Equals(text, "today", StringComparison.OrdinalIgnoreCase))
        {
            day = today;
            return true;
        }

        if (string.Equals(text, "yesterday", StringComparison.OrdinalIgnoreCase))
        {
            day = today == DateOnly.MinValue ? today : today.AddDays(-1);
            return true;
        }

        return DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>Reads a length such as <c>90s</c> or <c>1d12h</c>, in ticks; one that no time is that long ago is as long as can be.</summary>
    private static bool TryReadLength(string text, out long ticks)
    {
        var sum = Int128.Zero;
        var number = Int128.Zero;
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = Int128.Min(long.MaxValue, (number * 10) + (c - '0'));
                digits++;
                continue;
            }

            var unit = UnitOf(c);
            if (unit == 0 || digits == 0)
            {
                ticks = 0;
                return false;
            }

            sum = Int128.Min(long.MaxValue, sum + (number * unit));
            (number, digits) = (0, 0);
        }

        ticks = (long)sum;
        return digits == 0 && text.Length > 0;
    }

    private static long UnitOf(char c) => c switch
    {
        's' or 'S' => TimeSpan.TicksPerSecond,
        'm' => TimeSpan.TicksPerMinute,
        'h' or 'H' => TimeSpan.TicksPerHour,
        'd' or 'D' => TimeSpan.TicksPerDay,
        'w' or 'W' => TimeSpan.TicksPerDay * 7,
        _ => 0,
    };
}
