using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class RecordFacetsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public RecordFacetsTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void A_record_tells_the_values_of_the_messages_it_kept()
    {
        foreach (var order in new[] { 12, 17, 12 })
        {
            _registry.Record(new InvalidOperationException($"order {order} for 'ann' failed"), "orders");
        }

        var facets = _registry.GetErrors().Should().ContainSingle().Subject.Facets;

        facets.Select(facet => (facet.Placeholder, facet.Position)).Should().Equal(("<num>", 0), ("<str>", 1));
        facets[0].Values.Should().Equal(new FacetValue("12", 2), new FacetValue("17", 1));
        facets[1].Values.Should().Equal(new FacetValue("ann", 3));
    }

    [Fact]
    public void Only_kept_occurrences_are_counted_so_that_counting_stays_cheap()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _registry.Record(new InvalidOperationException($"order {i} failed"), "orders");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var facet = _registry.GetErrors().Should().ContainSingle().Subject.Facets.Should().ContainSingle().Subject;

        facet.Values.Should().HaveCountLessThanOrEqualTo(8);
        (facet.Values.Sum(value => value.Count) + facet.Others).Should().BeInRange(5, 20);
    }

    [Fact] // U26
    public void Secrets_are_not_among_the_values()
    {
        _registry.Record(new InvalidOperationException("login with 'password=hunter2x' failed"), "orders");

        _registry.GetErrors().Should().ContainSingle().Subject.Facets
            .SelectMany(facet => facet.Values).Should().NotContain(value => value.Value.Contains("hunter2x", StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_without_values_has_no_facets()
    {
        _registry.Record(new InvalidOperationException("it failed"), "orders");

        _registry.GetErrors().Should().ContainSingle().Subject.Facets.Should().BeEmpty();
    }
}
