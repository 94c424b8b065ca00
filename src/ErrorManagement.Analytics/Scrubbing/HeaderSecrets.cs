namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Secrets in the headers of HTTP: credentials behind the name of their scheme, and cookies. Places are indexes into the text.</summary>
internal readonly ref struct HeaderSecrets(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>Credentials that follow the name of their scheme without a header before it.</summary>
    public bool TryReadScheme(ReadOnlySpan<char> name, int end, out int from, out int to)
    {
        from = to = 0;
        var isBearer = name.EndsWith("bearer", StringComparison.OrdinalIgnoreCase);
        if (!isBearer && !name.EndsWith("basic", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        from = PairSigns.SkipBlanks(_text, end);
        if (from == end && _text[end..].StartsWith("%20", StringComparison.Ordinal))
        {
            from = end + 3;
        }

        if (from == end)
        {
            return false;
        }

        to = ValueEnds.OfToken68(_text, from);
        if (to == from || (to < _text.Length && _text[to] is '"' or '\'' && _text[to - 1] == '='))
        {
            return false;
        }

        var value = _text[from..to];
        return isBearer ? !ValueWords.IsAboutScheme(value) && !value.TrimEnd('=').Contains('=') : Base64Credentials.Is(value);
    }

    /// <summary>The credentials of a header, without the name of their scheme; null when they name none that is known.</summary>
    public bool? TryReadCredentials(int start, ref int from, ref int to)
    {
        var closers = from;
        var open = PairSigns.SkipClosers(_text, from, out var quoted);
        while (open < _text.Length && _text[open] == '[')
        {
            open++;
        }

        var word = ValueEnds.OfToken68(_text, open);
        if (!AuthSchemes.IsKnown(_text[open..word]))
        {
            return null;
        }

        var value = PairSigns.SkipBlanks(_text, word);
        if (value == word)
        {
            return false;
        }

        from = value;
        to = AuthSchemes.HasOneWord(_text[open..word]) ? ValueEnds.OfBare(_text, value, inQuery: false)
            : quoted ? ValueEnds.OfQuoted(_text, value, _text[open - 1], open - 1 - closers, doubled: false)
            : ValueEnds.OfLine(_text, value, PairSigns.QuoteBefore(_text, start));
        return !ValueWords.IsAboutScheme(_text[from..to]);
    }

    /// <summary>The pairs of a cookie header; null when there are none.</summary>
    public bool? TryReadCookies(int start, int from, ref int to)
    {
        if (PairSigns.ClosingQuote(_text[from]) != '\0' || !_text[from..ValueEnds.OfBare(_text, from, inQuery: false)].Contains('='))
        {
            return null;
        }

        to = ValueEnds.OfLine(_text, from, PairSigns.QuoteBefore(_text, start));
        return true;
    }
}
