using ErrorManagement.Time;

namespace ErrorManagement.Core.Tests.Time;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0.0, 0.75)]
    [InlineData(0.4, 0.95)]
    [InlineData(0.6, 1.05)]
    [InlineData(1.0, 1.25)]
    public void Jitter_spreads_a_delay_by_a_quarter(double random, double share)
    {
        // [74]
        Backoff.Jitter(TimeSpan.FromSeconds(10), random, TimeSpan.FromSeconds(60)).Should().BeCloseTo(TimeSpan.FromSeconds(10 * share), TimeSpan.FromTicks(1));
    }

    [Fact]
    public void Jitter_stays_in_its_band_and_below_the_cap_for_any_delay()
    {
        // [74]
        var random = new Random(74);
        for (var i = 0; i < 10_000; i++)
        {
            var delay = TimeSpan.FromTicks(random.NextInt64(long.MaxValue));

            var jittered = Backoff.Jitter(delay, random.NextDouble(), TimeSpan.MaxValue);

            jittered.Ticks.Should().BeGreaterThanOrEqualTo((long)(delay.Ticks * 0.7499)).And.BeLessThanOrEqualTo((long)Math.Min(long.MaxValue, delay.Ticks * 1.2501));
        }

        Backoff.Jitter(TimeSpan.MaxValue, 1, TimeSpan.MaxValue).Should().Be(TimeSpan.MaxValue);
        Backoff.Jitter(TimeSpan.FromSeconds(60), 1, TimeSpan.FromSeconds(60)).Should().Be(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(1_023)]
    [InlineData(1_024)]
    [InlineData(1_025)]
    [InlineData(int.MaxValue)]
    public void Growth_saturates_at_the_cap_instead_of_overflowing(int exponent)
    {
        // [75], B9
        Backoff.Exponential(TimeSpan.FromSeconds(1), 2, exponent, TimeSpan.MaxValue).Should().Be(TimeSpan.MaxValue);
        Backoff.Exponential(TimeSpan.Zero, 2, exponent, TimeSpan.MaxValue).Should().Be(TimeSpan.Zero);
    }
}
