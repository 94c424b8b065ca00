using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Makes foreign text harmless on a terminal, and knows how wide it is there. Pure.</summary>
internal static class ConsoleText
{
    private const char EmojiPresentation = '\uFE0F';

    /// <summary>One line: blanks and line ends become one blank each; signs that move the cursor, are hidden or turn the direction of reading are named instead of obeyed; what is no character reads U+FFFD.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        var isBlank = false;
        foreach (var rune in (text ?? "").EnumerateRunes()) // half a surrogate pair reads U+FFFD
        {
            if (Rune.IsWhiteSpace(rune))
            {
                isBlank = clean.Length > 0;
                continue;
            }

            if (isBlank)
            {
                clean.Append(' ');
                isBlank = false;
            }

            if (!IsJoiner(rune) && IsHidden(Rune.GetUnicodeCategory(rune)))
            {
                clean.Append(CultureInfo.InvariantCulture, $"(U+{rune.Value:X4})");
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>How many columns a clean text takes. What some terminals draw wider is taken as wide.</summary>
    public static int Width(ReadOnlySpan<char> text)
    {
        var width = 0;
        while (!text.IsEmpty)
        {
            width += WidthOfFirst(text, out var length);
            text = text[length..];
        }

        return width;
    }

    /// <summary>How many columns a sign takes: none, one or two.</summary>
    public static int Width(Rune rune)
    {
        if (rune.Value < 0x300)
        {
            return 1;
        }

        if (IsJoiner(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return 0;
        }

        // East Asian letters and signs, and emoji.
        return rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2300 and <= 0x23FF) or 0x25FD or 0x25FE or (>= 0x2600 and <= 0x27BF) or (>= 0x2B00 and <= 0x2BFF) or (>= 0x2E80 and <= 0xA4CF)
            or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE10 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
            or (>= 0xFFE0 and <= 0xFFE6) or >= 0x16FE0
            ? 2
            : 1;
    }

    /// <summary>The text, or its beginning and an ellipsis, in no more than so many columns.</summary>
    public static string Cut(string clean, int columns)
    {
        if (Width(clean) <= columns)
        {
            return clean;
        }

        var fitting = Fitting(clean, columns - 1);
        return clean[..fitting].TrimEnd() + "…";
    }

    /// <summary>How many characters of a text fit into so many columns, whole signs only; at least one sign.</summary>
    public static int Fitting(ReadOnlySpan<char> text, int columns)
    {
        var width = 0;
        var fitting = 0;
        while (fitting < text.Length)
        {
            width += WidthOfFirst(text[fitting..], out var length);
            if (width > columns && fitting > 0)
            {
                break;
            }

            fitting += length;
        }

        return fitting;
    }

    // A sign that the next one makes an emoji of is drawn as wide as one.
    private static int WidthOfFirst(ReadOnlySpan<char> text, out int length)
    {
        Rune.DecodeFromUtf16(text, out var rune, out length);
        var width = Width(rune);
        return width == 1 && length < text.Length && text[length] == EmojiPresentation ? 2 : width;
    }

    private static bool IsHidden(UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    // Emoji and several scripts need the two joiners.
    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;
}
