using ErrorManagement.Architecture.Tests.Options;

namespace ErrorManagement.Architecture.Tests.Docs;

public sealed class DocsTests
{
    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        var broken = new List<string>();
        foreach (var page in MarkdownFile.All)
        {
            foreach (var link in page.RelativeLinks())
            {
                var parts = link.Split('#');
                var target = parts[0].Length == 0 ? page.Path : Repository.Relative(Path.GetFullPath(Repository.PathOf(Path.GetDirectoryName(page.Path)!, parts[0])));
                if (!File.Exists(Repository.PathOf(target)) && !Directory.Exists(Repository.PathOf(target)))
                {
                    broken.Add($"{page.Path}: {link} does not exist");
                }
                else if (parts.Length > 1 && MarkdownFile.All.SingleOrDefault(p => p.Path == target) is { } other && !other.Anchors().Contains(parts[1]))
                {
                    broken.Add($"{page.Path}: {link}: {target} has no such heading");
                }
            }
        }

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_index()
    {
        var index = MarkdownFile.All.Single(p => p.Path == "docs/index.md");
        var linked = index.RelativeLinks().Select(l => Repository.Relative(Path.GetFullPath(Repository.PathOf("docs", l.Split('#')[0])))).ToHashSet();
        MarkdownFile.All.Select(p => p.Path)
            .Where(p => p is not ("README.md" or "docs/index.md") && !linked.Contains(p) && !linked.Contains(Path.GetDirectoryName(p)!.Replace('\\', '/')))
            .Should().BeEmpty("docs/index.md is the map: a page, or its folder, is linked there");
    }

    [Fact]
    public void Every_page_of_a_feature_has_a_picture()
    {
        // What is about the project rather than about a feature: measurements, comparisons, rules of the house.
        string[] others = ["CHANGELOG", "CONTRIBUTING", "accuracy", "accuracy-bug-sites", "circuit-breaker-compared", "index", "migrating-from-polly", "performance", "proof"];
        MarkdownFile.All
            .Where(p => Path.GetDirectoryName(p.Path) == "docs" && !others.Contains(Path.GetFileNameWithoutExtension(p.Path)))
            .Where(p => !p.Lines.Any(l => l.StartsWith("```mermaid", StringComparison.Ordinal) || l.StartsWith("![", StringComparison.Ordinal)))
            .Select(p => p.Path)
            .Should().BeEmpty("a feature is seen before it is read: a diagram or a screenshot");
    }

    [Fact]
    public void Tables_of_defaults_say_what_the_code_does()
    {
        var mistakes = new List<string>();
        foreach (var page in MarkdownFile.All)
        {
            foreach (var (name, rows) in page.DefaultsTables())
            {
                var type = ShippedAssembly.All.Select(a => a.Assembly.GetType(name)).FirstOrDefault(t => t is not null);
                mistakes.AddRange(type is null ? [$"{page.Path}: there is no type {name}"] : DefaultsTable.Check(page.Path, type, rows));
            }
        }

        mistakes.Should().BeEmpty();
    }

    [Fact]
    public void A_wrong_a_missing_and_a_superfluous_default_are_found()
    {
        DefaultsTable.Check("p.md", typeof(SampleOptions), new Dictionary<string, string> { ["Number"] = "5", ["Length"] = "61 s", ["Name"] = "none" }).Should().ContainSingle()
            .Which.Should().Contain("Length is 1 min");
        DefaultsTable.Check("p.md", typeof(SampleOptions), new Dictionary<string, string> { ["Number"] = "5", ["Length"] = "60 s", ["Name"] = "none" }).Should().BeEmpty();
        DefaultsTable.Check("p.md", typeof(SampleOptions), new Dictionary<string, string> { ["Number"] = "6", ["Length"] = "1 min", ["Other"] = "1" }).Should().HaveCount(3);
        OptionsTypes.Settable(typeof(SampleOptions)).Should().HaveCount(3);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(250, "250 ms")]
    [InlineData(1_500, "1500 ms")]
    [InlineData(10_000, "10 s")]
    [InlineData(60_000, "1 min")]
    [InlineData(90_000, "90 s")]
    [InlineData(3_600_000, "60 min")]
    [InlineData(7_200_000, "2 h")]
    [InlineData(86_400_000, "24 h")]
    public void Lengths_are_written_in_the_largest_whole_unit(int milliseconds, string text) =>
        DefaultText.Of(TimeSpan.FromMilliseconds(milliseconds)).Should().Be(text);

    [Fact]
    public void Marked_code_is_the_one_that_is_compiled()
    {
        foreach (var page in MarkdownFile.All)
        {
            foreach (var (source, region, code) in page.Snippets())
            {
                var compiled = CodeRegion.Read(Repository.PathOf(source.Split('/')), region);
                compiled.Should().NotBeEmpty($"{page.Path} shows the region '{region}' of {source}, which must be there");
                CodeRegion.Comparable(code).Should().Equal(compiled, $"{page.Path} shows the region '{region}' of {source}");
            }
        }
    }

    [Fact]
    public void The_readme_names_one_command_that_runs_all_tests() =>
        MarkdownFile.All[0].Lines.Count(l => l.StartsWith("dotnet test", StringComparison.Ordinal)).Should().Be(1, "README.md holds one line that starts with 'dotnet test'; CI runs that line");

    [Fact]
    public void The_example_of_the_readme_is_the_one_that_is_compiled()
    {
        var shown = MarkdownFile.All[0].FirstBlock("csharp");
        shown.Should().NotBeNull("README.md begins with an example in C#");
        CodeRegion.Comparable(shown!).Should().Equal(
            CodeRegion.Read(Repository.PathOf("tests", "ErrorManagement.Architecture.Tests", "ReadmeExample.cs"), "README"),
            "what the README shows is compiled in ReadmeExample.cs, between '#region README' and '#endregion'; indentation and blank lines do not count");
    }

    [Fact]
    public void Regions_are_joined_in_order_without_indentation_and_blank_lines() =>
        CodeRegion.Parse(["using X;", "    #region README", "    a();", "", "    #endregion", "b();", "#region other", "c();", "#endregion", "#region README 2", "        d();", "#endregion"], "README")
            .Should().Equal("a();", "d();");
}
