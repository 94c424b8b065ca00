namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Where a value ends.</summary>
internal static class ValueEnds
{
    /// <summary>The end of what stands in quotes: the closing quote, or the end of the text, which was cut then.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">After the opening quote.</param>
    /// <param name="quote">The closing quote.</param>
    /// <param name="backslashes">How many stand before the opening quote: JSON inside JSON.</param>
    /// <param name="doubled">Whether two quotes stand for one, as in connection strings.</param>
    public static int OfQuoted(ReadOnlySpan<char> text, int from, char quote, int backslashes, bool doubled)
    {
        for (var i = from; i < text.Length; i++)
        {
            var found = text[i..].IndexOf(quote);
            if (found < 0)
            {
                return text.Length;
            }

            i += found;
            var escapes = 0;
            while (i - escapes > from && text[i - escapes - 1] == '\\')
            {
                escapes++;
            }

            if (escapes % (2 * (backslashes + 1)) != backslashes)
            {
                continue;
            }

            if (doubled && i + 1 < text.Length && text[i + 1] == quote)
            {
                i++;
                continue;
            }

            return i - backslashes;
        }

        return text.Length;
    }

    /// <summary>The end of a bare value: a blank, or a mark that closes or parts and is followed by what shows it.</summary>
    public static int OfBare(ReadOnlySpan<char> text, int from, bool inQuery)
    {
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsLetterOrDigit(c) || Closes(text[from..i], c))
            {
                continue;
            }

            if (char.IsWhiteSpace(c) || char.IsControl(c) || (inQuery ? c is '&' or '#' : c == ';') || EndsHere(text, i, c))
            {
                return i;
            }
        }

        return text.Length;
    }

    /// <summary>The end of the line, or of the quotes around it.</summary>
    public static int OfLine(ReadOnlySpan<char> text, int from, char quote)
    {
        var length = text[from..].IndexOfAny('\n', '\r', quote);
        return length < 0 ? text.Length : from + length;
    }

    /// <summary>
    /// The end of a bare value with blanks in a connection string: the next semicolon, when another pair or the end follows it.
    /// <paramref name="end"/> when it is none.
    /// </summary>
    public static int OfPair(ReadOnlySpan<char> text, int from, int end, bool afterPair)
    {
        if (end >= text.Length || text[end] is not (' ' or '\t'))
        {
            return end;
        }

        var stop = text[end..].IndexOfAny(";\"\r\n=");
        if (stop < 0 || text[end + stop] != ';')
        {
            return end;
        }

        var semicolon = end + stop;
        return (afterPair || !text[from..semicolon].ContainsAny('=', ':', ',')) && IsPair(text[(semicolon + 1)..]) ? semicolon : end;
    }

    /// <summary>The end of the characters that credentials are written in (RFC 9110, 11.2).</summary>
    public static int OfToken68(ReadOnlySpan<char> text, int from)
    {
        var end = from;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '.' or '_' or '~' or '+' or '/' or '=' or '%' or ':' or '|'))
        {
            end++;
        }

        while (end > from && text[end - 1] is '.' or ':')
        {
            end--;
        }

        return end;
    }

    /// <summary>Whether a bracket closes what the value began with.</summary>
    private static bool Closes(ReadOnlySpan<char> value, char c) => c switch
    {
        ')' => value.Length > 0 && value[0] == '(',
        ']' => value.Length > 0 && value[0] == '[',
        '}' => value.Length > 1 && (value[0] == '{' || value[1] == '{'),
        _ => false,
    };

    private static bool EndsHere(ReadOnlySpan<char> text, int i, char c)
    {
        var next = i + 1 < text.Length ? text[i + 1] : '\n';
        return c switch
        {
            '&' => true,
            ',' => char.IsWhiteSpace(next) || next is '"' or '\'' or '}' or ']' or '\\' || IsPair(text[(i + 1)..]),
            '"' or '\'' or '`' or '’' or '”' or '»' => !char.IsLetterOrDigit(next),
            ')' or ']' or '}' => !char.IsLetterOrDigit(next) && next is not ('!' or '@' or '#' or '$' or '%' or '^' or '*' or '_'),
            '<' => next == '/',
            '\\' => next is '"' or '\'' || (next is 'n' or 'r' && i + 2 < text.Length && (text[i + 2] == '\\' || char.IsUpper(text[i + 2]))),
            '|' => char.IsWhiteSpace(next),
            '%' => next == '2' && i + 2 < text.Length && text[i + 2] == '6',
            _ => false,
        };
    }

    /// <summary>Whether a name and a sign follow, or nothing more.</summary>
    private static bool IsPair(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(' ');
        if (text.IsEmpty || text[0] is '"' or '\'' or '\n' or '\r')
        {
            return true;
        }

        var i = 0;
        while (i < text.Length && i < SecretNames.Longest && (char.IsLetterOrDigit(text[i]) || text[i] is ' ' or '_' or '-' or '.'))
        {
            i++;
        }

        return i > 0 && i < text.Length && (text[i] == '=' || (text[i] == ':' && !text[..i].Contains(' ')));
    }
}
