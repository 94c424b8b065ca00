using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>Shows parts of a query in one line: what would break the line or the mark under it reads <c>?</c>.</summary>
internal static class QueryExcerpt
{
    private const int Before = 60;
    private const int After = 40;
    private const int Longest = 40;
    private const string Cut = "...";

    /// <summary>A word of a query, bounded.</summary>
    public static string Of(string word) => word.Length <= Longest ? Shown(word, 0, word.Length) : Shown(word, 0, Longest) + Cut;

    /// <summary>The part of a query around a spot, and the line to stand under it.</summary>
    public static (string Line, string Mark) Around(string query, int position, int length)
    {
        var start = Math.Max(0, position - Before);
        var end = (int)Math.Min(query.Length, (long)position + Math.Min(length, Longest) + After);
        var line = (start > 0 ? Cut : "") + Shown(query, start, end) + (end < query.Length ? Cut : "");
        var indent = position - start + (start > 0 ? Cut.Length : 0);
        var marked = Math.Max(1, Math.Min(length, end - position));
        return (line, new string(' ', indent) + "^" + new string('~', marked - 1));
    }

    private static string Shown(string text, int start, int end)
    {
        var shown = new StringBuilder(end - start);
        for (var i = start; i < end; i++)
        {
            if (i + 1 < end && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                shown.Append(text, i++, 2);
            }
            else
            {
                shown.Append(IsPlain(text[i]) ? text[i] : '?');
            }
        }

        return shown.ToString();
    }

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
