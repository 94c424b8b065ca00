using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class MessageTemplatesTests
{
    private readonly MessageTemplates _templates = new();

    [Fact]
    public void Messages_with_other_values_get_the_same_id_and_other_words_another()
    {
        var id = _templates.Add("order 1 failed");

        _templates.Add("order 2 failed").Should().Be(id);
        _templates.Add("order 2 passed").Should().NotBe(id);
        _templates.GetTemplate(id).Should().Be("order <num> failed");
    }

    [Fact]
    public void Many_words_in_one_place_turn_out_to_be_values_and_the_ids_forward()
    {
        var ids = new[] { "ann", "bob", "cid", "dan", "eve", "fay" }.Select(name => _templates.Add($"session opened for {name} by system")).ToList();

        ids.Distinct().Should().HaveCountGreaterThan(1, "at first they may be meaning");
        ids.Select(_templates.Resolve).Distinct().Should().ContainSingle();
        _templates.GetTemplate(ids[0]).Should().Be("session opened for <*> by system");
        _templates.Add("session opened for gil by system").Should().Be(_templates.Resolve(ids[0]));
    }

    [Theory]
    [InlineData("service has been started now", "service has been stopped now")]
    [InlineData("\"GET /orders/1 HTTP/1.1\" 200", "\"POST /orders/1 HTTP/1.1\" 200")]
    [InlineData("login failed; uid=0 user=root", "login failed; uid=0 user=guest")]
    [InlineData("shouldBlock location ret:true", "shouldBlock location ret:false")]
    [InlineData("speeds of fans ( 1 2 3 )", "speeds of fans ( 1 **** 3 )")]
    [InlineData("moved on from NEW to SCHEDULED", "moved on from NEW to RUNNING")]
    [InlineData("link found via interface ee0", "link found via interface alt0")]
    public void Few_words_in_one_place_are_meaning(string one, string other)
    {
        var first = _templates.Add(one);
        var second = _templates.Add(other);

        _templates.Resolve(first).Should().NotBe(_templates.Resolve(second));
    }

    [Theory] // what a reader of logs would not tell apart at first sight either
    [InlineData("synchronized to 10.0.0.7, stratum 3", "synchronized to ntp.example.org, stratum 3")]
    [InlineData("connection from 10.0.0.7 () at noon", "connection from 10.0.0.7 (host.example.org) at noon")]
    [InlineData("session closed for user ann", "session closed for user bob")]
    [InlineData("acquire lock=5, ws=null, uid=7", "acquire lock=5, ws=WorkSource{12}, uid=7")]
    [InlineData("nodes are node-1 0x1f <ok> node-2 0x2f <ok> in all", "nodes are node-1 0x1f <ok> in all")]
    [InlineData("user  12 is unknown here", "user 12 is unknown here")]
    [InlineData("Interrupt Link [LNKA] is disabled", "Interrupt Link [LNKB] is disabled")]
    [InlineData("not got from any [Storage_A8] source", "not got from any [Storage_B7] source")]
    public void What_can_only_be_a_value_is_one_at_once(string one, string other) => _templates.Add(other).Should().Be(_templates.Add(one));

    [Fact]
    public void A_word_that_came_more_often_than_the_value_beside_it_is_meaning()
    {
        var often = Enumerable.Range(0, 10).Select(i => _templates.Add($"login failed; tty=console from {i}")).ToList()[^1];
        var once = _templates.Add("login failed; tty=:0 from 3");

        _templates.Resolve(once).Should().NotBe(_templates.Resolve(often));
    }

    [Fact]
    public void A_message_that_is_new_in_several_places_belongs_to_the_template_that_leaves_them_open()
    {
        var id = _templates.Add("copy of file=/a/b to share=/c/d was made by job");

        _templates.Add("copy of file=left to share=right was made by job").Should().Be(id);
    }

    [Fact]
    public void What_was_known_before_its_general_template_joins_it()
    {
        foreach (var name in new[] { "ann", "bob" })
        {
            _templates.Add($"order of {name} was sent to depot north by road");
            _templates.Add($"order of {name} was sent to depot 7 by road");
        }

        var ids = new[] { "cid", "dan", "eve", "fay" }.Select(name => _templates.Add($"order of {name} was sent to depot 7 by road")).ToList();

        _templates.Resolve(_templates.Add("order of ann was sent to depot north by road")).Should().Be(_templates.Resolve(ids[0]));
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        for (var i = 0; i < MessageTemplates.Capacity; i++)
        {
            _templates.Add(Word(i));
        }

        var first = _templates.Add("something entirely new");

        _templates.Add("and something else again").Should().Be(first);
        _templates.GetTemplate(first).Should().Be("<other>");
        _templates.GetFacets(first).Should().BeEmpty();
        _templates.GetTemplate(_templates.Add(Word(3))).Should().NotBe("<other>");
    }

    [Fact]
    public void Values_are_kept_with_their_counts()
    {
        foreach (var order in new[] { 5, 7, 5, 5 })
        {
            _templates.Add($"order {order} of 'ann' failed");
        }

        var facets = _templates.GetFacets(0);

        facets.Select(facet => (facet.Placeholder, facet.Position, facet.Others)).Should().Equal(("<num>", 0, 0), ("<str>", 1, 0));
        facets[0].Values.Should().Equal(new FacetValue("5", 3), new FacetValue("7", 1));
        facets[1].Values.Should().Equal(new FacetValue("ann", 4));
    }

    [Fact]
    public void Words_that_turn_out_to_be_values_are_counted_as_such()
    {
        foreach (var name in new[] { "ann", "bob", "ann", "cid", "dan", "eve" })
        {
            _templates.Add($"session 12 opened for {name} by system");
        }

        var facets = _templates.GetFacets(0);

        facets.Should().HaveCount(2);
        facets[0].Values.Should().Equal(new FacetValue("12", 6));
        facets[1].Values.Select(value => (value.Value, value.Count)).Should().Equal(("ann", 2), ("bob", 1), ("cid", 1), ("dan", 1), ("eve", 1));
    }

    [Fact]
    public void Facets_are_bounded_and_what_is_not_told_is_counted()
    {
        for (var i = 0; i < 32 * 40; i++)
        {
            _templates.Add($"took {(i % 64 == 0 ? 1 : i + 1000)} and {string.Join(" and ", Enumerable.Range(1, 20).Select(n => i + n))} {new string('/', 1)}{new string('x', 200)}");
        }

        var facets = _templates.GetFacets(0);

        facets.Should().HaveCount(8);
        facets[0].Values[0].Value.Should().Be("1");
        facets[0].Values.Should().HaveCountLessThanOrEqualTo(8);
        facets.Should().OnlyContain(facet => facet.Values.Sum(value => value.Count) + facet.Others >= 32 * 38);
        facets.SelectMany(facet => facet.Values).Should().OnlyContain(value => value.Value.Length <= 64 && value.Count > 0);
    }

    [Fact]
    public void An_id_that_was_never_returned_is_refused()
    {
        FluentActions.Invoking(() => _templates.Resolve(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _templates.GetTemplate(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _templates.GetFacets(1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    // Letters only, no hexadecimal word among them.
    private static string Word(int i) => "z" + new string([.. i.ToString("d6", System.Globalization.CultureInfo.InvariantCulture).Select(c => (char)('k' + c - '0'))]);
}
