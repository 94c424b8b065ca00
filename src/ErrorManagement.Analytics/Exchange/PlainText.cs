using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Makes foreign text harmless where it is shown as it is, such as in the subject of a letter.</summary>
internal static class PlainText
{
    /// <summary>
    /// One line, at most <paramref name="max"/> characters of the original (then an ellipsis). Line breaks become blanks; control characters, and those that hide text
    /// or turn its direction, are named; text that is empty or blank reads as a dash.
    /// </summary>
    public static string Line(string? text, int max)
    {
        var result = new StringBuilder(Math.Min(text?.Length ?? 0, max) + 1);
        var shown = 0;
        var blank = false;
        Span<char> chars = stackalloc char[2];
        foreach (var rune in (text ?? "").EnumerateRunes()) // what is no character reads U+FFFD
        {
            if (Rune.IsWhiteSpace(rune))
            {
                blank = shown > 0;
                continue;
            }

            if (shown + (blank ? 1 : 0) >= max)
            {
                result.Append('…');
                break;
            }

            if (blank)
            {
                result.Append(' ');
                shown++;
                blank = false;
            }

            if (HiddenCharacters.Holds(rune))
            {
                HiddenCharacters.AppendName(result, rune);
            }
            else
            {
                result.Append(chars[..rune.EncodeToUtf16(chars)]);
            }

            shown++;
        }

        return result.Length == 0 ? "–" : result.ToString();
    }
}
