using System.Text;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>
/// Foreign text as a cell (RFC 4180) that no spreadsheet takes for a formula. What begins one is held by an apostrophe before it (OWASP, CSV Injection),
/// also behind what some reader may take for the end of a cell: a spreadsheet whose separator is the semicolon cuts where this file does not.
/// </summary>
internal static class CsvText
{
    /// <summary>How many characters a cell has at most: beyond 32,767, spreadsheets let the rest run into further cells.</summary>
    public const int MaxLength = 30_000;

    private const string Starts = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212";
    private const string Ends = ",;|\t\r\n\"'\u2028\u2029\u0085\v\f\uFF0C\uFF1B";

    public static void Append(StringBuilder to, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var cut = BoundedText.Cut(text, MaxLength);
        to.Append('"');

        // At the start of a cell, these alone are enough for some readers.
        if (cut[0] is '\t' or '\r' or '\n')
        {
            to.Append('\'');
        }

        var afterEnd = true;
        foreach (var c in cut)
        {
            if (afterEnd && Starts.Contains(c, StringComparison.Ordinal))
            {
                to.Append('\'');
            }

            afterEnd = Ends.Contains(c, StringComparison.Ordinal) || (afterEnd && IsBlank(c));
            if (c == '"')
            {
                to.Append('"');
            }

            // Some readers stop at it.
            to.Append(c == '\0' ? '\uFFFD' : c);
        }

        to.Append(cut.Length < text.Length ? "…\"" : "\"");
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c is '\u200B' or '\uFEFF' or '\u200E' or '\u200F' or '\u2060';
}
