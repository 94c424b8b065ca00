using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Card numbers: 13 to 19 digits, in one or in groups, whose check digit is right (H. P. Luhn, US patent 2,950,048; ISO/IEC 7812-1).</summary>
internal static class CardNumbers
{
    /// <summary>The digits. A search by a range would box its ends until its code is optimised.</summary>
    public static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private const int MostDigits = 19;
    private const int FirstGroup = 4;
    private const int LeastGroup = 3;
    private const int MostGroups = 5;

    /// <summary>The card that begins at a digit which no digit stands before.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The digit.</param>
    /// <param name="found">The card.</param>
    /// <param name="next">Where to go on looking when there is none: after these digits.</param>
    public static bool TryRead(ReadOnlySpan<char> text, int at, out SecretSpan found, out int next)
    {
        found = default;
        next = EndOfDigits(text, at);
        var length = next - at;
        if (length >= SecretTriggers.ShortestCard)
        {
            if (length <= MostDigits && BeginsWord(text, at, grouped: false) && EndsWord(text, next, grouped: false) && IsIssued(text[at..next]) && HasCheckDigit(text[at..next]))
            {
                found = new SecretSpan(at, next, SecretMarks.Card);
                return true;
            }

            return false;
        }

        return length == FirstGroup && BeginsWord(text, at, grouped: true) && !FollowsNumber(text, at) && TryReadGroups(text, at, next, out found)
            && (!IsFollowedByNumber(text, found.End) || TryReadGroups(text, found.End + 1, found.End + 1 + FirstGroup, out _));
    }

    /// <summary>Whether another number of four digits stands before: a list of numbers, not a card. A year is none of a list.</summary>
    private static bool FollowsNumber(ReadOnlySpan<char> text, int at) =>
        at > FirstGroup && text[at - 1] == ' ' && !text[(at - 1 - FirstGroup)..(at - 1)].ContainsAnyExcept(Digits)
        && (at == FirstGroup + 1 || !char.IsAsciiDigit(text[at - 2 - FirstGroup])) && !text[(at - 1 - FirstGroup)..].StartsWith("20", StringComparison.Ordinal)
        && !text[(at - 1 - FirstGroup)..].StartsWith("19", StringComparison.Ordinal);

    private static bool IsFollowedByNumber(ReadOnlySpan<char> text, int end) =>
        text.Length > end + FirstGroup && text[end] == ' ' && EndOfDigits(text, end + 1) == end + 1 + FirstGroup;

    private static bool TryReadGroups(ReadOnlySpan<char> text, int at, int firstEnd, out SecretSpan found)
    {
        found = default;
        if (firstEnd >= text.Length || text[firstEnd] is not (' ' or '-'))
        {
            return false;
        }

        var separator = text[firstEnd];
        var end = firstEnd;
        var digits = FirstGroup;
        for (var groups = 1; groups < MostGroups && end + 1 < text.Length && text[end] == separator; groups++)
        {
            var groupEnd = EndOfDigits(text, end + 1);
            var group = groupEnd - end - 1;
            digits += group;
            if (group < LeastGroup || digits > MostDigits)
            {
                break;
            }

            end = groupEnd;

            // The longest that is right: what follows a card may be digits too, such as its own code.
            if (digits >= SecretTriggers.ShortestCard && EndsWord(text, end, grouped: separator == '-') && HasCheckDigit(text[at..end]))
            {
                found = new SecretSpan(at, end, SecretMarks.Card);
            }
        }

        return found.End > 0;
    }

    /// <summary>
    /// Whether a number without groups is of a length and a beginning that are given out. Times since 1970 in milliseconds (13 digits) and microseconds (16),
    /// times in ticks (18) and serial numbers of telephones (15) have a right check digit often enough.
    /// </summary>
    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var two = ((digits[0] - '0') * 10) + (digits[1] - '0');
        return digits.Length switch
        {
            13 => digits[0] == '4',
            14 => two is 30 or 36 or 38 or 39,
            15 => two is 34 or 37 or 21 or 18,
            16 => digits[0] != '0' && two is not (>= 14 and <= 18),
            18 => digits[0] is '4' or '5' or '6' && two is not (63 or 64),
            _ => digits[0] is '4' or '5' or '6',
        };
    }

    private static bool HasCheckDigit(ReadOnlySpan<char> number)
    {
        var sum = 0;
        var doubled = false;
        var same = true;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(number[i]))
            {
                continue;
            }

            var digit = number[i] - '0';
            same &= number[i] == number[^1];
            var worth = doubled ? digit * 2 : digit;
            sum += worth > 9 ? worth - 9 : worth;
            doubled = !doubled;
        }

        // Sixteen zeros are right too, and no card.
        return sum % 10 == 0 && !same;
    }

    private static int EndOfDigits(ReadOnlySpan<char> text, int at)
    {
        var length = text[at..].IndexOfAnyExcept(Digits);
        return length < 0 ? text.Length : at + length;
    }

    /// <summary>Not within a word, a fraction or, with groups, a longer chain such as a GUID.</summary>
    private static bool BeginsWord(ReadOnlySpan<char> text, int at, bool grouped)
    {
        if (at == 0)
        {
            return true;
        }

        var before = text[at - 1];
        if (char.IsLetterOrDigit(before) || before == '_')
        {
            return false;
        }

        var further = at > 1 ? text[at - 2] : ' ';
        return before switch
        {
            '.' or ',' => !char.IsAsciiDigit(further),
            '-' => grouped ? !char.IsLetterOrDigit(further) : !char.IsAsciiDigit(further),
            _ => true,
        };
    }

    private static bool EndsWord(ReadOnlySpan<char> text, int end, bool grouped)
    {
        if (end >= text.Length)
        {
            return true;
        }

        var after = text[end];
        if (char.IsLetterOrDigit(after) || after == '_')
        {
            return false;
        }

        var further = end + 1 < text.Length ? text[end + 1] : ' ';
        return after switch
        {
            '.' or ',' => !char.IsAsciiDigit(further),
            '-' => grouped ? !char.IsLetterOrDigit(further) : !char.IsAsciiHexDigit(further),
            _ => true,
        };
    }
}
