using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class SiteTemplatesTests
{
    private static readonly string[] Names = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"];

    private readonly SiteTemplates _site = new();

    [Fact]
    public void A_word_that_differs_often_enough_is_a_value()
    {
        foreach (var name in Names.SkipLast(1))
        {
            _site.Add($"User {name} was not found").Should().BeNull("seven may be meaning");
        }

        var finding = _site.Add($"User {Names[^1]} was not found")!;

        finding.Template.Should().Be("User <*> was not found");
        finding.Templates.Should().HaveCount(SiteTemplates.ManyWords).And.OnlyHaveUniqueItems();
        finding.Values.Should().Equal(Names);
        _site.Generalise("User zoe was not found").Should().Be("User <*> was not found");
        _site.Generalise("User zoe was found").Should().Be("User zoe was found");
        _site.Generalise("Group zoe was not found").Should().Be("Group zoe was not found");
        _site.Generalise("User zoe anne was not found").Should().Be("User zoe anne was not found");
    }

    [Fact]
    public void Templates_that_differ_in_two_words_say_nothing()
    {
        foreach (var name in Names.Concat(["ivan", "judy"]))
        {
            _site.Add($"User {name} was not found in {name}s").Should().BeNull();
        }
    }

    [Fact]
    public void A_word_needs_others_beside_it()
    {
        foreach (var name in Names.Concat(["ivan", "judy"]))
        {
            _site.Add($"{name} failed").Should().BeNull();
            _site.Add($"{name}: <num>").Should().BeNull();
        }
    }

    [Fact]
    public void One_template_many_times_is_one()
    {
        for (var i = 0; i < 100; i++)
        {
            _site.Add("User alice was not found").Should().BeNull();
        }
    }

    [Fact]
    public void What_is_gone_counts_no_more()
    {
        foreach (var name in Names)
        {
            _site.Add($"User {name} was not found");
            if (name != Names[^1])
            {
                _site.Remove($"User {name} was not found");
            }
        }

        _site.IsEmpty.Should().BeFalse();
        _site.Generalise("User zoe was not found").Should().Be("User zoe was not found");
        _site.Remove($"User {Names[^1]} was not found");
        _site.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void What_comes_is_the_same_in_every_order()
    {
        var random = new Random(6);
        for (var round = 0; round < 50; round++)
        {
            var site = new SiteTemplates();
            var names = (string[])Names.Clone();
            random.Shuffle(names);
            names.Select(name => site.Add($"User {name} was not found")).ToList()[^1]!.Template.Should().Be("User <*> was not found");
        }
    }

    [Fact] // any string is a template
    public void Odd_texts_do_no_harm()
    {
        string[] odd = ["", " ", "\ud800", "<*>", "(((", new string('a', 2_000), string.Join(' ', Enumerable.Range(0, 2_000))];
        foreach (var one in odd)
        {
            _site.Add(one).Should().BeNull();
            _site.Generalise(one).Should().Be(one);
        }
    }

    [Fact]
    public void Beyond_its_bound_a_site_learns_nothing_more()
    {
        for (var i = 0; i < 300; i++)
        {
            _site.Add($"a{i} b{i} c{i} d{i}");
        }

        Names.Select(name => _site.Add($"User {name} was not found")).Should().AllSatisfy(static finding => finding.Should().BeNull());
    }
}
