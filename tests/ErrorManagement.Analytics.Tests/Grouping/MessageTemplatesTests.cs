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

        ids.Select(_templates.Resolve).Distinct().Should().ContainSingle();
        _templates.GetTemplate(ids[0]).Should().Be("session opened for <*> by system");
        _templates.Add("session opened for gil by system").Should().Be(_templates.Resolve(ids[0]));
    }

    [Fact]
    public void Few_words_in_one_place_are_meaning()
    {
        var started = _templates.Add("service has been started now");
        var stopped = _templates.Add("service has been stopped now");

        _templates.Resolve(started).Should().NotBe(_templates.Resolve(stopped));
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
        _templates.GetTemplate(_templates.Add(Word(3))).Should().NotBe("<other>");
    }

    [Fact]
    public void An_id_that_was_never_returned_is_refused()
    {
        FluentActions.Invoking(() => _templates.Resolve(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _templates.GetTemplate(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    // Letters only, no hexadecimal word among them.
    private static string Word(int i) => "z" + new string([.. i.ToString("d6", System.Globalization.CultureInfo.InvariantCulture).Select(c => (char)('k' + c - '0'))]);
}
