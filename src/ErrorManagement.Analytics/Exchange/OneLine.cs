using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>
/// Goes through the characters of a foreign text as one line shows them: none but blanks at its begin and end, one blank in the place of each further run of blanks and
/// line breaks, U+FFFD for what is no character, and at most so many.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="max">How many characters are shown, the blanks between them counted.</param>
internal ref struct OneLine(ReadOnlySpan<char> text, int max)
{
    private ReadOnlySpan<char> _rest = text;
    private Rune? _afterBlank;

    /// <summary>The character that is shown now.</summary>
    public Rune Current { get; private set; }

    /// <summary>How many characters were shown, this one counted.</summary>
    public int Shown { get; private set; }

    /// <summary>Whether something was left out at the end.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What of the text follows; behind a blank, also that which follows the next character.</summary>
    public readonly ReadOnlySpan<char> Rest => _rest;

    public bool MoveNext()
    {
        if (_afterBlank is { } held)
        {
            _afterBlank = null;
            return Show(held);
        }

        var isAfterBlank = false;
        while (!_rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(_rest, out var rune, out var length);
            _rest = _rest[length..];
            if (Rune.IsWhiteSpace(rune))
            {
                isAfterBlank = Shown > 0;
                continue;
            }

            if (Shown + (isAfterBlank ? 1 : 0) >= max)
            {
                IsCut = true;
                _rest = default;
                return false;
            }

            _afterBlank = isAfterBlank ? rune : null;
            return Show(isAfterBlank ? new Rune(' ') : rune);
        }

        return false;
    }

    private bool Show(Rune rune)
    {
        Current = rune;
        Shown++;
        return true;
    }
}
