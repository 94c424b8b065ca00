namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>What stands between a name and its value, and around them: blanks, quotes, brackets and the sign. Places are indexes into the text.</summary>
internal static class PairSigns
{
    /// <summary>So many quotes, brackets and backslashes are passed over.</summary>
    public const int MostClosers = 12;

    private const int MostBlanks = 16;

    /// <summary>Past blanks, at most 16 of them.</summary>
    public static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < MostBlanks && text[end] is ' ' or '\t')
        {
            end++;
        }

        return end;
    }

    /// <summary>Past what closes a name: quotes, also escaped, and brackets; at most 12 of them.</summary>
    public static int SkipClosers(ReadOnlySpan<char> text, int at, out bool quoted)
    {
        quoted = false;
        var end = at;
        while (end < text.Length && end - at < MostClosers && text[end] is '\\' or '"' or '\'' or '`' or ']')
        {
            quoted |= text[end] is '"' or '\'' or '`';
            end++;
        }

        return end;
    }

    /// <summary>Past the sign between name and value; -1 when there is none.</summary>
    public static int SkipSign(ReadOnlySpan<char> text, int at, out bool isColon, out bool isEqual)
    {
        isColon = isEqual = false;
        var rest = text[at..];
        if (rest.IsEmpty)
        {
            return -1;
        }

        var next = rest.Length > 1 ? rest[1] : ' ';
        switch (rest[0])
        {
            case ':' when next == ':':
                return -1;
            case ':':
                isColon = next != '=';
                return at + (next == '=' ? 2 : 1);
            case '=':
                isEqual = true;
                return at + (next is '=' or '>' ? 2 : 1);
            case '-' when next == '>':
                return at + 2;
            case '%' when rest.StartsWith("%3D", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("%3A", StringComparison.OrdinalIgnoreCase):
                return at + 3;
            default:
                return -1;
        }
    }

    /// <summary>The quote that stands before a name; the end of the line when there is none.</summary>
    public static char QuoteBefore(ReadOnlySpan<char> text, int start) => start > 0 && text[start - 1] is '"' or '\'' ? text[start - 1] : '\n';

    /// <summary>The quote that closes what another opens; <c>\0</c> for what is no quote.</summary>
    public static char ClosingQuote(char opening) => opening switch
    {
        '"' or '\'' or '`' => opening,
        '“' => '”',
        '‘' => '’',
        '«' => '»',
        _ => '\0',
    };
}
