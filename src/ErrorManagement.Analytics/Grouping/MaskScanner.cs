namespace ErrorManagement.Analytics.Grouping;

/// <summary>Walks over a message and says, step by step, which piece of text to keep and which placeholder follows it.</summary>
internal ref struct MaskScanner
{
    private const string Number = "<num>";
    private const string Hex = "<hex>";
    private const string Id = "<id>";
    private const string Guid = "<guid>";
    private const string Address = "<ip>";
    private const string Url = "<url>";
    private const string Path = "<path>";
    private const string Time = "<time>";
    private const string Email = "<email>";
    private const string Quoted = "<str>";

    private const int MinHexWord = 6;
    private const int MinHexLetters = 8;
    private const int MinHexDigest = 32;
    private const int MinMixedWord = 6;
    private const int MinMixedChanges = 3;
    private const int LongMixedWord = 20;
    private const int MaxQuoted = 256;
    private const int MaxPathWord = 128;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _scanFrom;
    private int _nextAtSign;
    private int _noEmailBefore;

    // Where the next closing quote of each kind is, found once: without it, a text of opening quotes alone would be scanned again from each of them.
    private int _nextSingle;
    private int _nextDouble;

    public MaskScanner(ReadOnlySpan<char> text)
    {
        _text = text;
        var atSign = text.IndexOf('@');
        _nextAtSign = atSign < 0 ? int.MaxValue : atSign;
        _nextSingle = -1;
        _nextDouble = -1;
    }

    /// <summary>One step: text to keep (may be empty), then a placeholder (null for none).</summary>
    /// <returns>Whether there was anything left.</returns>
    public bool Next(out string? placeholder, out ReadOnlySpan<char> literal)
    {
        placeholder = null;
        var start = _at;
        var text = _text;
        var i = Math.Max(start, _scanFrom);
        while (i < text.Length)
        {
            var kind = CharacterKinds.Of(text[i]);
            if (CharacterKinds.IsWord(kind))
            {
                var end = i + 1;
                var seen = kind;
                while (end < text.Length && CharacterKinds.IsWord(kind = CharacterKinds.Of(text[end])))
                {
                    seen |= kind;
                    end++;
                }

                // Most words are plain: letters, and nothing after them that could make them part of a value.
                if ((seen & (CharacterKinds.OtherLetter | CharacterKinds.Digit)) == CharacterKinds.OtherLetter
                    && end - i != 3 && _nextAtSign == int.MaxValue && (end == text.Length || text[end] != ':'))
                {
                    i = end;
                    continue;
                }

                var length = Value(i, end, seen, out placeholder, out var kept);
                if (placeholder is not null)
                {
                    literal = text[start..(i + kept)];
                    _at = i + length;
                    return true;
                }

                i = end;
            }
            else if (kind == CharacterKinds.Mark)
            {
                var length = Marked(i, out placeholder, out var kept);
                if (placeholder is not null)
                {
                    literal = text[start..(i + kept)];
                    _at = i + length;
                    return true;
                }

                i++;
            }
            else
            {
                i++;
            }
        }

        literal = text[start..];
        _at = text.Length;
        return start < text.Length;
    }

    /// <summary>Looks at a word. Gives the placeholder, how much of the text it stands for together with <paramref name="kept"/> characters to keep before it.</summary>
    private int Value(int start, int end, int seen, out string? placeholder, out int kept)
    {
        kept = 0;
        placeholder = null;
        var next = At(end);
        int length;
        if (_nextAtSign != int.MaxValue && (length = EmailLength(start)) > 0)
        {
            placeholder = Email;
            return length;
        }

        var hexOnly = (seen & CharacterKinds.OtherLetter) == 0;
        if (hexOnly && end - start == 8 && next == '-' && (length = GuidLength(start)) > 0)
        {
            placeholder = Guid;
            return length;
        }

        if (hexOnly && next == ':' && end - start <= 4 && (length = ColonAddressLength(start, out placeholder)) > 0)
        {
            return length;
        }

        if ((seen & CharacterKinds.Digit) == 0)
        {
            if (next == ':')
            {
                if (At(end + 1) == '/' && At(end + 2) == '/')
                {
                    placeholder = Url;
                    return TokenEnd(end + 3, stopAtColon: false) - start;
                }

                if (end - start == 1 && At(end + 1) is '\\' or '/')
                {
                    placeholder = Path;
                    return DrivePathEnd(end + 1) - start;
                }
            }

            if (end - start == 3 && next is ' ' or ',' && char.IsAsciiLetterUpper(_text[start]) && (length = TimeShapes.NamedLength(_text[start..])) > 0)
            {
                placeholder = Time;
                return length;
            }

            if (hexOnly && end - start >= MinHexLetters)
            {
                placeholder = end - start >= MinHexDigest ? Hex : Number;
                return end - start;
            }

            return 0;
        }

        return char.IsAsciiDigit(_text[start])
            ? FromDigit(start, end, seen, out placeholder, out kept)
            : Mixed(start, end, seen, out placeholder, out kept);
    }

    private readonly int FromDigit(int start, int end, int seen, out string? placeholder, out int kept)
    {
        kept = 0;
        if (_text[start] == '0' && end - start > 2 && (_text[start + 1] | 0x20) == 'x' && AllHex(start + 2, end))
        {
            placeholder = Hex;
            return end - start;
        }

        if (seen == CharacterKinds.Digit && At(end) is '.' or '-' or '/' or ':')
        {
            var length = TimeShapes.Length(_text[start..]);
            placeholder = Time;
            if (length == 0 && (length = DottedAddressLength(start)) > 0)
            {
                placeholder = Address;
            }

            if (length > 0)
            {
                return length;
            }
        }

        if (end - start >= MinHexWord && (seen & CharacterKinds.OtherLetter) == 0 && seen != CharacterKinds.Digit)
        {
            placeholder = end - start >= MinHexDigest ? Hex : Number;
            return end - start;
        }

        var body = NumberShapes.Length(_text[start..]);
        var stop = start + body;
        if (!IsWordAt(stop))
        {
            placeholder = Number;
            return body;
        }

        return Mixed(start, end, seen, out placeholder, out kept);
    }

    /// <summary>A word of letters and digits: an id as a whole, or a name with a number in it (<c>eth0</c>, <c>worker12</c>).</summary>
    private readonly int Mixed(int start, int end, int seen, out string? placeholder, out int kept)
    {
        var length = end - start;
        kept = 0;
        if ((seen & CharacterKinds.OtherLetter) == 0 && length >= MinHexWord)
        {
            placeholder = length >= MinHexDigest ? Hex : Number;
            return length;
        }

        var changes = 0;
        var firstDigit = -1;
        for (var i = start; i < end; i++)
        {
            var digit = char.IsAsciiDigit(_text[i]);
            if (digit && firstDigit < 0)
            {
                firstDigit = i;
            }

            if (i > start && digit != char.IsAsciiDigit(_text[i - 1]))
            {
                changes++;
            }
        }

        if (length >= LongMixedWord || (length >= MinMixedWord && changes >= MinMixedChanges))
        {
            placeholder = Id;
            return length;
        }

        // The rest of the word is looked at again as a word of its own.
        kept = firstDigit - start;
        var stop = firstDigit;
        while (stop < end && char.IsAsciiDigit(_text[stop]))
        {
            stop++;
        }

        placeholder = Number;
        return (stop == end ? firstDigit + NumberShapes.Length(_text[firstDigit..]) : stop) - start;
    }

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
            case '/' when !afterWord && (IsWordAt(at + 1) || At(at + 1) is '.' or '_') && (at == 0 || _text[at - 1] is not ('/' or '<')):
                placeholder = Path;
                return TokenEnd(at + 1, stopAtColon: true) - at;
            case '\\' when !afterWord && At(at + 1) == '\\' && IsWordAt(at + 2):
                placeholder = Path;
                return DrivePathEnd(at + 2) - at;
            case '-' or '+' when !afterWord && char.IsAsciiDigit(At(at + 1)) && (at == 0 || _text[at - 1] is not (')' or ']' or '-' or '+' or '>')):
                length = 1 + NumberShapes.Length(_text[(at + 1)..]);
                if (IsWordAt(at + length) || TimeShapes.Length(_text[(at + 1)..]) > 0)
                {
                    return 0;
                }

                placeholder = Number;
                return length;
            case ':' when !afterWord && At(at + 1) == ':' && (at == 0 || _text[at - 1] != ':'):
                length = ColonAddressLength(at, out placeholder);
                return length;
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
        return (quote == '"' && At(close + 1) == ':') || IsRequestLine(inside) ? 0 : close - at;
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

    private int EmailLength(int start)
    {
        if (start < _noEmailBefore)
        {
            return 0;
        }

        while (_nextAtSign < start)
        {
            var offset = _text[(_nextAtSign + 1)..].IndexOf('@');
            _nextAtSign = offset < 0 ? int.MaxValue : _nextAtSign + 1 + offset;
        }

        if (_nextAtSign == int.MaxValue)
        {
            return 0;
        }

        var i = start;
        while (i < _nextAtSign && (IsWordAt(i) || _text[i] is '.' or '_' or '-' or '+'))
        {
            i++;
        }

        if (i < _nextAtSign)
        {
            // What ends the local part here ends it for every word before it as well.
            _noEmailBefore = i;
            return 0;
        }

        var end = i + 1;
        while (end < _text.Length && (IsWordAt(end) || _text[end] is '.' or '-'))
        {
            end++;
        }

        while (end > i + 1 && _text[end - 1] is '.' or '-')
        {
            end--;
        }

        if (end == i + 1)
        {
            _noEmailBefore = end;
            return 0;
        }

        return end - start;
    }

    private readonly int GuidLength(int start)
    {
        const int length = 36;
        if (_text.Length - start < length || IsWordAt(start + length))
        {
            return 0;
        }

        return System.Guid.TryParseExact(_text.Slice(start, length), "D", out _) ? length : 0;
    }

    /// <summary>An IPv6 address (with zone or embedded IPv4) or a hardware address.</summary>
    private readonly int ColonAddressLength(int start, out string? placeholder)
    {
        const int longest = 45;
        placeholder = null;
        int colons = 0, group = 0, end = start, widest = 0, narrowest = int.MaxValue;
        var doubled = false;
        while (end < _text.Length && end - start <= longest)
        {
            var c = _text[end];
            if (c == ':')
            {
                doubled |= end > start && _text[end - 1] == ':';
                narrowest = Math.Min(narrowest, group);
                group = 0;
                colons++;
            }
            else if (char.IsAsciiHexDigit(c) || (c == '.' && colons >= 2 && char.IsAsciiDigit(At(end + 1))))
            {
                group = c == '.' ? 0 : group + 1;
                widest = Math.Max(widest, group);
            }
            else
            {
                break;
            }

            end++;
        }

        // A colon that ends a clause is not part of the address.
        if (end > start && _text[end - 1] == ':' && (end < start + 2 || _text[end - 2] != ':'))
        {
            end--;
            colons--;
        }
        else
        {
            narrowest = Math.Min(narrowest, group);
        }

        if (widest > 4 || colons < 2 || IsWordAt(end))
        {
            return 0;
        }

        placeholder = colons == 5 && !doubled && widest == 2 && narrowest == 2 ? Hex
            : (doubled && widest > 0) || colons == 7 ? Address
            : null;
        return placeholder is null ? 0 : end - start;
    }

    private readonly int DottedAddressLength(int start)
    {
        var i = start;
        for (var part = 0; part < 4; part++)
        {
            int value = 0, digits = 0;
            while (digits < 4 && char.IsAsciiDigit(At(i)))
            {
                value = (value * 10) + (_text[i] - '0');
                digits++;
                i++;
            }

            if (digits is 0 or > 3 || value > 255 || (part < 3 && At(i++) != '.'))
            {
                return 0;
            }
        }

        if (IsWordAt(i) || (At(i) == '.' && char.IsAsciiDigit(At(i + 1))))
        {
            return 0;
        }

        if (At(i) == ':' && char.IsAsciiDigit(At(i + 1)))
        {
            var port = i + 1;
            while (char.IsAsciiDigit(At(port)))
            {
                port++;
            }

            if (port - i <= 6 && !IsWordAt(port) && At(port) != ':')
            {
                return port - start;
            }
        }

        return i - start;
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

    private readonly bool AllHex(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!char.IsAsciiHexDigit(_text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private readonly char At(int index) => index < _text.Length ? _text[index] : '\0';

    private readonly bool IsWordAt(int index) => index < _text.Length && CharacterKinds.IsWord(CharacterKinds.Of(_text[index]));
}
