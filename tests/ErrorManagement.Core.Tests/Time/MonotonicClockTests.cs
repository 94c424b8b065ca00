using ErrorManagement.Core.Tests.CircuitBreakers;
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

    [Theory]
    [InlineData(TimeSpan.TicksPerSecond, 0)]
    [InlineData(TimeSpan.TicksPerSecond, long.MinValue)]
    [InlineData(TimeSpan.TicksPerSecond, long.MaxValue - 5_000_000)]
    [InlineData(1_000, -500)]
    [InlineData(1_000, long.MaxValue - 500)]
    public void Elapsed_time_and_deadlines_do_not_depend_on_where_the_providers_timestamps_begin(long frequency, long first)
    {
        var provider = new ShiftedTimeProvider(first, frequency);
        var clock = new MonotonicClock(provider);
        var before = clock.Now;
        var deadline = clock.Deadline(before, TimeSpan.FromSeconds(1));

        provider.Clock.Advance(TimeSpan.FromSeconds(1));

        clock.Now.Should().Be(before + TimeSpan.TicksPerSecond).And.Be(deadline);
        clock.ToTicks(provider.GetTimestamp()).Should().Be(clock.Now);
        clock.Deadline(clock.Now, TimeSpan.MaxValue).Should().Be(long.MaxValue);
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
