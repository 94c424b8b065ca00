using System.Text;
using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>A page of Markdown that is being written: lines, sections, tables.</summary>
/// <remarks>Foreign text goes through <see cref="Name"/> or <see cref="Text"/>; all else that is written here is the library's own.</remarks>
internal abstract class MarkdownPage
{
    protected const int MaxPatterns = 10;
    protected const int MaxLongText = 500;

    private const int MaxName = 80;
    private const int MaxText = 160;

    protected StringBuilder Output { get; } = new();

    /// <summary>What stands behind the name of an error that is not simply open.</summary>
    protected static string StatusMark(ErrorStatus status) => status switch
    {
        ErrorStatus.Resolved => " (resolved)",
        ErrorStatus.Regressed => " (regressed)",
        ErrorStatus.Muted => " (muted)",
        ErrorStatus.Ignored => " (ignored)",
        _ => "",
    };

    protected static string Name(string? name) => MarkdownText.Inline(name, MaxName);

    protected static string Text(string? text) => MarkdownText.Inline(text, MaxText);

    protected void Section(string title)
    {
        TrimBlankLine();
        Line();
        Line($"## {title}");
        Line();
    }

    protected void More(int count, string what)
    {
        if (count > 0)
        {
            TrimBlankLine();
            Line();
            Line($"{Count(count, what)} more.");
        }
    }

    // A column whose title ends in a colon is aligned to the right.
    protected void Header(params string[] columns)
    {
        Row([.. columns.Select(static c => c.TrimEnd(':'))]);
        Output.Append('|');
        foreach (var column in columns)
        {
            Output.Append(column.EndsWith(':') ? " ---: |" : " --- |");
        }

        Output.Append('\n');
    }

    protected void Row(params string[] cells) => Line("| " + string.Join(" | ", cells) + " |");

    protected void Line(string line = "") => Output.Append(line).Append('\n');

    protected void TrimBlankLine()
    {
        if (Output.Length >= 2 && Output[^1] == '\n' && Output[^2] == '\n')
        {
            Output.Length--;
        }
    }
}
