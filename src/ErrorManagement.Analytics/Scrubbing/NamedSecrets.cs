using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Secrets that stand behind a name: pairs of every form that texts have them in, headers, schemes.</summary>
internal readonly ref struct NamedSecrets(ReadOnlySpan<char> text, SecretNames names)
{
    private const int MostNear = 256; // characters

    private static readonly SearchValues<char> MarksOfObject = SearchValues.Create("\"':=\\\n");

    private readonly ReadOnlySpan<char> _text = text;
    private readonly HeaderSecrets _headers = new(text);

    /// <summary>The secret behind the name that has a stem at <paramref name="at"/>.</summary>
    /// <param name="at">Where.</param>
    /// <param name="floor">What lies before it is not looked at.</param>
    /// <param name="found">The secret.</param>
    /// <param name="next">Where to go on looking when there is none: after the name.</param>
    public bool TryRead(int at, int floor, out SecretSpan found, out int next)
    {
        var start = at;
        while (start > floor && at - start < SecretNames.Longest && IsName(_text[start - 1]))
        {
            start--;
        }

        var end = at;
        while (end < _text.Length && IsName(_text[end]))
        {
            end++;
        }

        next = Math.Max(end, at + 1);

        // A point or a dash at the end belongs to the sentence or to an arrow.
        while (end > at && _text[end - 1] is '.' or '-')
        {
            end--;
        }

        var name = _text[start..end];
        found = default;
        if (_headers.TryReadScheme(name, end, out var from, out var to) && TryTake(from, to, out found))
        {
            return true;
        }

        var kind = names.Judge(name, WordBefore(start));
        if (kind == SecretKind.None && names.TryReadOwnPhrase(_text, floor, ref start, ref end))
        {
            kind = SecretKind.Strong;
        }

        return kind != SecretKind.None && TryReadValue(start, end, kind, out from, out to) && TryTake(from, to, out found);
    }

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';

    private bool TryTake(int from, int to, out SecretSpan found)
    {
        found = new SecretSpan(from, to, SecretMarks.Value);
        return to > from && !SecretMarks.Is(_text[from..to]);
    }

    /// <summary>The word before a name and one blank.</summary>
    private ReadOnlySpan<char> WordBefore(int start)
    {
        if (start < 2 || _text[start - 1] != ' ')
        {
            return default;
        }

        var from = start - 1;
        while (from > 0 && start - from < SecretNames.Longest && char.IsLetterOrDigit(_text[from - 1]))
        {
            from--;
        }

        return _text[from..(start - 1)];
    }

    private bool TryReadValue(int start, int end, SecretKind kind, out int from, out int to)
    {
        var sign = PairSigns.SkipClosers(_text, end, out var quoted);
        var after = PairSigns.SkipSign(_text, PairSigns.SkipBlanks(_text, sign), out var isColon, out var isEqual);
        if (after < 0)
        {
            return TryReadOtherForm(start, end, sign, quoted, kind, out from, out to);
        }

        from = PairSigns.SkipBlanks(_text, after);
        to = from;
        var isSentence = isColon && from > after && !quoted;
        if (from >= _text.Length || _text[from] is '\n' or '\r' || (isSentence && start > 0 && _text[start - 1] == '/'))
        {
            // Nothing, or the path of a file that something is said of.
            return false;
        }

        var header = kind switch
        {
            SecretKind.Header => _headers.TryReadCredentials(start, ref from, ref to),
            SecretKind.Cookie when isColon => _headers.TryReadCookies(start, from, ref to),
            _ => null,
        };
        return header ?? TryReadBracketed(start, ref from, ref to, kind, isEqual) ?? TryReadBare(start, from, kind, isSentence, isEqual, out to);
    }

    /// <summary>A value in quotes, brackets or braces; null when it is bare.</summary>
    private bool? TryReadBracketed(int start, ref int from, ref int to, SecretKind kind, bool isEqual)
    {
        var open = from;
        while (open < _text.Length && _text[open] == '\\' && open - from < PairSigns.MostClosers)
        {
            open++;
        }

        if (open < _text.Length && PairSigns.ClosingQuote(_text[open]) is not '\0' and var closing)
        {
            to = ValueEnds.OfQuoted(_text, open + 1, closing, open - from, isEqual);
            from = open + 1;
            var value = _text[from..Math.Max(from, to)];
            return !ValueWords.IsNothing(value) && ValueLooks.IsPlausible(value, kind) && !ValueLooks.IsPlaceholder(value, names);
        }

        if (_text[from] is not ('{' or '['))
        {
            return null;
        }

        if (_text[from] == '{')
        {
            return TryReadBraces(ref from, ref to);
        }

        var line = ValueEnds.OfLine(_text, from, PairSigns.QuoteBefore(_text, start));
        var inside = _text[from..line].IndexOf(']');

        if (from + 1 < _text.Length && _text[from + 1] is '"' or '\'')
        {
            // A list: all of it up to its end.
            to = _text[from..].IndexOf(']') is >= 0 and var end ? from + end : _text.Length;
            from++;
            return true;
        }

        to = inside < 0 ? line : from + inside;
        from++;
        return to > from && !ValueWords.IsNothing(_text[from..to]);
    }

    /// <summary>Braces: an object shows its own names, a placeholder is a template's, the rest is how ODBC quotes.</summary>
    private bool TryReadBraces(ref int from, ref int to)
    {
        var near = Near(from);
        var close = near.IndexOf('}');
        if (close <= 1 || near[1..close].ContainsAny(MarksOfObject) || ValueLooks.IsPlaceholder(near[..(close + 1)], names))
        {
            return false;
        }

        to = from + close;
        from++;
        return true;
    }

    /// <summary>So much of the text as a value that ends with a certain mark may have: what is looked for in vain must not be looked for to the end each time.</summary>
    private ReadOnlySpan<char> Near(int from) => _text[from..Math.Min(_text.Length, from + MostNear)];

    private bool TryReadBare(int start, int from, SecretKind kind, bool isSentence, bool isEqual, out int to)
    {
        var before = start > 0 ? _text[start - 1] : ' ';
        to = ValueEnds.OfBare(_text, from, isEqual && before is '?' or '&');
        var value = _text[from..to];
        if (value.IsEmpty || SecretMarks.Is(value) || ValueWords.IsNothing(value) || !ValueLooks.IsPlausible(value, kind) || ValueLooks.IsPlaceholder(value, names)
            || (isSentence && ValueWords.IsSentence(value)) || (value[0] == '/' && _text[start..].StartsWith("PWD", StringComparison.Ordinal)))
        {
            return false;
        }

        if (kind == SecretKind.Phrase)
        {
            var line = ValueEnds.OfLine(_text, from, PairSigns.QuoteBefore(_text, start));
            var parted = _text[from..line].IndexOfAny(';', ',');
            to = Math.Max(to, parted < 0 ? line : from + parted);
        }
        else if (isEqual)
        {
            to = ValueEnds.OfPair(_text, from, to, IsAfterPair(start));
        }

        return true;
    }

    private bool IsAfterPair(int start)
    {
        while (start > 0 && _text[start - 1] == ' ')
        {
            start--;
        }

        return start > 0 && _text[start - 1] == ';';
    }

    /// <summary>Forms without a sign between name and value.</summary>
    private bool TryReadOtherForm(int start, int end, int sign, bool quoted, SecretKind kind, out int from, out int to)
    {
        from = to = 0;
        var before = start > 0 ? _text[start - 1] : ' ';
        var after = end < _text.Length ? _text[end] : ' ';
        if (after == '>' && (before == '<' || before == ':'))
        {
            // <password>...</password>
            from = end + 1;
            var length = _text[from..].IndexOf('<');
            to = length < 0 ? _text.Length : from + length;
            return length > 0 && _text[to..].StartsWith("</", StringComparison.Ordinal) && Near(to + 2).IndexOf(_text[start..end], StringComparison.Ordinal) is >= 0 and < SecretNames.Longest
                && ValueLooks.IsPlausible(_text[from..to], kind);
        }

        if (after == ',' && before == '[')
        {
            // [password, hunter2]
            from = PairSigns.SkipBlanks(_text, end + 1);
            var length = _text[from..].IndexOfAny(']', '\n');
            to = length < 0 ? _text.Length : from + length;
            return to > from && !ValueWords.IsNothing(_text[from..to]);
        }

        if (quoted)
        {
            return TryReadNamedValue(sign, out from, out to);
        }

        from = PairSigns.SkipBlanks(_text, end);
        if (from == end || from >= _text.Length)
        {
            return false;
        }

        if (PairSigns.ClosingQuote(_text[from]) is not '\0' and var closing)
        {
            // password 'hunter2': a token or a secret may as well be named in quotes, so these must look made by chance.
            from++;
            to = from + ValueEnds.OfQuoted(Near(from), 0, closing, 0, doubled: false);
            return to < _text.Length && _text[to] == closing && (kind is SecretKind.Strong or SecretKind.Phrase ? to > from : ValueLooks.IsRandom(_text[from..to]));
        }

        if (_text[start] != '-')
        {
            return false;
        }

        // --password hunter2
        to = ValueEnds.OfBare(_text, from, inQuery: false);
        return to > from && _text[from] != '-' && !ValueWords.IsSentence(_text[from..to]) && ValueLooks.IsPlausible(_text[from..to], kind);
    }

    /// <summary>name="ApiKey" value="...", also in JSON.</summary>
    private bool TryReadNamedValue(int sign, out int from, out int to)
    {
        from = to = 0;
        var at = sign;
        while (at < _text.Length && at - sign < PairSigns.MostClosers && _text[at] is ',' or ' ' or '"' or '\'' or '\\' or '\n' or '\t')
        {
            at++;
        }

        if (!_text[at..].StartsWith("value", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var after = PairSigns.SkipSign(_text, PairSigns.SkipBlanks(_text, PairSigns.SkipClosers(_text, at + 5, out _)), out _, out var isEqual);
        if (after < 0)
        {
            return false;
        }

        from = PairSigns.SkipBlanks(_text, after);
        return from < _text.Length && TryReadBracketed(sign, ref from, ref to, SecretKind.Strong, isEqual) == true;
    }
}
