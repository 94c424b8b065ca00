using System.Text.RegularExpressions;

namespace ErrorManagement.Architecture.Tests.Layout;

public sealed partial class LayoutTests
{
    private static readonly string[] TopLevel =
    [
        "src", "tests", "samples", "docs", "Directory.Build.props", "ErrorManagement.sln", "README.md", "LICENSE",
        // Tools insist on these at the root.
        "Directory.Packages.props", "global.json",
    ];

    [Fact]
    public void The_top_level_holds_the_allowed_names_only()
    {
        // What .gitignore names may lie there: it is nobody's source.
        var ignored = File.ReadAllLines(Repository.PathOf(".gitignore")).Select(l => l.Trim().Trim('/'));
        Directory.EnumerateFileSystemEntries(Repository.Root).Select(e => Path.GetFileName(e)!)
            .Where(name => !name.StartsWith('.')).Except(ignored)
            .Should().BeSubsetOf(TopLevel, "the top level is fixed: a new thing finds its place below");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var inSolution = ProjectLine().Matches(File.ReadAllText(Repository.PathOf("ErrorManagement.sln"))).Select(m => m.Groups[1].Value.Replace('\\', '/'));
        var onDisk = new[] { "src", "tests", "samples" }.SelectMany(f => Repository.Files(f, "*.csproj")).Select(Repository.Relative);
        inSolution.Should().BeEquivalentTo(onDisk, "what is not in the solution is not built");
    }

    [Fact]
    public void A_project_is_named_like_its_folder() =>
        new[] { "src", "tests", "samples" }.SelectMany(f => Repository.Files(f, "*.csproj"))
            .Where(f => Path.GetFileNameWithoutExtension(f) != Path.GetFileName(Path.GetDirectoryName(f)))
            .Select(Repository.Relative).Should().BeEmpty();

    [Fact]
    public void Every_shipped_assembly_has_its_test_project() =>
        ShippedAssembly.All.Select(a => $"tests/{a.Name}.Tests/{a.Name}.Tests.csproj").Where(f => !File.Exists(Repository.PathOf(f)))
            .Should().BeEmpty();

    [Fact]
    public void A_package_that_ships_says_what_it_is() =>
        ShippedAssembly.All.Select(a => $"{a.Folder}{a.Name}.csproj")
            .SelectMany(f => new[] { "PackageId", "Description", "PackageTags" }.Where(p => !File.ReadAllText(Repository.PathOf(f)).Contains($"<{p}>", StringComparison.Ordinal)).Select(p => $"{f}: {p} is missing"))
            .Should().BeEmpty();

    [GeneratedRegex("""^Project\("[^"]+"\) = "[^"]+", "([^"]+\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
