using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>
/// Makes foreign text harmless in Markdown (CommonMark with tables): it can neither break out of its place nor format, nor hide or reorder what is read.
/// </summary>
internal static class MarkdownText
{
    private const int MaxFenceLine = 400;
    private const string Escaped = "\\`*[]|~$";

    /// <summary>
    /// Text for a sentence or a table cell: one line, at most <paramref name="max"/> characters of the original (then an ellipsis), Markdown and HTML escaped.
    /// Good at the beginning of a list item too; text that is empty or blank reads as a dash.
    /// </summary>
    public static string Inline(string? text, int max)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "–";
        }

        var result = new StringBuilder(Math.Min(text.Length, max) + 16);
        var line = new OneLine(text, max);
        var previous = default(Rune);
        var number = true; // nothing but digits so far: a full stop or a bracket would make it a list
        while (line.MoveNext())
        {
            var rune = line.Current;
            var isFirst = line.Shown == 1;

            // A number sign also at the end, where a heading would swallow it.
            if ((isFirst && rune.Value is ('-' or '+' or '=')) || (rune.Value == '#' && (isFirst || previous.Value == ' ')) || (!isFirst && number && rune.Value is ('.' or ')')))
            {
                result.Append('\\');
            }

            AppendEscaped(result, rune, previous, line.Rest);
            number &= rune.Value is ' ' or (>= '0' and <= '9');
            previous = rune;
        }

        return line.IsCut ? result.Append('…').ToString() : result.Length == 0 ? "–" : result.ToString();
    }

    /// <summary>Text over several lines as a code block, with a fence that no run of back-ticks in it can close.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="maxLines">Lines that are shown; how many follow is said.</param>
    public static void AppendFence(StringBuilder builder, string text, int maxLines)
    {
        var lines = Lines(text, maxLines, out var more);
        var fence = new string('`', Math.Max(3, lines.Select(static l => LongestRun(l, '`')).DefaultIfEmpty().Max() + 1));
        builder.Append(fence).Append("text\n");
        foreach (var line in lines)
        {
            builder.Append(line).Append('\n');
        }

        if (more > 0)
        {
            builder.Append(CultureInfo.InvariantCulture, $"… {more:N0} more {(more == 1 ? "line" : "lines")}\n");
        }

        builder.Append(fence).Append('\n');
    }

    private static List<string> Lines(string text, int maxLines, out int more)
    {
        var lines = new List<string>();
        more = 0;
        foreach (var line in text.AsSpan().TrimEnd().EnumerateLines()) // every kind of line end that Unicode knows
        {
            if (lines.Count < maxLines)
            {
                lines.Add(Visible(line));
            }
            else
            {
                more++;
            }
        }

        return lines;
    }

    private static string Visible(ReadOnlySpan<char> line)
    {
        var result = new StringBuilder(Math.Min(line.Length, MaxFenceLine));
        for (var shown = 0; !line.IsEmpty; shown++)
        {
            if (shown == MaxFenceLine)
            {
                result.Append('…');
                break;
            }

            Rune.DecodeFromUtf16(line, out var rune, out var length);
            line = line[length..];
            if (rune.Value == '\t')
            {
                result.Append("    ");
            }
            else
            {
                HiddenCharacters.AppendShown(result, rune);
            }
        }

        return result.ToString();
    }

    private static void AppendEscaped(StringBuilder result, Rune rune, Rune previous, ReadOnlySpan<char> rest)
    {
        switch (rune.Value)
        {
            case '<':
                result.Append("&lt;");
                break;
            case '>':
                result.Append("&gt;");
                break;
            case '&':
                result.Append("&amp;");
                break;
            case ':' when rest.StartsWith("//"):
            case '.' when EndsWithWww(result):
                // Some readers make links of bare addresses.
                result.Append('\\').Append((char)rune.Value);
                break;
            case '_':
                // Between letters and digits an underscore is no markup, and names with it stay readable.
                result.Append(Rune.IsLetterOrDigit(previous) && !rest.IsEmpty && char.IsLetterOrDigit(rest[0]) ? "_" : "\\_");
                break;
            case < 128 when Escaped.Contains((char)rune.Value, StringComparison.Ordinal):
                result.Append('\\').Append((char)rune.Value);
                break;
            default:
                HiddenCharacters.AppendShown(result, rune);
                break;
        }
    }

    private static bool EndsWithWww(StringBuilder text) =>
        text.Length >= 3 && (text[^1] | 0x20) == 'w' && (text[^2] | 0x20) == 'w' && (text[^3] | 0x20) == 'w';

    private static int LongestRun(string line, char of)
    {
        var longest = 0;
        var run = 0;
        foreach (var c in line)
        {
            run = c == of ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
