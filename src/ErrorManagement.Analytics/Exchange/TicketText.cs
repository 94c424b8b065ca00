using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Foreign text for a ticket: as <see cref="MarkdownText"/>, and what trackers make of it calls nobody and links to nothing.</summary>
internal static class TicketText
{
    private const char Gap = '\u200B';

    /// <summary>Text for a sentence or a table cell. A zero-width space stands behind each sign that would begin a mention or a reference.</summary>
    public static string Inline(string? text, int max)
    {
        var inline = MarkdownText.Inline(text, max);
        if (inline.AsSpan().IndexOfAny("@#!") < 0)
        {
            return inline;
        }

        var result = new StringBuilder(inline.Length + 8);
        for (var i = 0; i < inline.Length; i++)
        {
            result.Append(inline[i]);

            // The escape of the next character is no end of the word.
            if (inline[i] is '@' or '#' or '!' && i + 1 < inline.Length && (char.IsLetterOrDigit(inline[i + 1]) || inline[i + 1] is '_' or '\\' or '-'))
            {
                result.Append(Gap);
            }
        }

        return result.ToString();
    }
}
