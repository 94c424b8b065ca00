using System.Reflection;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

/// <summary>One line of ScrubberCorpus.txt.</summary>
public sealed record CorpusEntry(string Kind, string Text, string Kept)
{
    public static IReadOnlyList<CorpusEntry> All { get; } = [.. Read()];

    public bool IsTouched => Text != Kept;

    private static IEnumerable<CorpusEntry> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("ScrubberCorpus.txt")!;
        using var reader = new StreamReader(stream);
        var kind = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                kind = line[3..];
            }
            else if (!line.StartsWith("# ", StringComparison.Ordinal) && line.Split(" ⇒ ") is [var text, var kept])
            {
                text = text.Replace('⏎', '\n');
                yield return new CorpusEntry(kind, text, kept == "=" ? text : kept.Replace('⏎', '\n'));
            }
        }
    }
}
