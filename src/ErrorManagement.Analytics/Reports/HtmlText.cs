using System.Globalization;
using System.Text;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Reports;

/// <summary>
/// The one way of foreign text into a page. It can neither become markup, in a text or in an attribute, nor hide or reorder what is read around it; what it
/// becomes is valid HTML and valid XML.
/// </summary>
internal static class HtmlText
{
    /// <summary>The most characters of a name that are shown.</summary>
    public const int MaxName = 80;

    /// <summary>The most characters of a template or a sentence that are shown.</summary>
    public const int MaxText = 160;

    private const int MaxLine = 400;
    private const char Nothing = '–';

    /// <summary>A name, on its own in the direction of reading, cut after 80 characters; a dash where there is none.</summary>
    public static Html Name(string? text) => Isolated(text, MaxName);

    /// <summary>A template or a sentence, on its own in the direction of reading, cut after 160 characters; a dash where there is none.</summary>
    public static Html Text(string? text) => Isolated(text, MaxText);

    public static Html Isolated(string? text, int max)
    {
        var markup = new StringBuilder("<bdi>");
        Append(markup, text, max);
        return Html.Raw(markup.Append("</bdi>").ToString());
    }

    /// <summary>Text on one line, at most <paramref name="max"/> characters of it and then an ellipsis, without markup around it: for attributes and titles.</summary>
    public static Html Plain(string? text, int max)
    {
        var markup = new StringBuilder();
        Append(markup, text, max);
        return Html.Raw(markup.ToString());
    }

    /// <summary>Text over several lines, each cut after 400 characters; how many lines follow is said.</summary>
    public static Html Lines(string text, int maxLines)
    {
        var markup = new StringBuilder();
        var lines = 0;
        foreach (var line in text.AsSpan().TrimEnd().EnumerateLines()) // every kind of line end that Unicode knows
        {
            if (lines++ < maxLines)
            {
                Append(markup, line, MaxLine, keepBlanks: true);
                markup.Append('\n');
            }
        }

        if (lines > maxLines)
        {
            markup.Append(CultureInfo.InvariantCulture, $"… {ReportFigures.Count(lines - maxLines, "more line")}\n");
        }

        return Html.Raw(markup.ToString());
    }

    /// <summary>Text with its blanks; nothing where there is none.</summary>
    public static void AppendExact(StringBuilder markup, string? text, int max) => Append(markup, text.AsSpan(), max, keepBlanks: true);

    /// <summary>Text on one line, blanks of all kinds as one; a dash where there is none.</summary>
    public static void Append(StringBuilder markup, string? text, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            markup.Append(Nothing);
            return;
        }

        Append(markup, text.AsSpan(), max, keepBlanks: false);
    }

    private static void Append(StringBuilder markup, ReadOnlySpan<char> rest, int max, bool keepBlanks)
    {
        var shown = 0;
        var blank = false;
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var length); // what is no character reads U+FFFD
            rest = rest[length..];
            if (!keepBlanks && Rune.IsWhiteSpace(rune))
            {
                blank = shown > 0;
                continue;
            }

            if (shown + (blank ? 1 : 0) >= max)
            {
                markup.Append('…');
                return;
            }

            if (blank)
            {
                markup.Append(' ');
                shown++;
                blank = false;
            }

            Append(markup, rune);
            shown++;
        }
    }

    private static void Append(StringBuilder markup, Rune rune)
    {
        switch (rune.Value)
        {
            case '&':
                markup.Append("&amp;");
                break;
            case '<':
                markup.Append("&lt;");
                break;
            case '>':
                markup.Append("&gt;");
                break;
            case '"':
                markup.Append("&quot;");
                break;
            case '\'':
                markup.Append("&#39;");
                break;
            case '\t':
                markup.Append("    ");
                break;
            case var _ when HiddenCharacters.Holds(rune) || IsNoCharacter(rune):
                HiddenCharacters.AppendName(markup, rune);
                break;
            default:
                Span<char> chars = stackalloc char[2];
                markup.Append(chars[..rune.EncodeToUtf16(chars)]);
                break;
        }
    }

    // Code points that Unicode never gives to a character: two of them no XML may hold, and a page with any is not valid.
    private static bool IsNoCharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
}
