using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class TimelineChartTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 3, 7, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(24, 1)]
    [InlineData(25, 2)]
    [InlineData(60, 5)]
    [InlineData(240, 10)]
    [InlineData(24 * 30, 30)]
    [InlineData((24 * 30) + 1, 60)]
    [InlineData(24 * 60, 60)]
    public void A_bar_is_as_short_as_24_lines_allow(int windowMinutes, int bucketMinutes)
    {
        var bucket = TimelineChart.BucketFor(TimeSpan.FromMinutes(windowMinutes));

        bucket.Should().Be(TimeSpan.FromMinutes(bucketMinutes));
        for (var offset = 0; offset < 60; offset++)
        {
            var minutes = Enumerable.Range(0, windowMinutes).Select(i => new SeriesPoint(Start.AddMinutes(i + offset), 1)).ToList();
            var points = TimelineChart.Gather(minutes, bucket);
            points.Should().HaveCountLessThanOrEqualTo(25);
            points.Sum(p => p.Count).Should().Be(windowMinutes, "no minute is lost");
            points.Should().OnlyContain(p => p.At.UtcTicks % bucket.Ticks == 0);
        }
    }

    [Fact]
    public void Missing_minutes_are_shown_as_zero() =>
        TimelineChart.Gather([new SeriesPoint(Start, 2), new SeriesPoint(Start.AddMinutes(3), 1)], TimeSpan.FromMinutes(1)).Select(p => p.Count).Should().Equal(2, 0, 0, 1);

    [Fact]
    public void Nothing_gives_nothing()
    {
        TimelineChart.Gather([], TimeSpan.FromMinutes(1)).Should().BeEmpty();
        TimelineChart.Draw([]).Should().BeEmpty();
    }

    [Fact]
    public void Bars_are_in_proportion_and_whatever_happened_has_one() =>
        TimelineChart.Draw([new(Start, 0), new(Start.AddMinutes(1), 1), new(Start.AddMinutes(2), 1_000), new(Start.AddMinutes(3), 500)]).Should().Be(
            $"01-01 03:07 0\n01-01 03:08 █ 1\n01-01 03:09 {new string('█', 40)} 1,000\n01-01 03:10 {new string('█', 20)} 500\n");
}
