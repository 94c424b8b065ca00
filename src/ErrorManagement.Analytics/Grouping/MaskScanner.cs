namespace ErrorManagement.Analytics.Grouping;

/// <summary>Walks over a message and says, step by step, which piece of text to keep and which placeholder follows it.</summary>
internal ref partial struct MaskScanner
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
    private readonly bool _second;
    private readonly int _lastDot;
    private int _at;
    private int _scanFrom;
    private int _nextAtSign;
    private int _noEmailBefore;

    // Where the next closing quote of each kind is, found once: without it, a text of opening quotes alone would be scanned again from each of them.
    private int _nextSingle;
    private int _nextDouble;

    /// <param name="text">The message.</param>
    /// <param name="version">The version of the mask (<see cref="MessageMask.Version"/>).</param>
    public MaskScanner(ReadOnlySpan<char> text, int version)
    {
        _text = text;
        _second = version > 1;
        _lastDot = _second ? text.LastIndexOf('.') : -1;
        var atSign = text.IndexOf('@');
        _nextAtSign = atSign < 0 ? int.MaxValue : atSign;
        _nextSingle = -1;
        _nextDouble = -1;
    }

    /// <summary>How much of the text is behind.</summary>
    public readonly int At => _at;

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
                    && end - i != 3 && _nextAtSign == int.MaxValue
                    && (end == text.Length || (text[end] != ':' && !(_second && MayBeName(text[end], end)))))
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

    private readonly char CharAt(int index) => index < _text.Length ? _text[index] : '\0';

    private readonly bool IsWordAt(int index) => index < _text.Length && CharacterKinds.IsWord(CharacterKinds.Of(_text[index]));
}
