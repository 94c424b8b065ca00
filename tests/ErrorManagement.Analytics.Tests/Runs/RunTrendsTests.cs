using ErrorManagement.Analytics.Runs;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunTrendsTests
{
    [Fact] // S4.15
    public void Days_rise_and_have_number_rate_and_runs()
    {
        var trends = Analyze(Failed(daysAgo: 2), Ok(daysAgo: 1), Ok(daysAgo: 2), Ok(daysAgo: 2), Failed(daysAgo: 5), Failed(daysAgo: 5)).Trends;

        trends.DailyErrors.Should().Equal(
            new RunDay(new DateOnly(2030, 1, 26), 2, 100, 2),
            new RunDay(new DateOnly(2030, 1, 29), 1, 33.33, 3),
            new RunDay(new DateOnly(2030, 1, 30), 0, 0, 1));
        trends.AverageDailyFailures.Should().Be(1);
    }

    [Theory] // S4.15: two decimals, half away from zero
    [InlineData(1, 3, 0.33)]
    [InlineData(2, 3, 0.67)]
    [InlineData(1, 8, 0.13)]
    public void The_average_is_of_days_with_runs(int failed, int days, double average) =>
        Analyze([.. Times(days, i => Ok(daysAgo: i)), .. Times(failed, _ => Failed(daysAgo: 0))]).Trends.AverageDailyFailures.Should().Be(average);

    [Fact] // S4.16
    public void Ten_percent_for_a_week_and_fifty_for_another_are_up_by_four_hundred()
    {
        var trends = Analyze(Days(7, failed: 1, of: 10).Concat(Days(7, failed: 5, of: 10, later: 7))).Trends;

        trends.DirectionName.Should().Be("increasing");
        trends.PercentageChange.Should().Be(400);
        trends.AverageDailyFailures.Should().Be(3);
        trends.DailyErrors.Should().HaveCount(14);
    }

    [Theory] // S4.16: more than 10 %
    [InlineData(100, 110, "stable", 10)]
    [InlineData(100, 111, "increasing", 11)]
    [InlineData(100, 90, "stable", -10)]
    [InlineData(100, 89, "decreasing", -11)]
    public void A_change_of_more_than_ten_percent_is_a_direction(int first, int last, string direction, double change)
    {
        var trends = Analyze(Days(1, first, 1_000).Concat(Days(1, last, 1_000, later: 1))).Trends;

        trends.DirectionName.Should().Be(direction);
        trends.PercentageChange.Should().Be(change);
    }

    [Fact] // S4.16
    public void A_single_day_is_stable() => Analyze(Times(10, _ => Failed())).Trends.DirectionName.Should().Be("stable");

    [Fact] // B26: no day is compared with itself
    public void Of_few_days_the_halves_are_compared()
    {
        var trends = Analyze(Days(2, 1, 10).Concat(Days(1, 10, 10, later: 2)).Concat(Days(2, 3, 10, later: 3))).Trends;

        trends.DirectionName.Should().Be("increasing");
        trends.PercentageChange.Should().Be(200);
    }

    [Fact] // B26
    public void From_nothing_to_half_is_up_by_a_hundred()
    {
        var trends = Analyze(Days(7, 0, 10).Concat(Days(7, 5, 10, later: 7))).Trends;

        trends.DirectionName.Should().Be("increasing");
        trends.PercentageChange.Should().Be(100);
    }

    [Fact] // U33, D2: a day without runs is no day of a good rate
    public void Days_without_runs_are_passed_over()
    {
        var trends = Analyze(Days(7, 1, 10).Concat(Days(7, 1, 10, later: 20))).Trends;

        trends.DirectionName.Should().Be("stable");
        trends.DailyErrors.Should().HaveCount(14);
        trends.AverageDailyFailures.Should().Be(1);
    }

    [Fact]
    public void A_day_is_one_of_utc()
    {
        var late = new DateTimeOffset(2030, 1, 20, 1, 0, 0, TimeSpan.FromHours(3));

        Analyze(Ok() with { StartedAt = late }).Trends.DailyErrors.Should().ContainSingle().Which.Date.Should().Be(new DateOnly(2030, 1, 19));
    }

    // The first of the days is the 29th day ago.
    private static IEnumerable<WorkRun> Days(int days, int failed, int of, int later = 0) =>
        Times(days, day => Ok(daysAgo: 29 - later - day)).SelectMany(run => Times(of, i => run with { Status = i < failed ? "failed" : "completed" }));
}
