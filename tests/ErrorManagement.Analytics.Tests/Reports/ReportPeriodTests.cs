using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class ReportPeriodTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0, 5)]
    [InlineData(1, 299, 0, 5)]
    [InlineData(299, 300, 0, 10)]
    [InlineData(301, 899, 5, 15)]
    public void From_an_instant_to_another_are_all_buckets_that_they_touch(int start, int end, int from, int to) =>
        ReportPeriod.Of(Noon.AddSeconds(start), Noon.AddSeconds(end), FiveMinutes).Should().Be(new ReportPeriod(Noon.AddMinutes(from), Noon.AddMinutes(to), FiveMinutes));

    [Fact]
    public void At_the_ends_of_the_calendar_there_is_no_more()
    {
        ReportPeriod.Of(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, FiveMinutes).Should().Be(new ReportPeriod(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, FiveMinutes));
        ReportPeriod.OfDays(DateOnly.MaxValue, DateOnly.MaxValue).To.Should().Be(DateTimeOffset.MaxValue);
        ReportPeriod.Shift(DateOnly.MinValue, -1).Should().Be(DateOnly.MinValue);
        ReportPeriod.Shift(DateOnly.MaxValue, 1).Should().Be(DateOnly.MaxValue);
    }

    [Fact]
    public void Shorter_buckets_are_added_up_and_none_is_lost()
    {
        var minutes = Enumerable.Range(0, 17).Select(i => new SeriesPoint(Noon.AddMinutes(3 + i), i)).ToList();

        var gathered = ReportPeriod.Gather(minutes, FiveMinutes);

        gathered.Select(point => point.At).Should().Equal(Noon, Noon.AddMinutes(5), Noon.AddMinutes(10), Noon.AddMinutes(15));
        gathered.Select(point => point.Count).Should().Equal(1, 20, 45, 70);
        ReportPeriod.Gather([], FiveMinutes).Should().BeEmpty();
    }
}
