using System.Text.RegularExpressions;

namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>A page: its links, its code blocks, and its tables of defaults.</summary>
internal sealed partial record MarkdownFile(string Path, string[] Lines)
{
    /// <summary>README and everything under docs.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
        [.. Repository.Files("docs", "*.md").Prepend(Repository.PathOf("README.md")).Select(f => new MarkdownFile(Repository.Relative(f), File.ReadAllLines(f)))];

    /// <summary>Targets of links that are not addresses on the web.</summary>
    public IEnumerable<string> RelativeLinks()
    {
        var inCode = false;
        foreach (var line in Lines)
        {
            inCode ^= IsFence(line);
            foreach (var target in inCode ? [] : Link().Matches(InlineCode().Replace(line, "")).Select(m => m.Groups[1].Value))
            {
                if (!target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
                {
                    yield return target;
                }
            }
        }
    }

    /// <summary>The anchors that headings make, as code hosts write them.</summary>
    public IEnumerable<string> Anchors() =>
        Lines.Where(l => l.StartsWith('#')).Select(l => NotInAnchor().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The lines of the first block of a language; null when there is none.</summary>
    public IReadOnlyList<string>? FirstBlock(string language)
    {
        var start = Array.FindIndex(Lines, l => l.Trim() == "```" + language);
        return start < 0 ? null : [.. Lines.Skip(start + 1).TakeWhile(l => !IsFence(l))];
    }

    /// <summary>The code blocks that follow a mark <c>snippet: path/from/root.cs#region</c>.</summary>
    public IEnumerable<(string Source, string Region, IReadOnlyList<string> Code)> Snippets()
    {
        for (var i = 0; i < Lines.Length; i++)
        {
            if (SnippetMark().Match(Lines[i]) is { Success: true } mark)
            {
                if (i + 1 == Lines.Length || Lines[i + 1].Trim() != "```csharp")
                {
                    throw new FormatException($"{Path}:{i + 1}: after the mark comes a block of C#.");
                }

                yield return (mark.Groups[1].Value, mark.Groups[2].Value, [.. Lines.Skip(i + 2).TakeWhile(l => !IsFence(l))]);
            }
        }
    }

    /// <summary>Blocks of C# without a mark before them, by line.</summary>
    public IEnumerable<int> UnmarkedCode() =>
        Enumerable.Range(0, Lines.Length).Where(i => Lines[i].Trim() == "```csharp" && (i == 0 || !SnippetMark().IsMatch(Lines[i - 1]))).Select(i => i + 1);

    /// <summary>The tables that follow a mark <c>defaults: Full.Type.Name</c>, as option and default.</summary>
    public IEnumerable<(string TypeName, IReadOnlyDictionary<string, string> Rows)> DefaultsTables()
    {
        for (var i = 0; i < Lines.Length; i++)
        {
            if (DefaultsMark().Match(Lines[i]) is { Success: true } mark)
            {
                var rows = Lines.Skip(i + 1).SkipWhile(l => !l.StartsWith('|')).TakeWhile(l => l.StartsWith('|')).ToArray();
                if (rows.Length < 3 || Cells(rows[0]) is not [var option, var value, ..] || option != "option" || value != "default")
                {
                    throw new FormatException($"{Path}:{i + 1}: after the mark comes a table whose first columns are 'option' and 'default'.");
                }

                yield return (mark.Groups[1].Value, rows.Skip(2).Select(Cells).ToDictionary(c => c[0], c => c[1]));
            }
        }
    }

    /// <summary>The cells of one row of a table, without the marks of code.</summary>
    public static string[] Cells(string row) => [.. row.Trim().Trim('|').Split('|').Select(c => c.Trim().Trim('`').Trim())];

    /// <summary>The rows, without the head, of the table that follows a mark such as <c>instruments</c>.</summary>
    public IEnumerable<string[]> Table(string mark) =>
        Lines.SkipWhile(l => l != $"<!-- {mark} -->").Skip(1).SkipWhile(l => !l.StartsWith('|')).TakeWhile(l => l.StartsWith('|')).Skip(2).Select(Cells);

    private static bool IsFence(string line) => line.TrimStart().StartsWith("```", StringComparison.Ordinal);

    [GeneratedRegex(@"\]\(([^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^<!-- snippet: ([\w./]+\.cs)#([\w -]+) -->$")]
    private static partial Regex SnippetMark();

    [GeneratedRegex(@"^<!-- defaults: ([\w.`+]+) -->$")]
    private static partial Regex DefaultsMark();
}
