using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>The report of a day tells how breakers stood on that day, and of now only where it says so.</summary>
public sealed class PastBreakersTests : IDisposable
{
    private static readonly DateOnly Yesterday = new(2030, 1, 1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ErrorRegistry _registry;
    private readonly CircuitBreakerRegistry _breakers;
    private readonly ICircuitBreaker _breaker;
    private readonly ErrorReporter _reporter;

    public PastBreakersTests()
    {
        _registry = new ErrorRegistry(null, _clock);
        _breakers = new CircuitBreakerRegistry(new CircuitBreakerOptions(), _clock);
        _breaker = _breakers.GetOrAdd("gateway");
        _reporter = new ErrorReporter(_registry, _clock, _breakers);
        _registry.Record(new ErrorOccurrence("stock", "System.TimeoutException", "no answer"));
        _clock.Advance(TimeSpan.FromHours(30));
    }

    public void Dispose()
    {
        _registry.Dispose();
        _breakers.Dispose();
    }

    [Fact]
    public void A_breaker_that_opened_today_was_closed_yesterday()
    {
        _breaker.OpenFor(TimeSpan.FromHours(10));

        var report = _reporter.GetDailyReport(Yesterday);

        report.Circuits.Should().ContainSingle().Which.Should().Match<ReportedCircuit>(circuit => circuit.State == CircuitState.Open && circuit.EndState == CircuitState.Closed && circuit.Transitions.Count == 0 && !circuit.ChangesLost);
        report.ToMarkdown().Should().Contain("| Breaker | State at the end | State now | Mode now | Latest change of state |").And.Contain("| gateway | Closed | Open | Automatic | – |").And.NotContain("opened");
        report.ToHtml().Should().Contain("State at the end").And.Contain("now open").And.NotContain("Serious").And.NotContain("<title>open for").And.Contain("<title>closed for");
        report.ToJson().Should().Contain("\"state\": \"open\"").And.Contain("\"end_state\": \"closed\"");
        _reporter.GetDailyReport().ToMarkdown().Should().Contain("| Breaker | State now | Mode now |").And.Contain("| gateway | Open | Automatic |");
    }

    [Fact]
    public void A_breaker_that_has_closed_since_was_open_at_the_end()
    {
        _clock.SetUtcNow(new DateTimeOffset(2030, 1, 1, 23, 0, 0, TimeSpan.Zero));
        _breaker.OpenFor(TimeSpan.FromHours(10));
        _clock.SetUtcNow(new DateTimeOffset(2030, 1, 2, 7, 0, 0, TimeSpan.Zero));
        _breaker.Reset();

        var report = _reporter.GetDailyReport(Yesterday);

        report.ToMarkdown().Should().Contain("| gateway | Open | Closed |");
        report.ToHtml().Should().Contain("Serious").And.Contain("opened once and was open at the end.");
    }

    [Fact] // a breaker keeps 50
    public void Changes_that_are_no_longer_known_are_not_made_up()
    {
        for (var i = 0; i < 60; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _breaker.OpenFor(TimeSpan.FromSeconds(5));
            _clock.Advance(TimeSpan.FromSeconds(1));
            _breaker.Reset();
        }

        var report = _reporter.GetDailyReport(Yesterday);

        report.Circuits.Should().ContainSingle().Which.Should().Match<ReportedCircuit>(circuit => circuit.EndState == null && circuit.ChangesLost);
        report.ToMarkdown().Should().Contain("How often circuit breaker gateway opened is no longer known in full.").And.Contain("| gateway | no longer known | Closed |");
        report.ToHtml().Should().Contain("changed more often than is still known").And.NotContain("<title>closed for");
        report.ToJson().Should().Contain("\"end_state\": null").And.Contain("\"changes_lost\": true");
        CircuitReport.Of(_breaker.GetMetrics()).Summary.Should().StartWith("opened at least 25 times");
        CircuitReport.Of(_breaker.GetMetrics()).Transitions[0].Should().StartWith("2030-01-02 06:02:00 Open to Closed");
    }
}
