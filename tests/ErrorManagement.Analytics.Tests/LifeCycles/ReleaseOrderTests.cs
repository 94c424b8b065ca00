using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Tests.LifeCycles;

public sealed class ReleaseOrderTests
{
    private readonly SeenReleases _seen = new();

    [Fact]
    public void Versions_are_ordered_whatever_was_seen_first()
    {
        _seen.See("2.2.0");
        _seen.See("2.1.0");

        ReleaseOrder.IsOlder("2.1.0", "2.2.0", _seen).Should().BeTrue();
        ReleaseOrder.IsOlder("2.2.0", "2.1.0", _seen).Should().BeFalse();
        ReleaseOrder.IsOlder("2.2.0", "2.2.0+7", _seen).Should().BeFalse("neither is older");
    }

    [Fact]
    public void Other_names_are_ordered_as_they_were_seen()
    {
        _seen.See("blue");
        _seen.See("amber");

        ReleaseOrder.IsOlder("blue", "amber", _seen).Should().BeTrue();
        ReleaseOrder.IsOlder("amber", "blue", _seen).Should().BeFalse();
        ReleaseOrder.IsOlder("cyan", "amber", _seen).Should().BeFalse("it is new");
        ReleaseOrder.IsOlder("1.0.0", "cyan", _seen).Should().BeFalse("one of them is no version");
        ReleaseOrder.IsOlder("cyan", "1.0.0", _seen).Should().BeTrue();
    }

    [Fact]
    public void One_name_is_not_older_than_itself() => ReleaseOrder.IsOlder("blue", "blue", _seen).Should().BeFalse();

    [Fact]
    public void Releases_beyond_the_bound_count_as_new()
    {
        for (var i = 0; i < 256; i++)
        {
            _seen.See($"r{i}").Should().Be(i);
        }

        _seen.See("one too many").Should().Be(int.MaxValue);
        ReleaseOrder.IsOlder("one too many", "r7", _seen).Should().BeFalse();
        ReleaseOrder.IsOlder("r7", "one too many", _seen).Should().BeTrue();
    }

    [Fact]
    public void Names_that_are_alike_as_far_as_they_are_kept_are_one()
    {
        var name = new string('a', 250);

        _seen.See(name + "b").Should().Be(_seen.See(name + "c"));
    }
}
