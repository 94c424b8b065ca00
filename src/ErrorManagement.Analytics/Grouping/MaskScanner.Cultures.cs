namespace ErrorManagement.Analytics.Grouping;

/// <content>Values as cultures beyond ASCII write them: quotes that open and close, other digits, other signs. From version 2 on.</content>
internal ref partial struct MaskScanner
{
    private int MarkedBeyondAscii(int at, bool afterWord, out string? placeholder, out int kept)
    {
        kept = 0;
        placeholder = null;
        var c = _text[at];
        if (CharacterKinds.ClosingOf(c) is not '\0' and var closing)
        {
            var length = QuotedLength(at, closing);
            if (length > 0)
            {
                kept = 1;
                placeholder = Quoted;
                _scanFrom = at + length + 1;
            }

            return length;
        }

        var digit = char.IsDigit(c) ? at : afterWord ? -1 : SignedFrom(at);
        if (digit < 0)
        {
            return 0;
        }

        var end = DigitsEnd(digit);
        if (char.IsAsciiDigit(_text[digit]) && IsWordAt(end))
        {
            return 0;
        }

        placeholder = Number;
        return end - at;
    }

    /// <summary>How far the quote reaches; other than for ASCII quotes a letter may stand before it, since Chinese and Japanese put no blanks between words.</summary>
    private readonly int QuotedLength(int at, char closing)
    {
        var inside = _text.Slice(at + 1, Math.Min(MaxQuoted, _text.Length - at - 1));
        for (var i = inside.IndexOfAny(closing, '\u201d'); i >= 0 && i < inside.Length; i++)
        {
            // Polish lower quotes close with English closing ones; and one kind is an apostrophe, too.
            if ((inside[i] == closing || (_text[at] == '\u201e' && inside[i] == '\u201d')) && !(closing == '\u2019' && IsWordAt(at + 2 + i)))
            {
                return i == 0 || inside[0] == ' ' || IsRequestLine(inside[..i]) ? 0 : i + 1;
            }
        }

        return 0;
    }

    /// <summary>Where the digits begin after marks of direction and a sign; -1 for no such number.</summary>
    private readonly int SignedFrom(int at)
    {
        if (at > 0 && _text[at - 1] is ')' or ']' or '-' or '+' or '>')
        {
            return -1;
        }

        var i = at;
        while (i - at < 2 && CharacterKinds.IsDirection(CharAt(i)))
        {
            i++;
        }

        if (CharAt(i) is not ('-' or '+' or CharacterKinds.Minus))
        {
            return -1;
        }

        i++;
        return char.IsAsciiDigit(CharAt(i)) && TimeShapes.Length(_text[i..]) > 0 ? -1 : char.IsDigit(CharAt(i)) ? i : -1;
    }

    /// <summary>Where the number ends whose digits begin here.</summary>
    private readonly int DigitsEnd(int from)
    {
        if (char.IsAsciiDigit(_text[from]))
        {
            return NumberEnd(from + NumberShapes.Length(_text[from..]));
        }

        var end = from;
        while (end < _text.Length && (char.IsDigit(_text[end]) || (NumberShapes.IsSeparator(_text[end]) && char.IsDigit(CharAt(end + 1)))))
        {
            end++;
        }

        return end;
    }
}
