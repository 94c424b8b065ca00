namespace ErrorManagement.Classification;

/// <summary>
/// Reads the words of a text one by one, in one pass and without allocation. A word is a run of letters or of digits; humps part words
/// (<c>TimeoutError</c> is two, <c>HTTPError</c> is two), and so do underscores, dashes and all other signs.
/// </summary>
internal ref struct WordReader(ReadOnlySpan<char> text)
{
    private const byte Sign = 0;
    private const byte Digit = 1;
    private const byte Capital = 2;
    private const byte Small = 3;

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    // What each of the 128 characters of ASCII is.
    private static ReadOnlySpan<byte> Kinds =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
        0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0,
    ];

    /// <summary>The word that was read last.</summary>
    public ReadOnlySpan<char> Word { get; private set; }

    /// <summary>What follows that word, up to the end of the text.</summary>
    public readonly ReadOnlySpan<char> Rest => _text[_position..];

    /// <summary>Reads the next word; false at the end.</summary>
    public bool Read()
    {
        var text = _text;
        var i = _position;
        while ((uint)i < (uint)text.Length && KindOf(text[i]) == Sign)
        {
            i++;
        }

        if ((uint)i >= (uint)text.Length)
        {
            _position = i;
            Word = default;
            return false;
        }

        var start = i;
        var kind = KindOf(text[i++]);
        if (kind == Capital)
        {
            while ((uint)i < (uint)text.Length && KindOf(text[i]) == Capital)
            {
                i++;
            }

            // In a run of capitals before small letters, the last capital begins the next word: HTTP|Error.
            if (i - start > 1)
            {
                return Found(start, (uint)i < (uint)text.Length && KindOf(text[i]) == Small ? i - 1 : i);
            }

            kind = Small;
        }

        while ((uint)i < (uint)text.Length && KindOf(text[i]) == kind)
        {
            i++;
        }

        return Found(start, i);
    }

    private static byte KindOf(char c)
    {
        var kinds = Kinds;
        return c < (uint)kinds.Length ? kinds[c] : KindOfOther(c);
    }

    // Letters without case, as in many scripts, belong to the word they stand in.
    private static byte KindOfOther(char c) =>
        char.IsLetter(c) ? (char.IsUpper(c) ? Capital : Small)
            : char.IsDigit(c) ? Digit : Sign;

    private bool Found(int start, int end)
    {
        Word = _text[start..end];
        _position = end;
        return true;
    }
}
