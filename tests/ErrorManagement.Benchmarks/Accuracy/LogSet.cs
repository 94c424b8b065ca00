using System.Text.Json;

namespace ErrorManagement.Benchmarks.Accuracy;

/// <summary>Labelled log messages of ../shared/data/loghub.</summary>
/// <param name="Name">Where they are from.</param>
/// <param name="Messages">The messages, in order.</param>
/// <param name="Events">The true group of each.</param>
internal sealed record LogSet(string Name, IReadOnlyList<string> Messages, IReadOnlyList<string> Events)
{
    /// <summary>All sets; none where the data is absent.</summary>
    public static IReadOnlyList<LogSet> All()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "loghub");
            if (Directory.Exists(data))
            {
                return [.. Directory.GetFiles(data, "*.jsonl").Order(StringComparer.Ordinal).Select(Read)];
            }
        }

        return [];
    }

    private static LogSet Read(string file)
    {
        var messages = new List<string>();
        var events = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            using var document = JsonDocument.Parse(line);
            messages.Add(document.RootElement.GetProperty("content").GetString()!);
            events.Add(document.RootElement.GetProperty("eventId").GetString()!);
        }

        return new LogSet(Path.GetFileNameWithoutExtension(file), messages, events);
    }
}
