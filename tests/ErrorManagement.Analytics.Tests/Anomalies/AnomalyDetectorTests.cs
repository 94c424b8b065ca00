using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Analytics.Tests.Anomalies;

/// <summary>What the detector sees, and what it leaves in peace.</summary>
public sealed class AnomalyDetectorTests
{
    private const int Day = 288;

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory] // A3
    [MemberData(nameof(Seeds))]
    public void A_spike_is_told_at_once(int seed) =>
        SeededSeries.Alarms(seed, 3_000, (i, random) => SeededSeries.Noise(random) + (i == 2_000 ? 60 : 0)).Should().Contain(2_000);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_drop_is_told_at_once(int seed) =>
        SeededSeries.Alarms(seed, 3_000, (i, random) => SeededSeries.Noise(random) - (i == 2_000 ? 60 : 0)).Should().Contain(2_000);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_shift_of_the_level_is_told_once(int seed)
    {
        var alarms = SeededSeries.Alarms(seed, 2_240, (i, random) => SeededSeries.Noise(random) + (i >= 2_000 ? 60 : 0));

        alarms.Should().Contain(2_000);
        alarms.Count(i => i >= 2_000).Should().Be(1, "240 rows of the same trouble are one");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_sensor_that_hangs_is_told(int seed) =>
        SeededSeries.Alarms(seed, 2_100, (i, random) => i < 2_000 ? SeededSeries.Noise(random) : 100).Should().Contain(i => i >= 2_010 && i <= 2_060);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_slow_rise_is_told_before_it_is_as_high_as_a_spike(int seed) =>
        SeededSeries.Alarms(seed, 2_700, (i, random) => SeededSeries.Noise(random) + (Math.Max(0, i - 2_000) * 0.05)).Should().Contain(i => i > 2_000 && i <= 2_450);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Errors_after_none_at_all_are_told_at_once(int seed) =>
        SeededSeries.Alarms(seed, 1_500, (i, _) => i is >= 1_000 and < 1_003 ? 5 : 0).Should().Equal(1_000);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_burst_of_hourly_errors_is_told_in_its_first_hour(int seed) =>
        SeededSeries.Alarms(seed, 720, (i, random) => Enumerable.Range(0, 20).Count(_ => random.NextDouble() < 0.1) + (i is >= 500 and < 506 ? 25 : 0), minutes: 60).Should().Contain(500);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_outage_is_told_through_the_silence_after_a_small_anomaly(int seed)
    {
        var alarms = SeededSeries.Alarms(seed, 3_000, (i, random) => SeededSeries.Noise(random) + (i == 2_000 ? 45 : i == 2_010 ? 600 : 0));

        alarms.Should().Contain(2_000).And.Contain(2_010);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plain_noise_alarms_less_than_once_in_a_thousand_values(int seed) =>
        SeededSeries.Alarms(seed, 10_000, (_, random) => SeededSeries.Noise(random)).Should().HaveCountLessThan(10);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_pattern_of_a_day_is_no_anomaly(int seed)
    {
        var alarms = SeededSeries.Alarms(seed, Day * 21, (i, random) => SeededSeries.Noise(random) + (80 * Math.Sin(i * Math.Tau / Day)));

        alarms.Count(i => i > 4 * Day).Should().BeLessThan(5, "17 days");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Working_hours_are_no_anomaly_and_a_day_without_them_is(int seed)
    {
        var alarms = SeededSeries.Alarms(seed, Day * 14, (i, random) => SeededSeries.Noise(random) + ((i / 12 % 24) is >= 9 and < 18 && i / Day != 12 ? 80 : 0));

        alarms.Count(i => i > 4 * Day && i < 12 * Day).Should().BeLessThan(4, "8 days");
        alarms.Should().Contain(i => i >= (12 * Day) + 108 && i < (12 * Day) + 120, "within an hour after they should have begun");
    }

    [Fact]
    public void A_series_that_never_changes_is_no_anomaly() =>
        SeededSeries.Alarms(1, 5_000, (_, _) => 42).Should().BeEmpty();

    [Fact]
    public void The_first_sixty_values_say_nothing()
    {
        var detector = new AnomalyDetector();

        Enumerable.Range(0, 60).Select(i => detector.Observe(SeededSeries.Start.AddMinutes(i), i == 50 ? 1e9 : i % 7)).Should().OnlyContain(score => score == 0);
    }

    [Fact]
    public void A_lower_threshold_alarms_earlier_and_is_kept_after_an_anomaly_too()
    {
        var detector = new AnomalyDetector(new AnomalyDetectorOptions { AlarmThreshold = 0.3 });
        var random = new Random(5);
        var scores = Enumerable.Range(0, 3_000).Select(i => detector.Observe(SeededSeries.Start.AddMinutes(5 * i), SeededSeries.Noise(random))).ToList();

        var alarms = scores.Select((score, i) => (score, i)).Where(x => x.score >= 0.3).Select(x => x.i).ToList();
        alarms.Should().HaveCountGreaterThan(SeededSeries.Alarms(5, 3_000, (_, r) => SeededSeries.Noise(r)).Count);
        alarms.Zip(alarms.Skip(1), (a, b) => b - a).Should().OnlyContain(distance => distance > 20 || scores[0] == 0);
    }

    [Fact]
    public void Its_state_fits_in_four_kilobytes_and_an_observation_allocates_nothing() // P14
    {
        _ = new AnomalyDetector();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var detector = new AnomalyDetector();
        var built = GC.GetAllocatedBytesForCurrentThread() - before;

        detector.Observe(SeededSeries.Start, 1);
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            detector.Observe(SeededSeries.Start.AddMinutes(i), i % 97 == 0 ? 1e6 : i % 13);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        built.Should().BeLessThanOrEqualTo(4_096);
    }
}
