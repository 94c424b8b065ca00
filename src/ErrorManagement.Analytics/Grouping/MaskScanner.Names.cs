namespace ErrorManagement.Analytics.Grouping;

/// <content>Names with dots in them: of hosts, packages, types, keys. Since version 2.</content>
internal ref partial struct MaskScanner
{
    private const string Name = "<name>";

    /// <summary>Whether what follows a word, at <paramref name="end"/>, can go on with a dotted name.</summary>
    private readonly bool MayBeName(char next, int end) => next is '.' or '-' or '_' or '$' && _lastDot > end - 1 && IsWordAt(end + 1);

    /// <summary>How long the dotted name is that begins here; 0 when there is none, or when it means something: a key, a call, a constant, a kind of error.</summary>
    private readonly int NameLength(int start)
    {
        // Only where a word like this begins: so no character is looked at for more than one name.
        if (start > 0 && _text[start - 1] is '.' or '-' or '_' or '$' or '@' or '\\')
        {
            return 0;
        }

        int dots = 0, named = 0, segment = start, end = start;
        for (; end < _text.Length; end++)
        {
            var c = _text[end];
            if (c == '.')
            {
                if (end == segment)
                {
                    break;
                }

                dots++;
                segment = end + 1;
            }
            else if (!IsWordAt(end) && c is not ('-' or '_' or '$'))
            {
                break;
            }
            else if (end == segment && char.IsAsciiLetter(c))
            {
                named++;
            }
        }

        if (end == segment && dots > 0)
        {
            // The dot that ends a sentence.
            dots--;
            end--;
            segment = _text[start..end].LastIndexOf('.') + 1 + start;
        }

        if (dots == 0 || named < 2 || IsKindOfError(_text[segment..end]))
        {
            return 0;
        }

        if (CharAt(end) == ':' && char.IsAsciiDigit(CharAt(end + 1)) && (dots > 1 || !_text[start..end].ContainsAnyInRange('A', 'Z')))
        {
            var port = end + 1;
            while (char.IsAsciiDigit(CharAt(port)))
            {
                port++;
            }

            if (!IsWordAt(port) && CharAt(port) != ':')
            {
                return port - start;
            }
        }

        if (dots < 2 || char.IsAsciiLetterUpper(_text[start]) || CharAt(end) is '=' or '(' || IsConstant(_text[segment..end]))
        {
            return 0;
        }

        return (CharAt(end) == '/' ? TokenEnd(end, stopAtColon: true) : end) - start;
    }

    private static bool IsKindOfError(ReadOnlySpan<char> text) =>
        text.EndsWith("Exception", StringComparison.Ordinal) || text.EndsWith("Error", StringComparison.Ordinal);

    /// <summary>SCREEN_ON: one of a few, written by hand.</summary>
    private static bool IsConstant(ReadOnlySpan<char> text) => text.Length > 1 && !text.Contains('-') && !text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z');
}
