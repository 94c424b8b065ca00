using System.Xml.Linq;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class SvgTimelineTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(9, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 12)]
    [InlineData(100, 100)]
    [InlineData(101, 120)]
    [InlineData(1_212, 1_400)]
    [InlineData(8_001, 10_000)]
    [InlineData(long.MaxValue, 1e19)]
    public void A_scale_ends_at_a_round_number_that_is_large_enough(long largest, double end) =>
        SvgTimeline.ScaleFor(largest).Should().BeApproximately(end, end * 1e-9).And.BeGreaterThanOrEqualTo(largest);

    [Fact]
    public void Nothing_that_happened_is_without_a_bar_and_nothing_that_did_not_has_one()
    {
        var begin = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        var bars = ChartBar.Of([new SeriesPoint(begin, 1), new SeriesPoint(begin.AddHours(1), 0), new SeriesPoint(begin.AddHours(2), 1_000_000)], TimeSpan.FromHours(1), []);

        var chart = XElement.Parse(SvgTimeline.Draw("a", "Errors", bars, []).ToString());

        chart.Descendants("rect").Should().HaveCount(2).And.OnlyContain(static bar => (double)bar.Attribute("height")! >= 2);
        chart.Descendants("rect").First().Element("title")!.Value.Should().Be("00:00 to 01:00: 1 error");
        chart.Descendants("desc").Single().Value.Should().Be("3 bars, 1,000,001 errors. The largest is 02:00 to 03:00 with 1,000,000.");
    }
}
