using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

public sealed class RecentLayersTests
{
    [Fact]
    public void A_layer_is_known_by_its_newest_error()
    {
        var layers = new RecentLayers();
        layers.See("ui", 10);
        layers.See("core", 20);
        layers.See("ui", 30);

        layers.Since(20).Should().BeEquivalentTo("ui", "core");
        layers.Since(21).Should().Equal("ui");
        layers.Clear();
        layers.Since(0).Should().BeEmpty();
    }

    [Fact]
    public void The_layer_that_was_longest_unseen_gives_its_place()
    {
        var layers = new RecentLayers();
        for (var i = 0; i < 32; i++)
        {
            layers.See($"layer {i}", i);
        }

        layers.See("layer 0", 50);
        layers.See("one more", 60);

        layers.Since(0).Should().HaveCount(32).And.Contain(["layer 0", "one more"]).And.NotContain("layer 1");
    }
}
