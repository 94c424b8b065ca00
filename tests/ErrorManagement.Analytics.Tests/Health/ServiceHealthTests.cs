using System.Text.Json;

namespace ErrorManagement.Analytics.Tests.Health;

public sealed class ServiceHealthTests
{
    private static readonly DateTimeOffset At = new(2030, 3, 31, 3, 30, 0, TimeSpan.FromHours(2));

    [Theory] // S1.36: 10 and 20 themselves are healthy
    [InlineData(0, 0, 0, ServiceStatus.Healthy)]
    [InlineData(10, 20, 0, ServiceStatus.Healthy)]
    [InlineData(11, 20, 0, ServiceStatus.Degraded)]
    [InlineData(10, 21, 0, ServiceStatus.Degraded)]
    [InlineData(1, 1, 1, ServiceStatus.Degraded)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, ServiceStatus.Degraded)]
    public void Error_tracking_is_degraded_above_its_thresholds(long unresolved, long recent, long critical, ServiceStatus status)
    {
        var tracking = ErrorTrackingHealth.Judge(1_000, unresolved, recent, critical);

        tracking.Should().Be(new ErrorTrackingHealth { Status = status, TotalErrors = 1_000, UnresolvedErrors = unresolved, Recent24h = recent, CriticalErrors = critical });
    }

    [Fact]
    public void Thresholds_can_be_set()
    {
        var options = new ServiceHealthOptions { MaxCriticalErrors = 1, MaxUnresolvedErrors = 0, MaxRecentErrors = 100 };

        ErrorTrackingHealth.Judge(1, 0, 100, 1, options).Status.Should().Be(ServiceStatus.Healthy);
        ErrorTrackingHealth.Judge(1, 1, 100, 1, options).Status.Should().Be(ServiceStatus.Degraded);
        ErrorTrackingHealth.Judge(1, 0, 101, 1, options).Status.Should().Be(ServiceStatus.Degraded);
        ErrorTrackingHealth.Judge(1, 0, 100, 2, options).Status.Should().Be(ServiceStatus.Degraded);
        FluentActions.Invoking(() => ErrorTrackingHealth.Judge(1, -1, 0, 0)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("unresolved");
        FluentActions.Invoking(() => ErrorTrackingHealth.Judge(1, 0, 0, 0, new ServiceHealthOptions { MaxCriticalErrors = -1, Window = TimeSpan.Zero, OpenCircuit = (ServiceStatus)7 }))
            .Should().Throw<ArgumentException>().WithMessage("*MaxCriticalErrors*Window*OpenCircuit*");
    }

    [Theory] // S1.37
    [InlineData(ServiceStatus.Healthy, ServiceStatus.Healthy, ServiceStatus.Healthy)]
    [InlineData(ServiceStatus.Degraded, ServiceStatus.Healthy, ServiceStatus.Degraded)]
    [InlineData(ServiceStatus.Healthy, ServiceStatus.Degraded, ServiceStatus.Degraded)]
    [InlineData(ServiceStatus.Degraded, ServiceStatus.Unhealthy, ServiceStatus.Unhealthy)]
    [InlineData(ServiceStatus.Unhealthy, ServiceStatus.Healthy, ServiceStatus.Unhealthy)]
    [InlineData(ServiceStatus.Healthy, (ServiceStatus)9, ServiceStatus.Unhealthy)]
    public void The_whole_is_the_worst_of_all(ServiceStatus errors, ServiceStatus check, ServiceStatus whole) =>
        ServiceHealth.Of(At, new ErrorTrackingHealth { Status = errors }, [new ServiceCheck("a", ServiceStatus.Healthy), new ServiceCheck("b", check)]).Status.Should().Be(whole);

    [Fact] // S1.35, S1.37: the shape on the wire
    public void It_is_json_in_snake_case()
    {
        var health = ServiceHealth.Of(At, ErrorTrackingHealth.Judge(30, 4, 21, 0), [new ServiceCheck("circuit_breakers", ServiceStatus.Healthy), new ServiceCheck("database", ServiceStatus.Unhealthy, "The check failed.")]);

        health.ToJson().Should().Be("""
            {
              "status": "unhealthy",
              "timestamp": "2030-03-31T01:30:00+00:00",
              "components": {
                "error_tracking": {
                  "status": "degraded",
                  "total_errors": 30,
                  "unresolved_errors": 4,
                  "recent_24h": 21,
                  "critical_errors": 0
                },
                "circuit_breakers": {
                  "status": "healthy"
                },
                "database": {
                  "status": "unhealthy",
                  "description": "The check failed."
                }
              }
            }
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Figures_that_nobody_could_read_are_null()
    {
        var health = ServiceHealth.Of(At, new ErrorTrackingHealth { Status = ServiceStatus.Unhealthy, Failure = "System.IO.IOException" });

        using var json = JsonDocument.Parse(health.ToJson());
        var tracking = json.RootElement.GetProperty("components").GetProperty("error_tracking");
        tracking.GetProperty("total_errors").ValueKind.Should().Be(JsonValueKind.Null);
        tracking.GetProperty("failure").GetString().Should().Be("System.IO.IOException");
        json.RootElement.GetProperty("status").GetString().Should().Be("unhealthy");
    }

    [Fact]
    public void The_ends_of_time_are_written()
    {
        foreach (var at in new[] { DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue })
        {
            using var json = JsonDocument.Parse(ServiceHealth.Of(at, new ErrorTrackingHealth()).ToJson());
            json.RootElement.GetProperty("timestamp").GetDateTimeOffset().Should().Be(at);
        }
    }
}
