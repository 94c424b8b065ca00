using System.Globalization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Reads the times of runs: ISO 8601 as databases and languages write it, and seconds since 1970. Pure; the same in every culture and time zone.</summary>
internal static class RunTimes
{
    private const int Longest = 64;
    private const double MillisecondsFrom = 1e11; // as seconds, the year 5138
    private const double MicrosecondsFrom = 1e14;
    private const double NanosecondsFrom = 1e17;
    private const int FractionDigits = 7;
    private const double FirstSecond = -62_135_596_800; // the beginning of the year 1
    private const double LastSecond = 253_402_300_799; // the last second of 9999

    /// <summary>
    /// A date, or a date and a time behind a T or a blank: hours and minutes, seconds with any number of decimals or without, then <c>Z</c>, an offset such as <c>+02:00</c>, or nothing for UTC.
    /// Or a number, as <see cref="FromUnix"/> takes it: of nine digits or more before the point, so that it is no year and no day, and not of fourteen, which are a date and a time without signs between them.
    /// </summary>
    /// <returns>The time in UTC; null when it is none.</returns>
    public static DateTimeOffset? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (IsNumber(rest))
        {
            return FromUnix(double.Parse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
        }

        if (rest.Length > Longest
            || !Number(ref rest, 4, out var year) || !Sign(ref rest, '-') || !Number(ref rest, 2, out var month) || !Sign(ref rest, '-') || !Number(ref rest, 2, out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        if (rest.IsEmpty)
        {
            return new DateTimeOffset(ticks, TimeSpan.Zero);
        }

        if (!(Sign(ref rest, 'T') || Sign(ref rest, 't') || Sign(ref rest, ' ')) || !TimeOfDay(ref rest, out var time) || !Offset(rest, out var offset))
        {
            return null;
        }

        ticks += time - offset;
        return ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>Seconds since 1970; as many milliseconds, microseconds or nanoseconds where they would be seconds of a far future.</summary>
    /// <returns>The time in UTC; null when it is outside of what a calendar holds.</returns>
    public static DateTimeOffset? FromUnix(double value)
    {
        var size = Math.Abs(value);
        var seconds = value / (size >= NanosecondsFrom ? 1e9 : size >= MicrosecondsFrom ? 1e6 : size >= MillisecondsFrom ? 1e3 : 1);
        if (!(seconds >= FirstSecond && seconds < LastSecond))
        {
            return null;
        }

        // As a double holds no more, to the microsecond.
        var whole = Math.Floor(seconds);
        var ticks = ((long)whole * TimeSpan.TicksPerSecond) + ((long)Math.Round((seconds - whole) * 1e6) * TimeSpan.TicksPerMicrosecond);
        return DateTimeOffset.UnixEpoch.AddTicks(ticks);
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        return whole.Length is >= 9 and not 14 and <= 19 && text.Length <= Longest && !whole.ContainsAnyExceptInRange('0', '9')
            && (point < 0 || !text[(point + 1)..].ContainsAnyExceptInRange('0', '9'));
    }

    private static bool TimeOfDay(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (!Number(ref rest, 2, out var hour) || !Sign(ref rest, ':') || !Number(ref rest, 2, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        if (!Sign(ref rest, ':'))
        {
            return true;
        }

        // A leap second is the last one of its minute.
        if (!Number(ref rest, 2, out var second) || second > 60)
        {
            return false;
        }

        ticks += Math.Min(second, 59) * TimeSpan.TicksPerSecond;
        return !(Sign(ref rest, '.') || Sign(ref rest, ',')) || Fraction(ref rest, ref ticks);
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, ref long ticks)
    {
        var digits = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var at ? at : rest.Length;
        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in rest[..Math.Min(digits, FractionDigits)])
        {
            unit /= 10;
            ticks += (digit - '0') * unit;
        }

        rest = rest[digits..];
        return digits > 0;
    }

    private static bool Offset(ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        rest = rest.TrimStart(' ');
        if (rest.IsEmpty || rest is "Z" or "z" or "UTC")
        {
            return true;
        }

        var isBehind = rest[0] == '-';
        if (!isBehind && rest[0] != '+')
        {
            return false;
        }

        rest = rest[1..];
        if (!Number(ref rest, 2, out var hours) || hours > 14)
        {
            return false;
        }

        var minutes = 0;
        if (!rest.IsEmpty)
        {
            Sign(ref rest, ':');
            if (!Number(ref rest, 2, out minutes) || minutes > 59 || !rest.IsEmpty)
            {
                return false;
            }
        }

        ticks = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute * (isBehind ? -1 : 1);
        return true;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int digits, out int number)
    {
        number = 0;
        if (rest.Length < digits || rest[..digits].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        number = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[digits..];
        return true;
    }

    private static bool Sign(ref ReadOnlySpan<char> rest, char sign)
    {
        if (rest.IsEmpty || rest[0] != sign)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
