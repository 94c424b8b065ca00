namespace ErrorManagement.Analytics.Grouping;

/// <content>Values that begin with a mark: quoted ones, paths, signed numbers.</content>
internal ref partial struct MaskScanner
{
    private int Marked(int at, out string? placeholder, out int kept)
    {
        kept = 0;
        placeholder = null;
        var c = _text[at];
        var afterWord = at > 0 && IsWordAt(at - 1);
        int length;
        switch (c)
        {
            case '\'' or '"' or '`' when !afterWord:
                length = QuotedLength(at);
                if (length > 0)
                {
                    // The quotes stay: they say what is a value. The closing one is not to be taken for an opening one.
                    kept = 1;
                    placeholder = Quoted;
                    _scanFrom = at + length + 1;
                    return length;
                }

                return 0;
            case '/' when !afterWord && (IsWordAt(at + 1) || CharAt(at + 1) is '.' or '_') && (at == 0 || _text[at - 1] is not ('/' or '<')):
                placeholder = Path;
                return TokenEnd(at + 1, stopAtColon: true) - at;
            case '\\' when !afterWord && CharAt(at + 1) == '\\' && IsWordAt(at + 2):
                placeholder = Path;
                return DrivePathEnd(at + 2) - at;
            case '-' or '+' when !afterWord && char.IsAsciiDigit(CharAt(at + 1)) && (at == 0 || _text[at - 1] is not (')' or ']' or '-' or '+' or '>')):
                length = 1 + NumberShapes.Length(_text[(at + 1)..]);
                if (IsWordAt(at + length) || TimeShapes.Length(_text[(at + 1)..]) > 0)
                {
                    return 0;
                }

                placeholder = Number;
                return length;
            case ':' when !afterWord && CharAt(at + 1) == ':' && (at == 0 || _text[at - 1] != ':'):
                length = ColonAddressLength(at, out placeholder);
                return length;
            case > '\x7f' when _second:
                return MarkedBeyondAscii(at, afterWord, out placeholder, out kept);
            default:
                return 0;
        }
    }

    private int QuotedLength(int at)
    {
        var quote = _text[at];
        if (at + 1 >= _text.Length || char.IsWhiteSpace(_text[at + 1]))
        {
            return 0;
        }

        var close = quote switch
        {
            '\'' => NextClosing(at, quote, ref _nextSingle),
            '"' => NextClosing(at, quote, ref _nextDouble),
            _ => _text.Slice(at + 1, Math.Min(MaxQuoted, _text.Length - at - 1)).IndexOf(quote) is var offset and >= 0 ? at + 1 + offset : int.MaxValue,
        };
        if (close - at - 1 > MaxQuoted)
        {
            return 0;
        }

        var inside = _text[(at + 1)..close];

        // The key of a map and a request line are words of the message, not values in it.
        return (quote == '"' && CharAt(close + 1) == ':') || IsRequestLine(inside) ? 0 : close - at;
    }

    private readonly int NextClosing(int at, char quote, ref int known)
    {
        if (known > at)
        {
            return known;
        }

        for (var i = Math.Max(at, known) + 1; i < _text.Length; i++)
        {
            if (_text[i] == quote && !IsWordAt(i + 1))
            {
                return known = i;
            }
        }

        return known = int.MaxValue;
    }

    private static bool IsRequestLine(ReadOnlySpan<char> text)
    {
        var blank = text.IndexOf(' ');
        return blank is >= 3 and <= 7 && text[..blank] is "GET" or "PUT" or "POST" or "HEAD" or "PATCH" or "TRACE" or "DELETE" or "CONNECT" or "OPTIONS";
    }

    private readonly int TokenEnd(int from, bool stopAtColon)
    {
        var end = from;
        while (end < _text.Length && _text[end] is var c && !char.IsWhiteSpace(c) && c is not ('"' or '\'' or '`' or '<' or '>' or ',' or ';' or ')' or ']' or '}' or '|') && !(stopAtColon && c == ':'))
        {
            end++;
        }

        return TrimEnd(from, end);
    }

    private readonly int DrivePathEnd(int from)
    {
        var end = TokenEnd(from, stopAtColon: true);

        // "C:\Program Files\x": a next word with a backslash in it still belongs to the path.
        while (end < _text.Length && _text[end] == ' ')
        {
            var word = _text.Slice(end + 1, Math.Min(MaxPathWord, _text.Length - end - 1));
            var blank = word.IndexOf(' ');
            word = blank < 0 ? word : word[..blank];
            var slash = word.IndexOf('\\');
            if (slash <= 0 || word[..slash].IndexOfAny(':', '"', '\'') >= 0)
            {
                break;
            }

            end = TokenEnd(end + 1, stopAtColon: true);
        }

        return end;
    }

    private readonly int TrimEnd(int from, int end)
    {
        while (end > from && _text[end - 1] is '.' or ':' or '!')
        {
            end--;
        }

        return end;
    }
}
