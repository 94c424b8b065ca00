namespace ErrorManagement.Architecture.Tests.PublicApi;

/// <summary>The lines that came and went between two texts of indented blocks, each with the head of its block.</summary>
internal static class TextDiff
{
    public static IReadOnlyList<string> Of(string before, string after)
    {
        var old = Entries(before);
        var now = Entries(after);
        return
        [
            .. old.Except(now).Select(e => $"- {e}"),
            .. now.Except(old).Select(e => $"+ {e}"),
        ];
    }

    private static List<string> Entries(string text)
    {
        var entries = new List<string>();
        var head = "";
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(l => l.Length > 0))
        {
            if (line[0] != ' ')
            {
                head = line;
                entries.Add(line);
            }
            else
            {
                entries.Add($"{line.Trim()}    [in {head.Split(" : ")[0]}]");
            }
        }

        return entries;
    }
}
