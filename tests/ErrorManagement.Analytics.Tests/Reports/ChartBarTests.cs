using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class ChartBarTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(96, 96)]
    [InlineData(97, 49)]
    [InlineData(1_440, 96)]
    public void There_are_at_most_96_bars_and_no_error_is_lost(int points, int bars)
    {
        var made = ChartBar.Of([.. Enumerable.Range(0, points).Select(i => new SeriesPoint(Begin.AddMinutes(5 * i), i))], TimeSpan.FromMinutes(5), []);

        made.Should().HaveCount(bars);
        made.Sum(static bar => bar.Count).Should().Be(Enumerable.Range(0, points).Sum());
        made.Zip(made.Skip(1)).Where(static pair => pair.First.Span.To != pair.Second.Span.From).Should().BeEmpty();
    }

    [Fact]
    public void The_bar_in_which_an_anomaly_began_is_marked()
    {
        var anomaly = new DetectedAnomaly { Series = SeriesSelector.All, At = Begin.AddMinutes(60), Bucket = TimeSpan.FromMinutes(5) };

        ChartBar.Of([new SeriesPoint(Begin, 1), new SeriesPoint(Begin.AddHours(1), 2)], TimeSpan.FromHours(1), [anomaly]).Select(static bar => bar.IsUnusual).Should().Equal(false, true);
    }
}
