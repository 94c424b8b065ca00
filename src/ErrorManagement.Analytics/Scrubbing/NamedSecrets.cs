using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Secrets that stand behind a name: pairs of every form that texts have them in, headers, schemes.</summary>
internal readonly ref struct NamedSecrets(ReadOnlySpan<char> text, SecretNames names)
{
    private const int MostBlanks = 16;
    private const int MostClosers = 12;
    private const int SmallNumber = 3;
    private const int LeastRandom = 16;
    private const int MostNear = 256;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.");
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-:0123456789");
    private static readonly SearchValues<char> MarksOfObject = SearchValues.Create("\"':=\\\n");

    private readonly ReadOnlySpan<char> _text = text;

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
        if (TryReadScheme(name, end, out found))
        {
            return true;
        }

        var kind = names.Judge(name, WordBefore(start));
        if (kind == SecretKind.None && names.TryReadOwnPhrase(_text, floor, ref start, ref end))
        {
            kind = SecretKind.Strong;
        }

        return kind != SecretKind.None && TryReadValue(start, end, kind, out var from, out var to) && TryTake(from, to, out found);
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

    /// <summary>Credentials that follow the name of their scheme without a header before it.</summary>
    private bool TryReadScheme(ReadOnlySpan<char> name, int end, out SecretSpan found)
    {
        found = default;
        var isBearer = name.EndsWith("bearer", StringComparison.OrdinalIgnoreCase);
        if (!isBearer && !name.EndsWith("basic", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var from = SkipBlanks(end);
        if (from == end && _text[end..].StartsWith("%20", StringComparison.Ordinal))
        {
            from = end + 3;
        }

        if (from == end)
        {
            return false;
        }

        var to = EndOfToken68(from);
        if (to == from || (to < _text.Length && _text[to] is '"' or '\'' && _text[to - 1] == '='))
        {
            return false;
        }

        var value = _text[from..to];
        return (isBearer ? !ValueWords.IsAboutScheme(value) && !value.TrimEnd('=').Contains('=') : Base64Credentials.Is(value)) && TryTake(from, to, out found);
    }

    private bool TryReadValue(int start, int end, SecretKind kind, out int from, out int to)
    {
        var sign = SkipClosers(end, out var quoted);
        var after = SkipSign(SkipBlanks(sign), out var isColon, out var isEqual);
        if (after < 0)
        {
            return TryReadOtherForm(start, end, sign, quoted, kind, out from, out to);
        }

        from = SkipBlanks(after);
        to = from;
        var isSentence = isColon && from > after && !quoted;
        if (from >= _text.Length || _text[from] is '\n' or '\r' || (isSentence && start > 0 && _text[start - 1] == '/'))
        {
            // Nothing, or the path of a file that something is said of.
            return false;
        }

        var header = kind switch
        {
            SecretKind.Header => TryReadCredentials(start, ref from, ref to),
            SecretKind.Cookie when isColon => TryReadCookies(start, from, ref to),
            _ => null,
        };
        return header ?? TryReadBracketed(start, ref from, ref to, kind, isEqual) ?? TryReadBare(start, from, kind, isSentence, isEqual, out to);
    }

    /// <summary>A value in quotes, brackets or braces; null when it is bare.</summary>
    private bool? TryReadBracketed(int start, ref int from, ref int to, SecretKind kind, bool isEqual)
    {
        var open = from;
        while (open < _text.Length && _text[open] == '\\' && open - from < MostClosers)
        {
            open++;
        }

        if (open < _text.Length && ClosingQuote(_text[open]) is not '\0' and var closing)
        {
            to = ValueEnds.OfQuoted(_text, open + 1, closing, open - from, isEqual);
            from = open + 1;
            var value = _text[from..Math.Max(from, to)];
            return !ValueWords.IsNothing(value) && IsPlausible(value, kind) && !IsPlaceholder(value);
        }

        if (_text[from] is not ('{' or '['))
        {
            return null;
        }

        if (_text[from] == '{')
        {
            return TryReadBraces(ref from, ref to);
        }

        var line = ValueEnds.OfLine(_text, from, QuoteBefore(start));
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
        if (close <= 1 || near[1..close].ContainsAny(MarksOfObject) || IsPlaceholder(near[..(close + 1)]))
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
        if (value.IsEmpty || SecretMarks.Is(value) || ValueWords.IsNothing(value) || !IsPlausible(value, kind) || IsPlaceholder(value)
            || (isSentence && ValueWords.IsSentence(value)) || (value[0] == '/' && _text[start..].StartsWith("PWD", StringComparison.Ordinal)))
        {
            return false;
        }

        if (kind == SecretKind.Phrase)
        {
            var line = ValueEnds.OfLine(_text, from, QuoteBefore(start));
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
                && IsPlausible(_text[from..to], kind);
        }

        if (after == ',' && before == '[')
        {
            // [password, hunter2]
            from = SkipBlanks(end + 1);
            var length = _text[from..].IndexOfAny(']', '\n');
            to = length < 0 ? _text.Length : from + length;
            return to > from && !ValueWords.IsNothing(_text[from..to]);
        }

        if (quoted)
        {
            return TryReadNamedValue(sign, out from, out to);
        }

        from = SkipBlanks(end);
        if (from == end || from >= _text.Length)
        {
            return false;
        }

        if (ClosingQuote(_text[from]) is not '\0' and var closing)
        {
            // password 'hunter2': a token or a secret may as well be named in quotes, so these must look made by chance.
            from++;
            to = from + ValueEnds.OfQuoted(Near(from), 0, closing, 0, doubled: false);
            return to < _text.Length && _text[to] == closing && (kind is SecretKind.Strong or SecretKind.Phrase ? to > from : IsRandom(_text[from..to]));
        }

        if (_text[start] != '-')
        {
            return false;
        }

        // --password hunter2
        to = ValueEnds.OfBare(_text, from, inQuery: false);
        return to > from && _text[from] != '-' && !ValueWords.IsSentence(_text[from..to]) && IsPlausible(_text[from..to], kind);
    }

    /// <summary>name="ApiKey" value="...", also in JSON.</summary>
    private bool TryReadNamedValue(int sign, out int from, out int to)
    {
        from = to = 0;
        var at = sign;
        while (at < _text.Length && at - sign < MostClosers && _text[at] is ',' or ' ' or '"' or '\'' or '\\' or '\n' or '\t')
        {
            at++;
        }

        if (!_text[at..].StartsWith("value", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var after = SkipSign(SkipBlanks(SkipClosers(at + 5, out _)), out _, out var isEqual);
        if (after < 0)
        {
            return false;
        }

        from = SkipBlanks(after);
        return from < _text.Length && TryReadBracketed(sign, ref from, ref to, SecretKind.Strong, isEqual) == true;
    }

    /// <summary>The credentials of a header, without the name of their scheme; null when they name none that is known.</summary>
    private bool? TryReadCredentials(int start, ref int from, ref int to)
    {
        var closers = from;
        var open = SkipClosers(from, out var quoted);
        while (open < _text.Length && _text[open] == '[')
        {
            open++;
        }

        var word = EndOfToken68(open);
        if (!AuthSchemes.IsKnown(_text[open..word]))
        {
            return null;
        }

        var value = SkipBlanks(word);
        if (value == word)
        {
            return false;
        }

        from = value;
        to = AuthSchemes.HasOneWord(_text[open..word]) ? ValueEnds.OfBare(_text, value, inQuery: false)
            : quoted ? ValueEnds.OfQuoted(_text, value, _text[open - 1], open - 1 - closers, doubled: false)
            : ValueEnds.OfLine(_text, value, QuoteBefore(start));
        return !ValueWords.IsAboutScheme(_text[from..to]);
    }

    /// <summary>The pairs of a cookie header; null when there are none.</summary>
    private bool? TryReadCookies(int start, int from, ref int to)
    {
        if (ClosingQuote(_text[from]) != '\0' || !_text[from..ValueEnds.OfBare(_text, from, inQuery: false)].Contains('='))
        {
            return null;
        }

        to = ValueEnds.OfLine(_text, from, QuoteBefore(start));
        return true;
    }

    /// <summary>The quote that stands before a name; the end of the line when there is none.</summary>
    private char QuoteBefore(int start) => start > 0 && _text[start - 1] is '"' or '\'' ? _text[start - 1] : '\n';

    private static bool IsPlausible(ReadOnlySpan<char> value, SecretKind kind) => kind switch
    {
        SecretKind.Strong or SecretKind.Phrase => true,
        SecretKind.Random => IsRandom(value),
        _ => (value.Length > SmallNumber || value.ContainsAnyExceptInRange('0', '9')) && !IsTypeName(value),
    };

    /// <summary>Whether a value looks made by chance: long, of one piece, with letters and digits.</summary>
    private static bool IsRandom(ReadOnlySpan<char> value) =>
        value.Length >= LeastRandom && !value.ContainsAny(" \t\n") && HasDigit(value) && (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z'));

    private static bool HasDigit(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9');

    /// <summary>What a type prints of itself: <c>System.String</c>, <c>Token{a64f992</c>.</summary>
    private static bool IsTypeName(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("System.", StringComparison.Ordinal) || value.StartsWith("Microsoft.", StringComparison.Ordinal))
        {
            return true;
        }

        // A full name and its hash: android.os.BinderProxy@2bd79ce.
        var brace = value.IndexOfAny('{', '(');
        if (value.IndexOf('@') is > 0 and var hash && brace < 0 && value[..hash].Contains('.'))
        {
            brace = hash;
        }

        return brace > 0 && char.IsLetter(value[0]) && !value[..brace].ContainsAnyExcept(Letters);
    }

    /// <summary>A place in a template: {Password}, {0}, ${PASSWORD}, %PASSWORD%, %s, &lt;password&gt;.</summary>
    private bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        if (value is "%s" or "%d" or "?")
        {
            return true;
        }

        var inner = value.TrimStart('$').TrimStart('{').TrimStart('%').TrimStart('<').TrimEnd('>').TrimEnd('%').TrimEnd('}');
        if (inner.Length == value.Length || inner.IsEmpty || value[0] is not ('$' or '{' or '%' or '<') || value[^1] is not ('}' or '%' or '>'))
        {
            return false;
        }

        return (inner.Length <= 2 && !inner.ContainsAnyExceptInRange('0', '9')) || (inner.Length <= SecretNames.Longest && !inner.ContainsAnyExcept(NameLetters) && names.Judge(inner) != SecretKind.None && !HasDigit(inner));
    }

    private int SkipBlanks(int at)
    {
        var end = at;
        while (end < _text.Length && end - at < MostBlanks && _text[end] is ' ' or '\t')
        {
            end++;
        }

        return end;
    }

    /// <summary>Past what closes a name: quotes, also escaped, and brackets.</summary>
    private int SkipClosers(int at, out bool quoted)
    {
        quoted = false;
        var end = at;
        while (end < _text.Length && end - at < MostClosers && _text[end] is '\\' or '"' or '\'' or '`' or ']')
        {
            quoted |= _text[end] is '"' or '\'' or '`';
            end++;
        }

        return end;
    }

    /// <summary>Past the sign between name and value; -1 when there is none.</summary>
    private int SkipSign(int at, out bool isColon, out bool isEqual)
    {
        isColon = isEqual = false;
        var rest = _text[at..];
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

    /// <summary>The end of the characters that credentials are written in (RFC 9110, 11.2).</summary>
    private int EndOfToken68(int from)
    {
        var end = from;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '-' or '.' or '_' or '~' or '+' or '/' or '=' or '%' or ':' or '|'))
        {
            end++;
        }

        while (end > from && _text[end - 1] is '.' or ':')
        {
            end--;
        }

        return end;
    }

    private static char ClosingQuote(char opening) => opening switch
    {
        '"' or '\'' or '`' => opening,
        '“' => '”',
        '‘' => '’',
        '«' => '»',
        _ => '\0',
    };
}
