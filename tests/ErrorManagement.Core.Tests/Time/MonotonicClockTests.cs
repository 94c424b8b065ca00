using ErrorManagement.TestKit;
using ErrorManagement.Time;

namespace ErrorManagement.Core.Tests.Time;

public sealed class MonotonicClockTests
{
    [Fact]
    public void Another_provider_than_the_systems_is_read_exactly_each_time()
    {
        var provider = new FakeTimeProvider();
        var clock = new MonotonicClock(provider);
        var before = clock.Now;

        provider.Advance(TimeSpan.FromTicks(1));

        clock.IsExact.Should().BeTrue();
        clock.Now.Should().Be(before + 1);
        clock.Recent.Should().Be(before + 1);
    }

    [Fact]
    public void The_recent_instant_of_the_system_is_never_after_now()
    {
        var clock = new MonotonicClock(TimeProvider.System);
        clock.IsExact.Should().BeFalse();

        for (var i = 0; i < 1_000; i++)
        {
            var recent = clock.Recent;
            clock.Now.Should().BeGreaterThanOrEqualTo(recent);
        }
    }
}
