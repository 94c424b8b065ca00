using System.Text.Json;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Health;

public sealed class ComponentHealthTests
{
    [Theory] // S0.114: both sides of each step
    [InlineData(0, 100, ComponentStatus.Healthy)]
    [InlineData(1, 90, ComponentStatus.Healthy)]
    [InlineData(9, 90, ComponentStatus.Healthy)]
    [InlineData(10, 70, ComponentStatus.Degraded)]
    [InlineData(49, 70, ComponentStatus.Degraded)]
    [InlineData(50, 50, ComponentStatus.Unhealthy)]
    [InlineData(99, 50, ComponentStatus.Unhealthy)]
    [InlineData(100, 0, ComponentStatus.Critical)]
    [InlineData(long.MaxValue, 0, ComponentStatus.Critical)]
    public void The_score_goes_by_the_errors_inside_the_window(long errors, int score, ComponentStatus status)
    {
        var health = ComponentHealth.Of(new ComponentCount { Component = "payments", WindowCount = errors, TotalCount = errors, LastHourCount = 3 });

        (health.Score, health.Status, health.RecentErrors1h, health.WindowErrors).Should().Be((score, status, 3, errors));
        ComponentHealth.ScoreOf(errors).Should().Be(score);
    }

    [Theory] // S0.114
    [InlineData(100, ComponentStatus.Healthy)]
    [InlineData(90, ComponentStatus.Healthy)]
    [InlineData(89, ComponentStatus.Degraded)]
    [InlineData(70, ComponentStatus.Degraded)]
    [InlineData(69, ComponentStatus.Unhealthy)]
    [InlineData(50, ComponentStatus.Unhealthy)]
    [InlineData(49, ComponentStatus.Critical)]
    [InlineData(-1, ComponentStatus.Critical)]
    public void The_word_goes_by_the_score(int score, ComponentStatus status) => ComponentHealth.StatusOf(score).Should().Be(status);

    [Fact] // S0.114: the shape on the wire
    public void The_report_is_json_in_snake_case()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, clock);
        Record(registry, "stock", 2);
        clock.Advance(TimeSpan.FromHours(2));
        Record(registry, "payments", 12);

        using var json = JsonDocument.Parse(ComponentHealthReport.Of(registry).ToJson());

        json.RootElement.GetProperty("report_type").GetString().Should().Be("component_health");
        json.RootElement.GetProperty("generated_at").GetDateTimeOffset().Should().Be(clock.GetUtcNow());
        json.RootElement.GetProperty("components").EnumerateArray().Select(c => c.GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)).Should().Equal(
            """{"component":"payments","health_score":70,"total_errors":12,"window_errors":12,"recent_errors_1h":12,"status":"degraded"}""",
            """{"component":"stock","health_score":90,"total_errors":2,"window_errors":2,"recent_errors_1h":0,"status":"healthy"}""");
    }

    [Fact] // D2, U34: all components are listed, and recover as the window passes
    public void A_component_recovers_when_its_errors_leave_the_window()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, clock);
        Record(registry, "payments", 100);

        One().Should().Match<ComponentHealth>(c => c.Score == 0 && c.Status == ComponentStatus.Critical && c.RecentErrors1h == 100);
        clock.Advance(TimeSpan.FromHours(23));
        One().Should().Match<ComponentHealth>(c => c.Score == 0 && c.RecentErrors1h == 0);
        ComponentHealthReport.Of(registry, TimeSpan.FromHours(1)).Components.Should().ContainSingle().Which.Score.Should().Be(100);
        clock.Advance(TimeSpan.FromHours(1));
        One().Should().Match<ComponentHealth>(c => c.Score == 100 && c.Status == ComponentStatus.Healthy && c.TotalErrors == 100 && c.WindowErrors == 0);

        ComponentHealth One() => ComponentHealthReport.Of(registry).Components.Should().ContainSingle().Which;
    }

    [Fact]
    public void The_worst_come_first_and_a_limit_takes_them()
    {
        using var registry = new ErrorRegistry(null, new FakeTimeProvider());
        Record(registry, "few", 1);
        Record(registry, "many", 60);
        Record(registry, "more", 70);
        Record(registry, "also few", 1);

        ComponentHealthReport.Of(registry).Components.Select(c => c.Component).Should().Equal("more", "many", "also few", "few");
        var limited = ComponentHealthReport.Of(registry, limit: 2);
        limited.Components.Select(c => c.Component).Should().Equal("more", "many");
        limited.ComponentCount.Should().Be(4);
        ComponentHealthReport.Of(registry, limit: 0).Components.Should().BeEmpty();
        FluentActions.Invoking(() => ComponentHealthReport.Of(registry, limit: -1)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("limit");
    }

    [Fact]
    public void Without_errors_there_are_no_components()
    {
        using var registry = new ErrorRegistry(null, new FakeTimeProvider());

        ComponentHealthReport.Of(registry).Components.Should().BeEmpty();
        ComponentHealthReport.Of(new ComponentStatistics()).ToJson().Should().Contain("\"components\": []");
    }

    [Fact] // any name makes JSON
    public void Names_of_any_kind_are_written()
    {
        var report = ComponentHealthReport.Of(new ComponentStatistics { Components = [new ComponentCount { Component = "a\"\n\ud800 <b>" }] });

        using var json = JsonDocument.Parse(report.ToJson());
        json.RootElement.GetProperty("components")[0].GetProperty("component").GetString().Should().Be("a\"\n\ufffd <b>");
    }

    [Fact]
    public void Statuses_have_names_on_the_wire()
    {
        Enum.GetValues<ComponentStatus>().Append((ComponentStatus)9).Select(s => s.ToWireName()).Should().Equal("healthy", "degraded", "unhealthy", "critical", "critical");
        Enum.GetValues<ServiceStatus>().Append((ServiceStatus)9).Select(s => s.ToWireName()).Should().Equal("healthy", "degraded", "unhealthy", "unhealthy");
    }

    internal static void Record(ErrorRegistry registry, string component, int count, ErrorSeverity severity = ErrorSeverity.Error)
    {
        for (var i = 0; i < count; i++)
        {
            registry.Record(new TimeoutException("no answer"), component, severity);
        }
    }
}
