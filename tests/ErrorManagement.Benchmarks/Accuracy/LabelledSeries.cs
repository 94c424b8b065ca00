using System.Globalization;
using System.Text.Json;

namespace ErrorManagement.Benchmarks.Accuracy;

/// <summary>A series of ../shared/data/nab or ../shared/data/ms_cloud with what people found in it.</summary>
/// <param name="Name">Its file below the data folder, with forward slashes; the folder before the slash is its family.</param>
/// <param name="Stamps">The instants as the file writes them.</param>
/// <param name="Times">The same, taken as UTC where the file names no zone.</param>
/// <param name="Values">The values.</param>
/// <param name="Windows">First and last instant of each window that holds an anomaly (NAB); none where rows are labelled.</param>
/// <param name="Labels">Whether a row is labelled (ms_cloud); none where there are windows.</param>
internal sealed record LabelledSeries(
    string Name,
    IReadOnlyList<string> Stamps,
    IReadOnlyList<DateTimeOffset> Times,
    IReadOnlyList<double> Values,
    IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Windows,
    IReadOnlyList<bool> Labels)
{
    private static readonly string[] DataParts = ["shared", "data"];

    public string Family => Name[..Name.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The series of the Numenta Anomaly Benchmark that are here; none where the data is absent.</summary>
    public static IReadOnlyList<LabelledSeries> Nab()
    {
        if (Folder("nab") is not { } folder)
        {
            return [];
        }

        using var windows = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "windows.json")));
        return
        [
            .. File.ReadLines(Path.Combine(folder, "files.txt")).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Order(StringComparer.Ordinal).Select(name =>
            {
                var rows = Rows(Path.Combine(folder, "data", name));
                var found = windows.RootElement.GetProperty(name).EnumerateArray().Select(window => (Time(window[0].GetString()!), Time(window[1].GetString()!)));
                return new LabelledSeries(name, [.. rows.Select(row => row[0])], [.. rows.Select(row => Time(row[0]))], [.. rows.Select(row => Number(row[1]))], [.. found], []);
            }),
        ];
    }

    /// <summary>The labelled series of cloud services that are here, without rows that have no value; none where the data is absent.</summary>
    public static IReadOnlyList<LabelledSeries> Cloud()
    {
        if (Folder("ms_cloud") is not { } folder)
        {
            return [];
        }

        return
        [
            .. Directory.GetFiles(folder, "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
            {
                var rows = Rows(file).Where(row => row.Length > 1 && row[1].Trim().Length > 0).ToList();
                var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
                return new LabelledSeries(
                    name,
                    [.. rows.Select(row => row[0])],
                    [.. rows.Select(row => Time(row[0]))],
                    [.. rows.Select(row => Number(row[1]))],
                    [],
                    [.. rows.Select(row => row.Length > 2 && row[2].Trim().Length > 0 && Number(row[2]) > 0)]);
            }),
        ];
    }

    private static string? Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine([folder.FullName, .. DataParts, name]);
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }

    private static List<string[]> Rows(string file) => [.. File.ReadLines(file).Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(','))];

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
