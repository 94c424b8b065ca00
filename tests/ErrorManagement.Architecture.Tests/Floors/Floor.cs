namespace ErrorManagement.Architecture.Tests.Floors;

/// <summary>What one shipped project may reference.</summary>
/// <param name="Project">The project, which is also its assembly and its package.</param>
/// <param name="Projects">Our own projects it may reference.</param>
/// <param name="Packages">Packages it may reference.</param>
/// <param name="BroughtAlong">Packages that those bring: its code may name them, its project file may not.</param>
/// <param name="Frameworks">Shared frameworks it may reference beside .NET itself.</param>
internal sealed record Floor(string Project, string[] Projects, string[] Packages, string[] BroughtAlong, string[] Frameworks)
{
    private static readonly string[] Abstractions =
    [
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
    ];

    private static readonly string[] Primitives = ["Microsoft.Extensions.Primitives"];

    /// <summary>The table: references go down only, never sideways.</summary>
    public static IReadOnlyList<Floor> Table { get; } =
    [
        new("ErrorManagement.Core", [], Abstractions, Primitives, []),
        new("ErrorManagement.Analytics", ["ErrorManagement.Core"], Abstractions, Primitives, []),
        new(
            "ErrorManagement.Sqlite",
            ["ErrorManagement.Core", "ErrorManagement.Analytics"],
            [.. Abstractions, "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Data.Sqlite", "SQLitePCLRaw.core", "SQLitePCLRaw.bundle_e_sqlite3"],
            Primitives,
            []),
        new(
            "ErrorManagement.PostgreSql",
            ["ErrorManagement.Core", "ErrorManagement.Analytics"],
            [.. Abstractions, "Microsoft.Extensions.Hosting.Abstractions", "Npgsql"],
            Primitives,
            []),
        new("ErrorManagement.AspNetCore", ["ErrorManagement.Core", "ErrorManagement.Analytics"], [], [.. Abstractions, .. Primitives], ["Microsoft.AspNetCore.App"]),
        new(
            "ErrorManagement.Cli",
            ["ErrorManagement.Core", "ErrorManagement.Analytics", "ErrorManagement.Sqlite", "ErrorManagement.PostgreSql"],
            ["System.CommandLine", "Spectre.Console"],
            [.. Abstractions, .. Primitives],
            []),
    ];

    /// <summary>Analyzers and the like, which every shipped project has and no package depends on.</summary>
    public static IReadOnlyList<string> BuildOnly { get; } = ["Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    public static Floor Of(string project) =>
        Table.SingleOrDefault(f => f.Project == project)
        ?? throw new InvalidOperationException($"{project} is on no floor: add it to the table in Floors/Floor.cs, with what it may reference.");

    /// <summary>What a project file references against this floor, a line each.</summary>
    public IEnumerable<string> CheckProjectFile(ProjectFile file) =>
    [
        .. file.Projects.Except(Projects).Select(p => $"{file.Path}: {Project} may not reference the project {p}; it may reference: {List(Projects)}."),
        .. file.Packages.Except(Packages).Select(p => $"{file.Path}: {Project} may not reference the package {p}; it may reference: {List(Packages)}."),
        .. file.Frameworks.Except(Frameworks).Select(p => $"{file.Path}: {Project} may not reference the framework {p}; it may reference: {List(Frameworks)}."),
        .. file.BuildOnlyPackages.Except(BuildOnly).Select(p => $"{file.Path}: the build-only package {p} is not in the table in Floors/Floor.cs."),
    ];

    /// <summary>What compiled code references against this floor, a line each.</summary>
    public IEnumerable<string> CheckAssembly(IEnumerable<string> references, Func<string, bool> isFramework) =>
        references.Where(r => !isFramework(r) && !Projects.Contains(r) && !Packages.Contains(r) && !BroughtAlong.Contains(r))
            .Select(r => $"{Project}.dll: the code of {Project} may not use the assembly {r}; it may use: {List([.. Projects, .. Packages, .. BroughtAlong])}.");

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names);
}
