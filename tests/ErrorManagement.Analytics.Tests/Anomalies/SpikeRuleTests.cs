using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Anomalies;

public sealed class SpikeRuleTests
{
    [Fact] // S0.102
    public void A_bucket_above_three_times_the_mean_is_a_spike()
    {
        new SpikeRule().FindIn(SeriesOf.Counts(10, 10, 10, 10, 60)).Should().BeEmpty("60 is just three times the mean of 20");

        var spike = new SpikeRule().FindIn(SeriesOf.Counts(10, 10, 10, 10, 65)).Should().ContainSingle().Which;

        spike.Should().Be(new SeriesAnomaly { At = SeriesOf.Start.AddMinutes(20), Count = 65, Mean = 21, Threshold = 63, Severity = AnomalySeverity.Medium });
    }

    [Theory] // S0.102: strictly more; high is more than twice the threshold
    [InlineData(4, 1, true, AnomalySeverity.Medium)] // mean 1/4, threshold 3/4
    [InlineData(3, 1, false, null)] // mean 1/3, threshold 1: as much
    [InlineData(6, 1, true, AnomalySeverity.Medium)] // mean 1/6, threshold 1/2: twice as much
    [InlineData(7, 1, true, AnomalySeverity.High)]
    public void Severity_goes_by_twice_the_threshold(int buckets, long count, bool found, AnomalySeverity? severity)
    {
        var spikes = new SpikeRule().FindIn(SeriesOf.Filled(buckets, (buckets - 1, count)));

        spikes.Any().Should().Be(found);
        spikes.Select(s => s.Severity).Should().Equal(found ? [severity] : Array.Empty<AnomalySeverity?>());
    }

    [Fact] // B14, U32: with empty buckets left out, three buckets could never have a spike
    public void One_bucket_with_errors_among_empty_ones_is_a_spike()
    {
        var series = SeriesOf.Filled(288, (287, 5));

        var spike = new SpikeRule().FindIn(series).Should().ContainSingle().Which;

        spike.Mean.Should().BeApproximately(5.0 / 288, 1e-12);
        spike.Threshold.Should().BeApproximately(15.0 / 288, 1e-12);
        spike.Severity.Should().Be(AnomalySeverity.High);
        new SpikeRule().FindIn([.. series.Where(p => p.Count > 0)]).Should().BeEmpty("that is what the original saw");
    }

    [Fact] // S0.102, U32
    public void Without_errors_or_with_fewer_than_two_buckets_there_is_none()
    {
        new SpikeRule().FindIn([]).Should().BeEmpty();
        new SpikeRule().FindIn(SeriesOf.Counts(1_000)).Should().BeEmpty();
        new SpikeRule().FindIn(SeriesOf.Filled(288)).Should().BeEmpty();
        new SpikeRule().FindIn(SeriesOf.Counts([.. Enumerable.Repeat(7L, 288)])).Should().BeEmpty();
        new SpikeRule(new SpikeRuleOptions { Multiplier = 1 }).FindIn(SeriesOf.Counts([.. Enumerable.Repeat(7L, 288)])).Should().BeEmpty("as much as the mean is not above it");
    }

    [Fact]
    public void Counts_beyond_what_doubles_hold_are_compared_exactly()
    {
        const long Base = 1L << 60;
        var rule = new SpikeRule(new SpikeRuleOptions { Multiplier = 1 });

        rule.FindIn(SeriesOf.Counts(Base, Base, Base, Base + 1)).Should().ContainSingle().Which.Count.Should().Be(Base + 1);
        rule.FindIn(SeriesOf.Counts([.. Enumerable.Repeat(long.MaxValue, 300)])).Should().BeEmpty();
    }

    [Fact] // a seeded sweep against the rule in words, in whole numbers
    public void It_finds_what_the_rule_says()
    {
        var random = new Random(102);
        for (var i = 0; i < 3_000; i++)
        {
            var counts = Enumerable.Range(0, random.Next(0, 40)).Select(_ => random.Next(4) == 0 ? (long)random.Next(30) : 0).ToArray();
            var tenths = random.Next(10, 60);

            var spikes = new SpikeRule(new SpikeRuleOptions { Multiplier = tenths / 10.0 }).FindIn(SeriesOf.Counts(counts));

            var expected = counts.Length < 2 ? [] : counts.Where(c => 10 * c * counts.Length > tenths * counts.Sum()).ToArray();
            spikes.Select(s => s.Count).Should().Equal(expected);
            spikes.Where(s => s.Severity == AnomalySeverity.High).Select(s => s.Count).Should().Equal(expected.Where(c => 10 * c * counts.Length > 2 * tenths * counts.Sum()));
        }
    }

    [Fact] // U32: from the start of the registry on, so that the time before it does not count as quiet
    public void Of_a_registry_that_just_started_only_its_own_time_counts()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, clock);
        Record(registry, 10);
        clock.Advance(TimeSpan.FromMinutes(10));
        Record(registry, 10);

        registry.FindSpikes().Should().BeEmpty("three buckets of 10, 0 and 10");

        clock.Advance(TimeSpan.FromMinutes(20));
        Record(registry, 100);
        var spike = registry.FindSpikes().Should().ContainSingle().Which;
        spike.Should().Match<SeriesAnomaly>(s => s.Count == 100 && s.At == clock.GetUtcNow() && s.Mean == 120.0 / 7 && s.Severity == AnomalySeverity.Medium);
    }

    [Fact] // D2, U32: a day later it is forgotten
    public void Of_a_registry_the_last_24_hours_count()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 12, 2, 30, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, clock);
        clock.Advance(TimeSpan.FromHours(1));
        Record(registry, 50);
        clock.Advance(TimeSpan.FromHours(23));

        var spike = registry.FindSpikes().Should().ContainSingle().Which;
        spike.At.Should().Be(new DateTimeOffset(2030, 1, 1, 13, 0, 0, TimeSpan.Zero), "buckets are aligned to UTC");
        spike.Mean.Should().Be(50.0 / 288, "all buckets count, empty ones as well");

        clock.Advance(TimeSpan.FromHours(1));
        registry.FindSpikes().Should().BeEmpty();
        new ErrorRegistry(null, clock).FindSpikes().Should().BeEmpty("nothing happened at all");
    }

    [Fact]
    public void Of_a_registry_one_component_alone_can_be_looked_at()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, clock);
        clock.Advance(TimeSpan.FromHours(2));
        Record(registry, 5, "stock");

        registry.FindSpikes(selector: SeriesSelector.OfComponent("stock")).Should().ContainSingle();
        registry.FindSpikes(selector: SeriesSelector.OfComponent("payments")).Should().BeEmpty();
        registry.FindSpikes(new SpikeRule(new SpikeRuleOptions { Window = TimeSpan.FromHours(1), Bucket = TimeSpan.FromMinutes(30) })).Should().BeEmpty("of two buckets none can be above three times their mean");
    }

    [Theory] // a clock in 1970 and in 9999, and one that is set back
    [InlineData(1, 1)]
    [InlineData(1970, 1)]
    [InlineData(9999, 12)]
    public void The_ends_of_time_hurt_nothing(int year, int month)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(year, month, month == 12 ? 31 : 1, month == 12 ? 23 : 0, 30, 0, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, clock);
        Record(registry, 3);
        clock.Advance(TimeSpan.FromMinutes(29.9));
        Record(registry, 30);

        registry.FindSpikes().Should().ContainSingle().Which.Count.Should().Be(30);
        registry.FindDeviations().Should().ContainSingle();
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_moves_the_labels_only()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, clock);
        clock.Advance(TimeSpan.FromHours(3));
        Record(registry, 9);
        clock.SetUtcNow(clock.GetUtcNow().AddHours(-8));

        registry.FindSpikes().Should().ContainSingle().Which.Should().Match<SeriesAnomaly>(s => s.Count == 9 && s.At == clock.GetUtcNow());
    }

    [Theory]
    [InlineData(0.99, 24, 5, "*Multiplier must be at least 1 and at most 1000, both inclusive; it is 0.99.*")]
    [InlineData(double.NaN, 24, 5, "*Multiplier*")]
    [InlineData(3, 25, 5, "*Window must be at least 2 buckets*at most 1.00:00:00*it is 1.01:00:00.*")]
    [InlineData(3, 24, 7, "*Bucket must be whole minutes that divide an hour*it is 00:07:00.*")]
    [InlineData(3, 24, 0, "*Bucket*")]
    [InlineData(3, 24, 90, "*Bucket*")]
    [InlineData(3, 1, 60, "*Window*")]
    [InlineData(3, 841, 60, "*Window*at most 35.00:00:00*")]
    public void Settings_outside_their_bounds_are_refused(double multiplier, int hours, int minutes, string message) =>
        FluentActions.Invoking(() => new SpikeRule(new SpikeRuleOptions { Multiplier = multiplier, Window = TimeSpan.FromHours(hours), Bucket = TimeSpan.FromMinutes(minutes) }))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void Settings_are_copied()
    {
        var options = new SpikeRuleOptions { Bucket = TimeSpan.FromHours(1), Window = TimeSpan.FromDays(35) };
        var rule = new SpikeRule(options);
        options.Window = TimeSpan.Zero;

        (rule.Window, rule.Bucket).Should().Be((TimeSpan.FromDays(35), TimeSpan.FromHours(1)));
        (new SpikeRule().Window, new SpikeRule().Bucket).Should().Be((TimeSpan.FromHours(24), TimeSpan.FromMinutes(5)));
        FluentActions.Invoking(() => rule.FindIn(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => default(IErrorRegistry)!.FindSpikes()).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Severities_have_names_on_the_wire() =>
        Enum.GetValues<AnomalySeverity>().Select(s => s.ToWireName()).Should().Equal("medium", "high");

    private static void Record(ErrorRegistry registry, int count, string component = "payments")
    {
        for (var i = 0; i < count; i++)
        {
            registry.Record(new TimeoutException("no answer"), component);
        }
    }
}
