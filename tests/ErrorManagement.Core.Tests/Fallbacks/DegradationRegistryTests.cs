using ErrorManagement.Fallbacks;

namespace ErrorManagement.Core.Tests.Fallbacks;

public sealed class DegradationRegistryTests
{
    [Fact]
    public void It_lists_all_features_with_their_states_by_name()
    {
        var registry = new DegradationRegistry();
        var prices = new GracefulDegradation<int>("prices", -1);
        var avatars = new GracefulDegradation<string>("avatars", "none");
        registry.Add(prices);
        registry.Add(avatars);
        registry.Add(prices);

        registry.IsAnyDegraded.Should().BeFalse();
        prices.Execute(_ => throw new IOException());

        registry.All.Should().Equal(avatars, prices);
        registry.GetStates().Select(s => (s.Feature, s.IsDegraded)).Should().Equal(("avatars", false), ("prices", true));
        registry.IsAnyDegraded.Should().BeTrue();
        registry.TryGet("prices", out var found).Should().BeTrue();
        found.Should().BeSameAs(prices);
        registry.TryGet("Prices", out _).Should().BeFalse("names are compared exactly");
    }

    [Fact]
    public void A_name_belongs_to_one_feature()
    {
        var registry = new DegradationRegistry();
        registry.Add(new GracefulDegradation<int>("prices", 0));

        FluentActions.Invoking(() => registry.Add(new GracefulDegradation<int>("prices", 0))).Should().Throw<ArgumentException>().WithMessage("There is a feature 'prices' already.*");
    }
}
