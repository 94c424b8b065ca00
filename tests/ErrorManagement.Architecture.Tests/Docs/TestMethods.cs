using System.Text.RegularExpressions;

namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>The tests of a folder by name, with the numbers of the behaviours that they claim; read from the sources.</summary>
internal static partial class TestMethods
{
    public static ILookup<string, string[]> In(params string[] folder) =>
        Repository.Files(Path.Combine(folder), "*.cs").SelectMany(f => Parse(File.ReadAllLines(f))).ToLookup(t => t.Name, t => t.Behaviours);

    public static IEnumerable<(string Name, string[] Behaviours)> Parse(IEnumerable<string> lines)
    {
        var isTest = false;
        var behaviours = new List<string>();
        foreach (var line in lines.Select(static l => l.Trim()))
        {
            if (line.StartsWith('['))
            {
                isTest |= TestAttribute().IsMatch(line);
                behaviours.AddRange(BehaviourAttribute().Matches(line).SelectMany(m => Quoted().Matches(m.Value)).Select(m => m.Groups[1].Value));
            }
            else if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith('#'))
            {
                if (isTest && Method().Match(line) is { Success: true } method)
                {
                    yield return (method.Groups[1].Value, [.. behaviours]);
                }

                isTest = false;
                behaviours.Clear();
            }
        }
    }

    [GeneratedRegex(@"^\[(Fact|Theory)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"\[Behaviour\([^\]]*\)\]")]
    private static partial Regex BehaviourAttribute();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^public (?:async )?(?:void|Task|ValueTask) (\w+)\(")]
    private static partial Regex Method();
}
