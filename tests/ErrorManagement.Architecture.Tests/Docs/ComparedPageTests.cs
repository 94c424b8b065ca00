using System.Text.RegularExpressions;

namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>docs/circuit-breaker-compared.md says what ours does; every line is shown by a test that carries its number.</summary>
public sealed partial class ComparedPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/circuit-breaker-compared.md");
    private static readonly string[] OfRetriesAndHttp = ["X19", "X20", "X29"];

    private static (string Number, string[] Tests)[] Lines { get; } =
        [.. Page.Lines.Select(l => Case().Match(l)).Where(m => m.Success).Select(m => (m.Groups[1].Value, Name().Matches(m.Groups[2].Value).Select(n => n.Groups[1].Value).ToArray()))];

    [Fact]
    public void Every_line_names_tests_that_exist_and_one_of_them_claims_its_number()
    {
        var tests = TestMethods.In("tests", "ErrorManagement.Core.Tests");

        var mistakes = new List<string>();
        foreach (var (number, names) in Lines)
        {
            mistakes.AddRange(names.Where(name => !tests.Contains(name)).Select(name => $"{number}: there is no test {name}"));
            if (!names.Any(name => tests[name].Any(claimed => claimed.Contains(number))))
            {
                mistakes.Add($"{number}: none of its tests claims it");
            }
        }

        mistakes.Should().BeEmpty();
    }

    [Fact]
    public void Every_defect_that_concerns_a_breaker_has_its_line() =>
        Lines.Select(l => l.Number).Where(n => n.StartsWith('X')).Should().BeEquivalentTo(Enumerable.Range(1, 29).Select(n => $"X{n}").Except(OfRetriesAndHttp));

    [Fact]
    public void Tests_are_found_with_their_claims_and_other_methods_are_not() =>
        TestMethods.Parse(["[Fact]", "[Behaviour(\"1\", \"X2\")] // why", "public void A_test()", "{", "public void No_test()", "[Theory]", "[InlineData(\"3\")]", "public async Task Another(string s) =>"])
            .Select(t => $"{t.Name}: {string.Join(", ", t.Behaviours)}").Should().Equal("A_test: 1, X2", "Another: ");

    [GeneratedRegex(@"^\| \[?(X?\d+)\]? \|.*\|([^|]*)\|$")]
    private static partial Regex Case();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
