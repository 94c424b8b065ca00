using System.Text.Json;
using ErrorManagement.Analytics.Reports;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>What was before the start of the registry is not known: it is no day without errors.</summary>
public sealed class CountedTimeTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 8, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2030, 1, 8);

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly ErrorRegistry _registry;
    private readonly ErrorReporter _reporter;

    public CountedTimeTests()
    {
        _registry = new ErrorRegistry(null, _clock);
        _reporter = new ErrorReporter(_registry, _clock);
        for (var i = 0; i < 20; i++)
        {
            _registry.Record(new ErrorOccurrence("stock", "System.TimeoutException", "no answer"));
        }

        _clock.Advance(TimeSpan.FromMinutes(30));
    }

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(-2, -1, "not counted")]
    [InlineData(-1, 0, "not counted")]
    [InlineData(-1, 0.1, null)]
    [InlineData(0, 1, null)]
    [InlineData(1, 2, null)]
    [InlineData(1.1, 2, "to come")]
    public void A_zero_outside_of_the_time_that_is_known_says_nothing(double from, double to, string? words) =>
        new CountedTime(Noon, Noon.AddHours(1)).Unseen(Noon.AddHours(from), TimeSpan.FromHours(to - from)).Should().Be(words);

    [Fact] // S0.111: the numbers are the formula's
    public void A_week_in_which_counting_began_claims_no_rise()
    {
        var week = _reporter.GetWeeklyReport();

        week.CountedSince.Should().Be(Noon);
        week.Trend.Should().Match<Trend>(trend => trend.Direction == TrendDirection.Increasing && trend.ChangePercent == 100);
        var markdown = week.ToMarkdown();
        markdown.Should().StartWith("# Weekly error report: 2030-01-02 to 2030-01-08")
            .And.Contain("**20 errors from 2030-01-02 to 2030-01-08, counted since 2030-01-08 12:00:00 only; whether they increase is not known yet.**")
            .And.Contain("| Trend | not known yet |").And.Contain("Mon 2030-01-07 not counted\n").And.NotContain("they increase, by");
        week.ToHtml().Should().NotContain("+100").And.NotContain("they increase, by").And.Contain("not counted").And.Contain("<dt>seen for the first time</dt>");
        using var json = JsonDocument.Parse(week.ToJson());
        json.RootElement.GetProperty("counted_since").GetDateTimeOffset().Should().Be(Noon);
        json.RootElement.GetProperty("trend").GetProperty("change_percent").GetDouble().Should().Be(100);
    }

    [Fact]
    public void A_week_that_was_counted_from_its_begin_has_a_trend()
    {
        _clock.Advance(TimeSpan.FromDays(8));
        for (var i = 0; i < 500; i++)
        {
            _registry.Record(new ErrorOccurrence("stock", "System.TimeoutException", "no answer"));
        }

        var week = _reporter.GetWeeklyReport();

        week.CountedSince.Should().BeNull();
        week.ToMarkdown().Should().Contain("; they increase, by 100% from").And.Contain("| Trend | increasing, +100.0% |").And.NotContain("not counted");
    }

    [Fact]
    public void A_day_says_since_when_and_what_is_still_to_come()
    {
        var markdown = _reporter.GetDailyReport().ToMarkdown();

        markdown.Should().Contain("**20 errors on 2030-01-08, counted since 2030-01-08 12:00:00 only.**").And.Contain("One error was seen for the first time since counting began.");
        markdown.Should().Contain("11:00 not counted\n12:00 █").And.Contain("\n13:00 to come\n");
        _reporter.GetDailyReport(Day.AddDays(-3)).ToMarkdown().Should().Contain("**No errors on 2030-01-05: nothing was counted then, counting began at 2030-01-08 12:00:00 UTC.**");
        _reporter.GetDailyReport(Day.AddDays(3)).CountedSince.Should().BeNull("that day has not begun");
        _reporter.GetIncidentReport(Noon.AddHours(-1), Noon).ToMarkdown().Should().Contain("counted since 2030-01-08 12:00:00 only");
    }

    [Fact]
    public void How_things_are_says_how_long_was_counted()
    {
        var markdown = _reporter.ToMarkdown();

        markdown.Should().Contain("Most frequent: TimeoutException in stock, 20 times, last 30 min ago. It was first seen 30 min ago.").And.Contain("0.67/min over the 30 min since the start. Counted for 30 min only, since the start.");
        _clock.Advance(TimeSpan.FromHours(24));
        _reporter.ToMarkdown().Should().NotContain("Counted for");
    }
}
