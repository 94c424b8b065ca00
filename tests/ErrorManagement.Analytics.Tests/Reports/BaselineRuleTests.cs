using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class BaselineRuleTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly DateOnly Day = new(2030, 3, 20);
    private static readonly DateTimeOffset Now = new(2030, 3, 20, 6, 30, 0, TimeSpan.Zero);

    [Theory] // S0.116
    [InlineData(0, "2030-01-01T00:00:00Z", 7)]
    [InlineData(0, "2030-03-13T00:00:00Z", 7)]
    [InlineData(0, "2030-03-13T00:00:01Z", 6)]
    [InlineData(0, "2030-03-18T12:00:00Z", 1)]
    [InlineData(0, "2030-03-19T00:00:01Z", 0)]
    [InlineData(-30, "2029-01-01T00:00:00Z", 4)] // what is kept ends there
    [InlineData(-40, "2029-01-01T00:00:00Z", 0)]
    [InlineData(2, "2029-01-01T00:00:00Z", 5)] // neither today nor tomorrow is usual
    [InlineData(100, "2029-01-01T00:00:00Z", 0)]
    public void Only_whole_days_before_that_were_seen_and_are_kept_tell_what_is_usual(int offset, string start, int days)
    {
        var day = Day.AddDays(offset);

        var found = BaselineRule.Days(ReportPeriod.OfDays(day, day), Week, DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture), Now);

        (found is { } period ? (int)(period.To - period.From).TotalDays : 0).Should().Be(days);
    }

    [Fact]
    public void Of_a_day_that_runs_the_hours_that_have_begun_are_compared()
    {
        var hours = Enumerable.Range(0, 48).Select(hour => new SeriesPoint(ReportPeriod.Start(Day.AddDays(-2)).AddHours(hour), 10)).ToList();

        var running = BaselineRule.Of(Counts(ReportPeriod.OfDays(Day, Day), 140), hours, Now);
        var over = BaselineRule.Of(Counts(ReportPeriod.OfDays(Day, Day), 140), hours, Now.AddDays(1));

        running.Should().Be(new ReportBaseline { Days = 2, DailyMean = 240, Expected = 70, Ratio = 2 });
        over.Should().Be(new ReportBaseline { Days = 2, DailyMean = 240, Expected = 240, Ratio = 140 / 240.0 });
    }

    [Fact]
    public void An_incident_is_compared_with_as_long_a_time()
    {
        var hours = Enumerable.Range(0, 24).Select(hour => new SeriesPoint(ReportPeriod.Start(Day.AddDays(-1)).AddHours(hour), 12)).ToList();
        var period = ReportPeriod.Of(Now.AddMinutes(-30), Now.AddMinutes(-1), TimeSpan.FromMinutes(1));

        BaselineRule.Of(Counts(period, 60), hours, Now).Should().BeEquivalentTo(new { Days = 1, DailyMean = 288.0, Ratio = 10.0 }, options => options.Using<double>(x => x.Subject.Should().BeApproximately(x.Expectation, 1e-9)).WhenTypeIs<double>());
    }

    [Fact]
    public void Without_errors_before_there_is_no_ratio_and_without_days_no_baseline()
    {
        var hours = Enumerable.Range(0, 24).Select(hour => new SeriesPoint(ReportPeriod.Start(Day.AddDays(-1)).AddHours(hour), 0)).ToList();

        BaselineRule.Of(Counts(ReportPeriod.OfDays(Day, Day), 60), hours, Now).Should().Be(new ReportBaseline { Days = 1, Ratio = null });
        BaselineRule.Of(Counts(ReportPeriod.OfDays(Day, Day), 60), [], Now).Should().BeNull();
    }

    private static PeriodCounts Counts(ReportPeriod period, long total) => PeriodCounts.Of(period, new RangeCounts
    {
        At = Now,
        Points = [],
        Total = total,
        Severities = [],
        Components = [],
        Records = [],
        Unheld = total,
    });
}
