using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class FacetCountsTests
{
    private readonly FacetCounts _counts = new();

    [Fact]
    public void Few_values_are_counted_exactly()
    {
        foreach (var value in new[] { "b", "a", "b", "c", "b" })
        {
            _counts.Add(value, 1);
        }

        _counts.ToFacet("<str>", 2).Should().BeEquivalentTo(new MessageFacet("<str>", 2, [new("b", 3), new("a", 1), new("c", 1)], 0));
    }

    [Fact]
    public void A_frequent_value_is_kept_however_many_others_there_are_and_is_never_told_too_often()
    {
        var random = new Random(3);
        var often = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var isOften = random.Next(4) == 0;
            often += isOften ? 1 : 0;
            _counts.Add(isOften ? "often" : $"rare{i}", 1);
        }

        var facet = _counts.ToFacet("<num>", 0);

        facet.Values[0].Value.Should().Be("often");
        facet.Values[0].Count.Should().BeInRange(often / 2, often);
        (facet.Values.Sum(value => value.Count) + facet.Others).Should().Be(10_000);
    }

    [Fact]
    public void A_long_value_is_cut_between_characters()
    {
        _counts.Add(new string('x', 63) + "🙂🙂", 1);

        _counts.ToFacet("<str>", 0).Values[0].Value.Should().Be(new string('x', 63));
    }

    [Fact]
    public void What_another_has_counted_is_taken_over()
    {
        var other = new FacetCounts();
        for (var i = 0; i < 20; i++)
        {
            other.Add(i % 2 == 0 ? "even" : $"odd{i}", 1);
        }

        _counts.Add("even", 5);
        _counts.AddAll(other);

        var facet = _counts.ToFacet("<num>", 0);
        facet.Values[0].Should().Be(new FacetValue("even", 15));
        (facet.Values.Sum(value => value.Count) + facet.Others).Should().Be(25);
    }
}
