using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Characters that a reader cannot see, but that change what he sees.</summary>
internal static class HiddenCharacters
{
    /// <summary>
    /// Control characters, ends of lines and paragraphs, and format characters such as those that turn the direction of reading. The two joiners are not among
    /// them: emoji and several scripts need them.
    /// </summary>
    public static bool Holds(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        && rune.Value is not (0x200C or 0x200D);

    /// <summary>Names the character in the place of obeying it, as <c>(U+202E)</c>.</summary>
    public static void AppendName(StringBuilder text, Rune rune) => text.Append(NameOf(rune));

    /// <summary>Appends the character itself, or its name where it <see cref="Holds"/>.</summary>
    public static void AppendShown(StringBuilder text, Rune rune)
    {
        if (Holds(rune))
        {
            AppendName(text, rune);
            return;
        }

        Span<char> chars = stackalloc char[2];
        text.Append(chars[..rune.EncodeToUtf16(chars)]);
    }

    /// <summary>The character itself, or its name where it <see cref="Holds"/>.</summary>
    public static string Shown(Rune rune) => Holds(rune) ? NameOf(rune) : rune.ToString();

    private static string NameOf(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"(U+{rune.Value:X4})");
}
