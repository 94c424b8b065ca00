using ErrorManagement.Analytics;
using ErrorManagement.Architecture.Tests.Docs;
using ErrorManagement.TestKit;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the figures of docs/health.md.</summary>
public sealed class HealthPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/health.md");

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Score()
    {
        using var registry = new ErrorRegistry(null, _clock);

        #region score
        var health = HealthScore.Of(registry);                      // the last 24 hours
        Console.WriteLine($"{health.Score} {health.Status.ToWireName()}: {health.Recommendation}");
        foreach (var factor in health.Factors)
        {
            Console.WriteLine($"-{factor.Deduction} {factor.Name} ({factor.Value}): {factor.Advice}");
        }

        var same = HealthScore.Calculate(errorRatePerMinute: 6, criticalErrors: 1, patterns: 0);   // pure: 84.0, good
        #endregion

        health.Score.Should().Be(100);
        (same.Score, same.Status).Should().Be((84.0, HealthStatus.Good));
    }

    [Fact]
    public void The_example_recovers_as_the_page_says()
    {
        using var registry = new ErrorRegistry(null, _clock);
        for (var i = 0; i < 12; i++)
        {
            registry.Record(new TimeoutException("no answer"), "payments", ErrorSeverity.Critical);
        }

        HealthScore.Calculate(12, 12, 2).Should().Match<HealthScore>(h => h.Score == 26.0 && h.Status == HealthStatus.Critical);
        HealthScore.Of(registry).Factors.Take(2).Sum(f => f.Deduction).Should().Be(64);
        _clock.Advance(TimeSpan.FromHours(6));
        HealthScore.Of(registry).Should().Match<HealthScore>(h => h.Score == 60.0 && h.Status == HealthStatus.Fair);
        _clock.Advance(TimeSpan.FromHours(18));
        HealthScore.Of(registry).Should().Match<HealthScore>(h => h.Score == 100.0 && h.Status == HealthStatus.Excellent);
    }

    [Fact]
    public void Components()
    {
        using var registry = new ErrorRegistry(null, _clock);
        registry.Record(new TimeoutException(), "payments");

        #region components
        var report = ComponentHealthReport.Of(registry, window: TimeSpan.FromHours(24), limit: 20);
        foreach (var component in report.Components)                // worst first
        {
            Console.WriteLine($"{component.Component}: {component.Score} {component.Status.ToWireName()}, {component.WindowErrors} errors");
        }

        var json = report.ToJson();
        #endregion

        json.Should().Contain("\"health_score\": 90");
    }

    [Fact]
    public void Service()
    {
        using var registry = new ErrorRegistry(null, _clock);

        #region service
        var monitor = new ServiceMonitor(registry);                 // a container with AddErrorManagement has one, with its breakers and budgets
        monitor.AddCheck("disk", () => new DriveInfo("/").AvailableFreeSpace > 1 << 30 ? ServiceStatus.Healthy : ServiceStatus.Degraded);

        var health = monitor.GetHealth();
        Console.WriteLine(health.ToJson());
        #endregion

        health.ErrorTracking.Status.Should().Be(ServiceStatus.Healthy);
    }

    [Fact]
    public void The_health_that_the_page_shows_is_what_is_written()
    {
        using var registry = new ErrorRegistry(null, _clock);
        for (var i = 0; i < 11; i++)
        {
            registry.Record(new TimeoutException("no answer"), "payments", ErrorSeverity.Error);
        }

        var monitor = new ServiceMonitor(registry, null, _clock);
        monitor.AddCheck("disk", () => ServiceStatus.Healthy);

        var shown = Page.Lines.SkipWhile(line => line != "<!-- service-json -->").Skip(2).TakeWhile(line => line != "```");
        monitor.GetHealth().ToJson().Should().Be(string.Join('\n', shown));
    }
}
