using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class SeenOriginsTests
{
    private readonly SeenOrigins _seen = new();

    [Fact] // D4
    public void The_first_of_each_release_and_each_machine_is_new()
    {
        _seen.IsNew("1.0", "a").Should().BeTrue();
        _seen.IsNew("1.0", "a").Should().BeFalse();
        _seen.IsNew(new string("1.0"), new string("a")).Should().BeFalse("equal text is the same release");
        _seen.IsNew("1.0", "b").Should().BeTrue();
        _seen.IsNew("2.0", "b").Should().BeTrue();
        _seen.IsNew("2.0", "a").Should().BeFalse("each was seen, though not together");
        _seen.IsNew(null, null).Should().BeFalse();
        _seen.IsNew("", "").Should().BeFalse();

        _seen.Releases.Should().Equal("1.0", "2.0");
        _seen.Hosts.Should().Equal("a", "b");
    }

    [Fact]
    public void Beyond_a_bound_nothing_is_new_and_long_names_are_cut()
    {
        for (var i = 0; i < 100; i++)
        {
            _seen.IsNew(i + new string('x', 500), "h").Should().Be(i < 32);
        }

        _seen.Releases.Should().HaveCount(32).And.OnlyContain(release => release.Length == 200);
        _seen.Hosts.Should().Equal("h");
    }

    [Fact]
    public void What_another_one_saw_comes_behind()
    {
        var other = new SeenOrigins();
        _seen.IsNew("1", "a");
        other.IsNew("0", "b");
        other.IsNew("1", "b");
        _seen.AddAll(other);

        _seen.Releases.Should().Equal("1", "0");
        _seen.Hosts.Should().Equal("a", "b");
    }

    [Fact]
    public async Task Of_many_threads_that_see_a_release_for_the_first_time_one_is_told()
    {
        for (var round = 0; round < 200; round++)
        {
            var seen = new SeenOrigins();
            var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => seen.IsNew("1." + round, "h"))));
            told.Count(isNew => isNew).Should().BeInRange(1, 2, "release and machine are told once each");
            seen.Releases.Should().ContainSingle();
        }
    }
}
