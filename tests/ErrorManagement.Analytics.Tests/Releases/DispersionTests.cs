using ErrorManagement.Analytics.Releases;

namespace ErrorManagement.Analytics.Tests.Releases;

public sealed class DispersionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Independent_events_have_none()
    {
        // 1,440 in 1,440 minutes by Poisson's law: as many others in a minute as there are on average.
        var steady = new DispersionSample(1_440, new MeanCrowding(1, 10, 60), Day);

        Dispersion.Of(steady, steady).Should().BeInRange(1, 1.06);
    }

    [Fact]
    public void A_burst_counts_as_about_one_event()
    {
        var burst = new DispersionSample(50, MeanCrowding.AllAtOnce(50), Day);

        Dispersion.Of(new DispersionSample(0, null, Day), burst).Should().BeApproximately(50, 1e-9);
    }

    [Fact]
    public void Of_long_bursts_longer_blocks_tell()
    {
        // Ten bursts of ten each, spread over ten minutes: rarely two in one minute.
        var spread = new DispersionSample(100, new MeanCrowding(1, 7, 9.2), Day);

        Dispersion.Of(spread, spread).Should().BeInRange(6, 12);
    }

    [Fact]
    public void What_is_not_known_counts_as_not_in_bursts()
    {
        Dispersion.Of(new DispersionSample(100, null, Day), new DispersionSample(300, null, Day)).Should().Be(1);
        Dispersion.Of(default, default).Should().Be(1);
        Dispersion.Of(new DispersionSample(100, MeanCrowding.AllAtOnce(100), TimeSpan.FromSeconds(30)), default).Should().Be(1);
    }

    [Fact]
    public void Whatever_comes_is_between_one_and_the_number_of_events()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var (one, other) = (Sample(random), Sample(random));

            Dispersion.Of(one, other).Should().BeInRange(1, Math.Max(1, one.Count + other.Count));
        }
    }

    private static DispersionSample Sample(Random random)
    {
        double Any() => random.Next(8) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => -5, _ => Math.Pow(10, random.NextDouble() * 12) };
        return new DispersionSample(random.Next(3) == 0 ? random.Next(3) : random.NextInt64(1_000_000_000_000), random.Next(4) == 0 ? null : new MeanCrowding(Any(), Any(), Any()), random.Next(5) == 0 ? TimeSpan.MaxValue : TimeSpan.FromMinutes(random.NextDouble() * 100_000));
    }
}
