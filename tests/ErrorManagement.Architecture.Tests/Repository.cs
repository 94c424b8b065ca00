namespace ErrorManagement.Architecture.Tests;

/// <summary>Finds the files of the working tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A path below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path from the root, with forward slashes on every system.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/').TrimEnd('/');

    /// <summary>All files below a folder that match, build output left out.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var start = PathOf(folder);
        return Directory.Exists(start)
            ? Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
                .Where(f => !Relative(f).Split('/').Any(part => part is "bin" or "obj" or "artifacts"))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ErrorManagement.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ErrorManagement.sln above {AppContext.BaseDirectory}: the architecture tests read the working tree and must run inside it.");
    }
}
