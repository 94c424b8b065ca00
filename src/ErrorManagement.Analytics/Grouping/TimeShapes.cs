namespace ErrorManagement.Analytics.Grouping;

/// <summary>How dates, times of day and spans are written, in the usual orders.</summary>
internal static class TimeShapes
{
    private const string Days = "MonTueWedThuFriSatSun";
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>How many characters the date, the time or both take that <paramref name="text"/> begins with (a digit comes first); 0 when it is neither.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var date = DateLength(text);
        if (date == 0)
        {
            return TimeOfDayLength(text);
        }

        if (At(text, date) is 'T' or 't' or ' ' && char.IsAsciiDigit(At(text, date + 1)))
        {
            var time = TimeOfDayLength(text[(date + 1)..]);
            if (time > 0)
            {
                return date + 1 + time;
            }
        }

        return char.IsLetterOrDigit(At(text, date)) ? 0 : date;
    }

    /// <summary>How many characters the date takes that begins with the name of a day or a month: Fri Jun 17 07:07:00 2005, Fri, 17 Jun 2005 07:07:00 GMT, Jun 17 07:07:00; 0 when there is none.</summary>
    public static int NamedLength(ReadOnlySpan<char> text)
    {
        var end = 0;
        if (IsName(text, Days))
        {
            end = At(text, 3) == ',' ? 5 : 4;
            if (At(text, end - 1) != ' ')
            {
                return 0;
            }
        }

        if (IsName(text[Math.Min(end, text.Length)..], Months))
        {
            end += 4;
            end += At(text, end) == ' ' ? 1 : 0;
            if (At(text, end - 1) != ' ' || Digits(text, end) is not (1 or 2))
            {
                return 0;
            }

            end += Digits(text, end);
        }
        else if (end > 0 && Digits(text, end) is 1 or 2)
        {
            end += Digits(text, end) + 1;
            if (!IsName(text[Math.Min(end, text.Length)..], Months))
            {
                return 0;
            }

            end += 3;
        }
        else
        {
            return 0;
        }

        // Time of day and year, in either order, as many of them as there are.
        for (var part = 0; part < 2; part++)
        {
            var next = end + (At(text, end) == ',' ? 1 : 0);
            if (At(text, next) != ' ')
            {
                break;
            }

            next++;
            var length = TimeOfDayLength(text[Math.Min(next, text.Length)..]);
            length = length > 0 ? length : Digits(text, next) == 4 ? 4 : 0;
            if (length == 0 || char.IsLetterOrDigit(At(text, next + length)))
            {
                break;
            }

            end = next + length;
        }

        return char.IsLetterOrDigit(At(text, end)) ? 0 : end;
    }

    /// <summary>How many characters two numbers of at most two digits take with a colon between, which end there: 12:30, 00:01; 0 when they are not.</summary>
    public static int ClockLength(ReadOnlySpan<char> text)
    {
        var first = Digits(text, 0);
        if (first > 2 || At(text, first) != ':' || Digits(text, first + 1) is not (var second and (1 or 2)))
        {
            return 0;
        }

        var end = first + 1 + second;
        return char.IsLetterOrDigit(At(text, end)) || (At(text, end) is ':' or '.' or '-' or '/' && char.IsLetterOrDigit(At(text, end + 1))) ? 0 : end;
    }

    /// <summary>How many characters AM or PM takes with the blank before it, of any width: cultures write a narrow one.</summary>
    public static int HalfOfDayLength(ReadOnlySpan<char> text) =>
        At(text, 0) is ' ' or '\u202f' or '\u00a0' && (At(text, 1) | 0x20) is 'a' or 'p' && (At(text, 2) | 0x20) == 'm' && !char.IsLetterOrDigit(At(text, 3)) ? 3 : 0;

    private static bool IsName(ReadOnlySpan<char> text, string names)
    {
        if (text.Length < 3 || char.IsLetter(At(text, 3)))
        {
            return false;
        }

        for (var i = 0; i < names.Length; i += 3)
        {
            if (text[..3].SequenceEqual(names.AsSpan(i, 3)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Three numbers with the same mark between, one of them a year: 2024-01-31, 31.1.2024, 1/31/2024.</summary>
    private static int DateLength(ReadOnlySpan<char> text)
    {
        var first = Digits(text, 0);
        var mark = At(text, first);
        if (first > 4 || mark is not ('-' or '/' or '.'))
        {
            return 0;
        }

        var second = Digits(text, first + 1);
        if (second is 0 or > 2 || At(text, first + 1 + second) != mark)
        {
            return 0;
        }

        var third = Digits(text, first + second + 2);
        var end = first + second + 2 + third;
        return (first == 4 && third is 1 or 2) || (first <= 2 && third == 4)
            ? At(text, end) == mark && char.IsAsciiDigit(At(text, end + 1)) ? 0 : end
            : 0;
    }

    /// <summary>Three numbers with colons between, whatever their widths, with fraction, half of the day and offset: 12:30:45.123+02:00, 1.02:03:04, 9:05:01 AM.</summary>
    private static int TimeOfDayLength(ReadOnlySpan<char> text)
    {
        var end = Digits(text, 0);
        if (At(text, end) == '.' && Digits(text, end + 1) is var hours and > 0 && At(text, end + 1 + hours) == ':')
        {
            end += 1 + hours;
        }

        for (var part = 0; part < 2; part++)
        {
            var digits = At(text, end) == ':' ? Digits(text, end + 1) : 0;
            if (digits == 0)
            {
                return 0;
            }

            end += 1 + digits;
        }

        if (At(text, end) is '.' or ',' && char.IsAsciiDigit(At(text, end + 1)))
        {
            end += 1 + Digits(text, end + 1);
        }

        if (At(text, end) is 'Z' or 'z')
        {
            end++;
        }
        else if (At(text, end) is '+' or '-' && Digits(text, end + 1) is var zone and (2 or 4))
        {
            end += 1 + zone;
            if (zone == 2 && At(text, end) == ':' && Digits(text, end + 1) == 2)
            {
                end += 3;
            }
        }
        else if (At(text, end) == ' ' && (At(text, end + 1) | 0x20) is 'a' or 'p' && (At(text, end + 2) | 0x20) == 'm' && !char.IsLetterOrDigit(At(text, end + 3)))
        {
            end += 3;
        }

        return char.IsLetterOrDigit(At(text, end)) || (At(text, end) == ':' && char.IsLetterOrDigit(At(text, end + 1))) ? 0 : end;
    }

    private static int Digits(ReadOnlySpan<char> text, int from)
    {
        var end = from;
        while (char.IsAsciiDigit(At(text, end)))
        {
            end++;
        }

        return end - from;
    }

    private static char At(ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length ? text[index] : '\0';
}
