namespace ErrorManagement.Classification;

/// <summary>
/// Reads the words of a text one by one, in one pass and without allocation. A word is a run of letters or of digits; humps part words
/// (<c>TimeoutError</c> is two, <c>HTTPError</c> is two), and so do underscores, dashes and all other signs.
/// </summary>
internal ref struct WordReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    /// <summary>The word that was read last.</summary>
    public ReadOnlySpan<char> Word { get; private set; }

    /// <summary>What follows that word, up to the end of the text.</summary>
    public readonly ReadOnlySpan<char> Rest => _text[_position..];

    /// <summary>Reads the next word; false at the end.</summary>
    public bool Read()
    {
        var text = _text;
        var i = _position;
        while (i < text.Length && KindOf(text[i]) == Kind.Sign)
        {
            i++;
        }

        if (i == text.Length)
        {
            _position = i;
            Word = default;
            return false;
        }

        var start = i++;
        if (KindOf(text[start]) == Kind.Digit)
        {
            while (i < text.Length && KindOf(text[i]) == Kind.Digit)
            {
                i++;
            }
        }
        else
        {
            if (KindOf(text[start]) == Kind.Capital)
            {
                while (i < text.Length && KindOf(text[i]) == Kind.Capital)
                {
                    i++;
                }

                // In a run of capitals before small letters, the last capital begins the next word: HTTP|Error.
                if (i - start > 1 && i < text.Length && KindOf(text[i]) == Kind.Small)
                {
                    i--;
                    return Found(start, i);
                }
            }

            while (i < text.Length && KindOf(text[i]) == Kind.Small)
            {
                i++;
            }
        }

        return Found(start, i);
    }

    private static Kind KindOf(char c)
    {
        if (char.IsAscii(c))
        {
            return (uint)((c | 0x20) - 'a') <= 'z' - 'a' ? (c >= 'a' ? Kind.Small : Kind.Capital)
                : char.IsAsciiDigit(c) ? Kind.Digit : Kind.Sign;
        }

        // Letters without case, as in many scripts, belong to the word they stand in.
        return char.IsLetter(c) ? (char.IsUpper(c) ? Kind.Capital : Kind.Small)
            : char.IsDigit(c) ? Kind.Digit : Kind.Sign;
    }

    private bool Found(int start, int end)
    {
        Word = _text[start..end];
        _position = end;
        return true;
    }

    private enum Kind
    {
        Sign,
        Digit,
        Capital,
        Small,
    }
}
