using System.Globalization;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class ReportCalendarTests
{
    private static readonly TimeOnly At = new(0, 5);

    [Theory]
    [InlineData("2030-03-13T00:04:59.9999999Z", "2030-03-12")]
    [InlineData("2030-03-13T00:05:00Z", "2030-03-13")]
    [InlineData("2030-03-13T23:59:59Z", "2030-03-13")]
    [InlineData("2030-03-13T01:00:00+02:00", "2030-03-12")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31")]
    public void The_latest_day_is_the_one_whose_time_has_come(string now, string day) =>
        ReportCalendar.LatestDay(Instant(now), At).ToString("O", CultureInfo.InvariantCulture).Should().Be(day);

    [Theory]
    [InlineData("2030-03-18T00:05:00Z", "2030-03-18")] // a Monday
    [InlineData("2030-03-18T00:04:59Z", "2030-03-11")]
    [InlineData("2030-03-24T23:00:00Z", "2030-03-18")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01")]
    public void The_latest_week_is_the_one_whose_time_has_come(string now, string day) =>
        ReportCalendar.LatestWeek(Instant(now), At, DayOfWeek.Monday).ToString("O", CultureInfo.InvariantCulture).Should().Be(day);

    [Theory]
    [InlineData("2030-03-13T00:04:30Z", 30)]
    [InlineData("2030-03-13T00:04:59.99Z", 0.02)]
    [InlineData("2030-03-13T00:05:00Z", 60)]
    [InlineData("2030-03-13T12:00:00Z", 60)]
    public void It_looks_at_the_clock_when_it_is_time_and_once_a_minute(string now, double seconds) =>
        ReportCalendar.Wait(Instant(now), At).Should().Be(TimeSpan.FromSeconds(seconds));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
