using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

public class PeriodSummaryTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_day_in_the_future_is_not_told_to_be_better_than_usual()
    {
        var (reporter, clock) = await TenDaysAsync();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

        var day = reporter.GetDailyReport(today.AddDays(3));
        var incident = reporter.GetIncidentReport(clock.GetUtcNow().AddDays(2), clock.GetUtcNow().AddDays(2.5));

        day.ToMarkdown().Should().Contain("No errors on 2030-01-14; that day has not begun yet.").And.NotContain("usual are");
        day.ToHtml().Should().Contain("that day has not begun yet");
        incident.ToMarkdown().Should().Contain("; that time has not come yet.").And.NotContain("usual are");
        reporter.GetDailyReport(today).ToMarkdown().Should().NotContain("has not begun");
    }

    [Fact]
    public async Task A_week_that_is_not_over_is_not_told_to_decrease()
    {
        var (reporter, clock) = await TenDaysAsync();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

        reporter.GetWeeklyReport(today).ToMarkdown().Should().Contain("; the last of these days is not over, so they cannot be compared yet.");
        reporter.GetWeeklyReport(today.AddDays(3)).ToMarkdown().Should().NotContain("they decrease");
        reporter.GetWeeklyReport(today.AddDays(20)).ToMarkdown().Should().Contain("; these days have not begun yet.");
        reporter.GetWeeklyReport(today.AddDays(-1)).ToMarkdown().Should().Contain("about as many at its end as at its begin");
    }

    [Fact]
    public void A_breaker_that_stays_open_has_opened_once_in_every_form()
    {
        var clock = new FakeTimeProvider(Start);
        using var registry = new ErrorRegistry(timeProvider: clock);
        using var breakers = new CircuitBreakerRegistry(new CircuitBreakerOptions(), clock);
        var breaker = breakers.Create("payments");
        breaker.MoveTo(CircuitState.Open);
        clock.Advance(TimeSpan.FromSeconds(1));
        breaker.OpenFor(TimeSpan.FromMinutes(30));

        var report = new ErrorReporter(registry, clock, breakers).GetDailyReport();

        report.ToMarkdown().Should().Contain("Circuit breaker payments opened 1 time.");
        report.ToHtml().Should().Contain("opened once and is open");
    }

    [Fact]
    public async Task A_rate_of_nothing_does_not_fall()
    {
        var (reporter, _) = await TenDaysAsync();

        reporter.ToMarkdown().Should().Contain("The rate is steady: 0/min now, 0/min over the last hour.");
    }

    // Thirty errors at noon of ten days; the time is 11:00 of the next one.
    private static async Task<(ErrorReporter Reporter, FakeTimeProvider Clock)> TenDaysAsync()
    {
        var clock = new FakeTimeProvider(Start);
        var registry = new ErrorRegistry(timeProvider: clock);
        for (var day = 0; day < 10; day++)
        {
            for (var i = 0; i < 30; i++)
            {
                registry.Record(new ErrorOccurrence("stock", "System.TimeoutException", "no answer"));
            }

            await registry.FlushAsync();
            clock.Advance(TimeSpan.FromHours(day == 9 ? 23 : 24));
        }

        return (new ErrorReporter(registry, clock), clock);
    }
}
