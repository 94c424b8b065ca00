namespace ErrorManagement.Analytics.Grouping;

/// <summary>How numbers are written: with separators of any culture, an exponent, a unit.</summary>
internal static class NumberShapes
{
    private const int LongestUnit = 7;

    /// <summary>How many characters the number takes that <paramref name="text"/> begins with (a digit comes first): 1,234.5 and 1.234,5 and 1e-5 and 120s.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (IsSeparator(text[end]) && char.IsAsciiDigit(At(text, end + 1)))))
        {
            end++;
        }

        if ((At(text, end) | 0x20) == 'e')
        {
            var exponent = end + (At(text, end + 1) is '+' or '-' ? 2 : 1);
            if (char.IsAsciiDigit(At(text, exponent)))
            {
                while (char.IsAsciiDigit(At(text, exponent)))
                {
                    exponent++;
                }

                return exponent;
            }
        }

        var unit = end;
        while (unit - end < 4 && char.IsLetter(At(text, unit)))
        {
            unit++;
        }

        return unit > end && !char.IsLetterOrDigit(At(text, unit)) && IsUnit(text[end..unit]) ? unit : end;
    }

    /// <summary>How long the word is that <paramref name="text"/> begins with, when it is a unit that the same field may show in other sizes: KB and MB, ms and sec, second and seconds; 0 otherwise.</summary>
    public static int UnitLength(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end <= LongestUnit && char.IsAsciiLetter(At(text, end)))
        {
            end++;
        }

        return !char.IsLetterOrDigit(At(text, end)) && At(text, end) is not ('_' or '=' or ':') && text[..end] is
            "B" or "KB" or "kB" or "MB" or "GB" or "TB" or "PB" or "KiB" or "MiB" or "GiB" or "TiB" or "byte" or "bytes" or
            "ns" or "us" or "ms" or "s" or "sec" or "secs" or "second" or "seconds" or "min" or "mins" or "minute" or "minutes" or "hour" or "hours" or "day" or "days"
            ? end
            : 0;
    }

    // Of groups and fractions, in all cultures that .NET knows: Arabic, Swiss, the narrow and the wide unbreakable blank of French and others.
    public static bool IsSeparator(char c) => c is '.' or ',' or '\u066b' or '\u066c' or '\u2019' or '\u202f' or '\u00a0';

    private static bool IsUnit(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[text.Length];
        text.ToLowerInvariant(lower);
        return lower switch
        {
            "s" or "ms" or "us" or "µs" or "μs" or "ns" or "sec" or "secs" or "m" or "min" or "mins" or "h" or "hr" or "hrs" or "d" => true,
            "b" or "k" or "g" or "t" or "kb" or "mb" or "gb" or "tb" or "kib" or "mib" or "gib" or "tib" or "bps" or "kbps" or "mbps" or "gbps" => true,
            "hz" or "khz" or "mhz" or "ghz" or "px" or "x" or "st" or "nd" or "rd" or "th" => true,
            _ => false,
        };
    }

    private static char At(ReadOnlySpan<char> text, int index) => index < text.Length ? text[index] : '\0';
}
