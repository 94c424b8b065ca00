using System.Text.Json;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>An outage behind a circuit breaker: 5 time-outs, and 79 calls that were refused because of them.</summary>
public sealed class ConsequencesInReportsTests : IDisposable
{
    private const string Words = ", 79 of them calls that failed because of another error";

    private readonly FakeTimeProvider _clock = new();
    private readonly ErrorRegistry _registry;
    private readonly ErrorReporter _reporter;

    public ConsequencesInReportsTests()
    {
        _registry = new ErrorRegistry(null, _clock);
        _reporter = new ErrorReporter(_registry, _clock);
        _clock.Advance(TimeSpan.FromDays(2));
        var breaker = new CircuitBreaker("gateway", new CircuitBreakerOptions { FailureThreshold = 5 }, _clock);
        for (var call = 0; call < 84; call++)
        {
            try
            {
                breaker.Execute<int>(static () => throw new TimeoutException());
            }
            catch (Exception e)
            {
                _registry.Record(e, "payments");
            }
        }
    }

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.109, S0.113: total_errors is all that was recorded
    public void Every_report_has_the_same_total_and_tells_both_parts_of_it()
    {
        var now = _clock.GetUtcNow();
        var daily = _reporter.GetDailyReport();
        var weekly = _reporter.GetWeeklyReport();
        var incident = _reporter.GetIncidentReport(now.AddMinutes(-10), now);

        new[] { daily.TotalErrors, weekly.TotalErrors, incident.TotalErrors, new ErrorDashboard(_registry, null, _clock).GetTimeline().TotalErrors, ComponentHealthReport.Of(_registry).Components.Single().WindowErrors }
            .Should().OnlyContain(total => total == 84);
        foreach (var (markdown, html, json) in new[] { (daily.ToMarkdown(), daily.ToHtml(), daily.ToJson()), (weekly.ToMarkdown(), weekly.ToHtml(), weekly.ToJson()), (incident.ToMarkdown(), incident.ToHtml(), incident.ToJson()) })
        {
            markdown.Should().Contain("**84 errors ").And.Contain(Words).And.Contain("| Of them, calls that failed because of another error | 79 |").And.Contain("| 1 | TimeoutException (new) |");
            html.Should().Contain(Words).And.Contain(", 79 because of another</dt>");
            using var document = JsonDocument.Parse(json);
            document.RootElement.GetProperty("total_errors").GetInt64().Should().Be(84);
            document.RootElement.GetProperty("consequences").GetInt64().Should().Be(79);
        }
    }

    [Fact]
    public void How_things_are_now_counts_as_the_reports_of_days_do()
    {
        var markdown = _reporter.ToMarkdown();

        markdown.Should().Contain("84 errors in the last 24 h" + Words + ".").And.Contain("| Errors in the last 24 h | 84 |");
        markdown.Should().MatchRegex(@"\| 1 \| TimeoutException \|[^\n]*\| 84 \|");
        markdown.Should().Contain("- Count: 84 in the last 24 h (100% of all)\n- Since it was first seen: 5 times\n- Consequences: 79 further calls failed because of it without reaching it\n");
        _reporter.ToHtml().Should().Contain("<span class=\"figure\">84</span>").And.Contain(", 79 because of another</dt>");
    }

    [Fact] // the error itself was seen yesterday, what it led to goes on
    public async Task What_follows_from_an_older_error_is_listed_with_it()
    {
        var breaker = new CircuitBreaker("slow", new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromHours(30), MaxBreakDuration = TimeSpan.FromHours(30) }, _clock);
        Call(breaker);
        _clock.Advance(TimeSpan.FromHours(26));
        Call(breaker);
        Call(breaker);
        await _registry.FlushAsync();

        _reporter.ToMarkdown().Should().Contain("2 errors in the last 24 h, 2 of them calls that failed because of another error.").And.MatchRegex(@"\| 1 \| InvalidTimeZoneException \|[^\n]*\| 2 \|");
    }

    private void Call(CircuitBreaker breaker)
    {
        try
        {
            breaker.Execute<int>(static () => throw new InvalidTimeZoneException());
        }
        catch (Exception e)
        {
            _registry.Record(e, "zones");
        }
    }
}
