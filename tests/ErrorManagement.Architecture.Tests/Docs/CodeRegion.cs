namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>The lines of a source file that a page shows.</summary>
internal static class CodeRegion
{
    /// <summary>All regions of this name, or whose first word it is, joined in order; empty when the file is not there.</summary>
    public static IReadOnlyList<string> Read(string path, string name) => File.Exists(path) ? Parse(File.ReadAllLines(path), name) : [];

    public static IReadOnlyList<string> Parse(IEnumerable<string> lines, string name)
    {
        var found = new List<string>();
        var inside = false;
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (text.StartsWith("#region ", StringComparison.Ordinal))
            {
                inside = (text["#region ".Length..] + " ").StartsWith(name + " ", StringComparison.Ordinal);
            }
            else if (text == "#endregion")
            {
                inside = false;
            }
            else if (inside)
            {
                found.Add(line);
            }
        }

        return Comparable(found);
    }

    public static IReadOnlyList<string> Comparable(IEnumerable<string> lines) => [.. lines.Select(l => l.Trim()).Where(l => l.Length > 0)];
}
