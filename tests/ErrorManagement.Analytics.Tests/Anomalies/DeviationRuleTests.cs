using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Anomalies;

public sealed class DeviationRuleTests
{
    [Fact] // S0.112
    public void A_bucket_more_than_two_deviations_above_the_mean_is_an_anomaly()
    {
        // Nine of 2 and one of 12: mean 3, population deviation 3.
        var found = new DeviationRule().FindIn(SeriesOf.Counts(2, 2, 2, 2, 12, 2, 2, 2, 2, 2)).Should().ContainSingle().Which;

        found.Should().Be(new SeriesAnomaly { At = SeriesOf.Start.AddMinutes(20), Count = 12, Mean = 3, Threshold = 9, DeviationsAbove = 3.0 });
    }

    [Fact] // S0.112: two decimals
    public void Deviations_are_told_with_two_decimals() =>
        new DeviationRule().FindIn(SeriesOf.Filled(8, (0, 1))).Should().ContainSingle().Which.DeviationsAbove.Should().Be(2.65, "√7 is 2.6457…");

    [Theory] // B14: the largest z of one bucket is √(n−1), and as much as two deviations is none
    [InlineData(2, 0)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(288, 1)]
    public void One_bucket_alone_needs_six(int buckets, int found)
    {
        for (var count = 1L; count < 200; count++)
        {
            new DeviationRule().FindIn(SeriesOf.Filled(buckets, (0, count))).Should().HaveCount(found, $"of {buckets} buckets one holds {count}");
        }
    }

    [Fact] // U32: σ = 0 → none; S0.112: fewer than two buckets → none
    public void Without_a_difference_or_with_fewer_than_two_buckets_there_is_none()
    {
        new DeviationRule().FindIn([]).Should().BeEmpty();
        new DeviationRule().FindIn(SeriesOf.Counts(1_000)).Should().BeEmpty();
        new DeviationRule().FindIn(SeriesOf.Filled(288)).Should().BeEmpty();
        new DeviationRule().FindIn(SeriesOf.Counts([.. Enumerable.Repeat(7L, 288)])).Should().BeEmpty();
        new DeviationRule().FindIn(SeriesOf.Counts([.. Enumerable.Repeat((1L << 60) + 1, 288)])).Should().BeEmpty("a mean of such counts is rounded, and their deviation is 0 all the same");
    }

    [Fact] // U32: upwards only
    public void A_bucket_below_the_mean_is_none() =>
        new DeviationRule().FindIn(SeriesOf.Counts(10, 10, 10, 10, 10, 10, 10, 0)).Should().BeEmpty();

    [Fact] // a seeded sweep against the rule in words
    public void It_finds_what_the_rule_says()
    {
        var random = new Random(112);
        for (var i = 0; i < 3_000; i++)
        {
            var counts = Enumerable.Range(0, random.Next(2, 40)).Select(_ => random.Next(4) == 0 ? (long)random.Next(30) : 0).ToArray();
            var k = random.Next(5, 40) / 10.0;

            var found = new DeviationRule(new DeviationRuleOptions { Deviations = k }).FindIn(SeriesOf.Counts(counts));

            var mean = counts.Average();
            var deviation = Math.Sqrt(counts.Average(c => (c - mean) * (c - mean)));
            found.Select(f => f.Count).Should().Equal(counts.Where(c => deviation > 0 && c > mean + (k * deviation) + 1e-9));
        }
    }

    [Fact]
    public void Of_a_registry_the_same_buckets_count_as_for_spikes()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, clock);
        registry.FindDeviations().Should().BeEmpty("nothing happened, and there is one bucket");
        clock.Advance(TimeSpan.FromMinutes(25));
        registry.Record(new TimeoutException(), "payments");
        registry.FindDeviations().Should().ContainSingle("the registry has run in six buckets").Which.DeviationsAbove.Should().Be(2.24);
        registry.FindDeviations(new DeviationRule(new DeviationRuleOptions { Bucket = TimeSpan.FromHours(1), Window = TimeSpan.FromDays(7) })).Should().BeEmpty("one hour is one bucket");
        registry.FindDeviations(selector: SeriesSelector.Of(ErrorSeverity.Critical)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0.09, "*Deviations must be at least 0.1 and at most 100, both inclusive; it is 0.09.*")]
    [InlineData(100.1, "*Deviations*")]
    [InlineData(double.NaN, "*Deviations*")]
    public void Settings_outside_their_bounds_are_refused(double deviations, string message) =>
        FluentActions.Invoking(() => new DeviationRule(new DeviationRuleOptions { Deviations = deviations })).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        FluentActions.Invoking(() => new DeviationRule(new DeviationRuleOptions { Deviations = 0, Window = TimeSpan.Zero })).Should().Throw<ArgumentException>().WithMessage("*Deviations*Window*");
}
