namespace ErrorManagement.Architecture.Tests.Rooms;

/// <summary>The rooms of one project, highest floor first. A room may use rooms of lower floors; rooms on one floor never meet.</summary>
internal sealed class RoomTable(string folder, params string[][] floors)
{
    public static RoomTable Core { get; } = new(
        "src/ErrorManagement.Core/",
        ["Hosting"],
        ["Handling"],
        ["Recovery"],
        ["Http"],
        ["Pipelines"],
        ["CircuitBreakers", "Retries", "Fallbacks", "Timeouts"],
        ["Policies"],
        ["Classification"],
        ["Errors"],
        ["Time"],
        ["Diagnostics"]);

    public static RoomTable Analytics { get; } = new(
        "src/ErrorManagement.Analytics/",
        ["Hosting"],
        ["Alerts"],
        ["Reports"],
        ["Dashboards"],
        ["Health"],
        ["Layers", "Streams", "Releases", "Runs"],
        ["Registry"],
        ["Exchange"],
        ["Patterns", "Anomalies", "Signatures", "LifeCycles"],
        ["Series"],
        ["Storage"],
        ["Records"],
        ["Stacks"],
        ["Grouping"],
        ["Scrubbing"]);

    public static IReadOnlyList<RoomTable> All { get; } = [Core, Analytics];

    public string Folder => folder;

    public IEnumerable<string> Rooms => floors.SelectMany(f => f);

    /// <summary>The files of a type that lie in this project, as paths from the project's folder; generated ones left out.</summary>
    public IReadOnlyList<string> FilesHere(SourceType type) =>
        [.. type.Files.Select(FromFolder).Where(f => f.Length > 0 && !f.StartsWith("obj/", StringComparison.Ordinal))];

    /// <summary>Everything that is against the table, a line each; empty when all is well.</summary>
    public IReadOnlyList<string> Check(IEnumerable<SourceType> types, IEnumerable<TypeUse> uses)
    {
        var mistakes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            CheckPlace(type, mistakes);
        }

        foreach (var use in uses)
        {
            if (Place(use.From) is { } from && Place(use.To) is { } to && from.Room != to.Room
                && FloorOf(from.Room) is { } floor && FloorOf(to.Room) is { } used && used >= floor)
            {
                var direction = used == floor ? "sideways" : "upward";
                mistakes.Add($"{folder}{from.File}: room '{from.Room}' may not use room '{to.Room}' ({direction}): {use.From.ShortName} uses {use.To.ShortName} of {folder}{to.File} ({use.How}).");
            }
        }

        return [.. mistakes];
    }

    private void CheckPlace(SourceType type, SortedSet<string> mistakes)
    {
        var files = FilesHere(type);
        foreach (var file in files)
        {
            if (!file.Contains('/', StringComparison.Ordinal))
            {
                mistakes.Add($"{folder}{file}: no file may lie at a project's root: move {type.ShortName} into the room whose question it answers.");
            }
            else if (FloorOf(RoomOf(file)) is null)
            {
                mistakes.Add($"{folder}{file}: room '{RoomOf(file)}' is unknown: add it to the table in Rooms/RoomTable.cs, on the floor where it belongs.");
            }

            if (Path.GetFileName(file).Split('.')[0] is var name && name != type.ShortName && !(type.IsGeneric && name == type.ShortName + "OfT"))
            {
                mistakes.Add($"{folder}{file}: declares {type.ShortName}: one type a file, and the file is named for the type.");
            }
        }

        if (files.Select(RoomOf).Distinct().Count() > 1)
        {
            mistakes.Add($"{folder}{files[0]}: the parts of {type.ShortName} lie in several rooms ({string.Join(", ", files)}): keep a type in one.");
        }
    }

    private (string File, string Room)? Place(SourceType type) =>
        FilesHere(type) is [var first, ..] && first.Contains('/', StringComparison.Ordinal) ? (first, RoomOf(first)) : null;

    private int? FloorOf(string room) => Array.FindIndex(floors, f => f.Contains(room)) is >= 0 and var fromTop ? floors.Length - fromTop : null;

    private string FromFolder(string path)
    {
        var at = ("/" + path).LastIndexOf("/" + folder, StringComparison.Ordinal);
        return at < 0 ? "" : path[(at + folder.Length)..];
    }

    private static string RoomOf(string file) => file.Split('/')[0];
}
