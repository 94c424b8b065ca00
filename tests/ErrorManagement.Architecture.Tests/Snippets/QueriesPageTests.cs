using ErrorManagement.Analytics;
using ErrorManagement.Architecture.Tests.Docs;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the tables of docs/queries.md.</summary>
public sealed class QueriesPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/queries.md");

    [Fact]
    public void Use()
    {
        using var registry = new ErrorRegistry();
        registry.Record(new InvalidOperationException("no answer"), "payments");

        #region use
        var worst = registry.GetErrors(new ErrorQuery
        {
            Status = ErrorStatus.Open,
            Component = "payments",
            MinSeverity = ErrorSeverity.Error,
            Order = ErrorOrder.Count,
            Limit = 20,
        });
        var same = registry.Query("is:open component:payments severity:>=error order:count limit:20");
        var found = registry.Search("no answer");
        #endregion

        worst.Should().ContainSingle();
        same.Should().BeEquivalentTo(worst);
        found.Should().BeEquivalentTo(worst);
    }

    [Fact]
    public void Error()
    {
        using var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(output);
        try
        {
            #region error
            if (!ErrorQuery.TryParse("is:open compnent:payments", out var query, out var error))
            {
                Console.WriteLine(error.Message);
            }
            #endregion

            query.Should().BeNull();
        }
        finally
        {
            Console.SetOut(console);
        }

        var shown = Page.Lines.SkipWhile(line => line != "<!-- message -->").Skip(2).TakeWhile(line => line != "```");
        output.ToString().ReplaceLineEndings("\n").TrimEnd().Should().Be(string.Join('\n', shown));
    }

    [Fact]
    public void The_table_names_every_term_and_every_property_and_its_examples_are_queries()
    {
        var rows = Page.Table("terms").ToArray();

        ErrorQuery.TryParse("nothing:x", out _, out var error).Should().BeFalse();
        rows.Select(row => row[0]).Should().BeEquivalentTo(error!.Valid);
        rows.SelectMany(row => row[1].Split(", ")).Distinct()
            .Should().BeEquivalentTo(typeof(ErrorQuery).GetProperties().Select(property => property.Name).Where(name => !name.StartsWith("Except", StringComparison.Ordinal)));
        foreach (var row in rows)
        {
            var query = ErrorQuery.Parse(row[3]);

            row[1].Split(", ").Should().Contain(name => !Equals(typeof(ErrorQuery).GetProperty(name)!.GetValue(query), typeof(ErrorQuery).GetProperty(name)!.GetValue(new ErrorQuery())), row[3]);
        }
    }

    [Fact]
    public void Worked_examples_are_queries()
    {
        var rows = Page.Table("examples").ToArray();

        rows.Should().NotBeEmpty();
        foreach (var row in rows)
        {
            ErrorQuery.Parse(row[1]).Should().NotBe(new ErrorQuery(), row[1]);
        }
    }
}
