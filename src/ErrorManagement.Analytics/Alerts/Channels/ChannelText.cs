using System.Text;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Makes foreign text harmless for plain text that people read. Pure.</summary>
internal static class ChannelText
{
    /// <summary>
    /// The text on one line: white space in a row is one blank; control characters, and format characters such as those that turn the direction of reading, are named;
    /// half surrogate pairs read U+FFFD. At most <paramref name="max"/> characters, then an ellipsis. Empty when there is nothing.
    /// </summary>
    public static string OneLine(string? text, int max) => Escaped(text, max, static rune => null);

    /// <summary>As <see cref="OneLine"/>, with <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> as Slack wants them; no entity is cut.</summary>
    public static string Slack(string? text, int max) => Escaped(text, max, static rune => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    });

    /// <summary>As <see cref="OneLine"/>, good inside of HTML elements and quoted attributes; no entity is cut.</summary>
    public static string Html(string? text, int max) => Escaped(text, max, static rune => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    });

    private static string Escaped(string? text, int max, Func<Rune, string?> escape)
    {
        var result = new StringBuilder(Math.Min(text?.Length ?? 0, max));
        var rest = text.AsSpan();
        var blank = false;
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var length); // what is no character reads U+FFFD
            rest = rest[length..];
            if (Rune.IsWhiteSpace(rune))
            {
                blank = result.Length > 0;
                continue;
            }

            var shown = escape(rune) ?? HiddenCharacters.Shown(rune);
            if (result.Length + (blank ? 1 : 0) + shown.Length > max - (HasMore(rest) ? 1 : 0))
            {
                return result.Length < max ? result.Append('…').ToString() : result.ToString();
            }

            if (blank)
            {
                result.Append(' ');
                blank = false;
            }

            result.Append(shown);
        }

        return result.ToString();
    }

    private static bool HasMore(ReadOnlySpan<char> rest) => !rest.IsWhiteSpace();
}
