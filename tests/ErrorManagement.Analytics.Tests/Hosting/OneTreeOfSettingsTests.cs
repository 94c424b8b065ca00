using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Runs;
using ErrorManagement.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Tests.Hosting;

/// <summary>One tree of settings from a real file: bound, checked at the start, followed when the file changes.</summary>
public sealed class OneTreeOfSettingsTests : IDisposable
{
    private const string Good = """
        {
          "ErrorManagement": {
            "ApplicationName": "shop",
            "Registry": { "Capacity": 500 },
            "Health": { "MaxUnresolvedErrors": 3 },
            "Dashboard": { "TopErrors": 7 },
            "Reports": { "BaselineWindow": "14.00:00:00", "DailyTop": 8 },
            "Schedule": { "At": "06:30", "WeeklyOn": "Friday", "Daily": false },
            "Alerts": {
              "ErrorRateThreshold": 2.5,
              "CriticalErrorThreshold": 3,
              "For": "00:02:00",
              "StopTimeout": "00:00:00", // the clock of these tests stands still, and the webhook does not answer
              "Rules": [ { "Name": "payments_rate", "Metric": "ComponentRate", "Component": "payments", "Threshold": 1.5, "Severity": "Error", "Labels": { "team": "money" } } ]
            },
            "Channels": {
              "Log": false,
              "Webhooks": [ { "Name": "ops", "Url": "https://hooks.example.org/in", "Secret": "0123456789abcdef0123", "Headers": { "X-Tenant": "north" }, "AllowedNetworks": [ "10.20.0.0/16" ] } ],
              "Slack": [ { "Url": "https://hooks.slack.com/services/T0/B0/x" } ],
              "Email": { "To": [ "oncall@example.org" ], "SubjectPrefix": "[shop]" }
            },
            "Runs": { "FailedStatuses": [ "broken" ], "PageSize": 50 }
          }
        }
        """;

    private readonly string _file = Path.GetTempFileName();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _log = [];
    private IConfigurationRoot? _configuration;

    public void Dispose()
    {
        (_configuration as IDisposable)?.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task Every_part_is_bound_from_a_section_of_the_hosts_own()
    {
        await using var provider = Build(Good);

        var options = provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;

        options.Dashboard.TopErrors.Should().Be(7);
        options.Reports.BaselineWindow.Should().Be(TimeSpan.FromDays(14));
        options.Schedule.Should().BeEquivalentTo(new { At = new TimeOnly(6, 30), WeeklyOn = DayOfWeek.Friday, Daily = false, Weekly = true });
        options.Alerts.For.Should().Be(TimeSpan.FromMinutes(2));
        options.Alerts.Rules.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "payments_rate", Metric = AlertMetric.ComponentRate, Component = "payments", Threshold = 1.5, Severity = ErrorSeverity.Error });
        options.Alerts.Rules[0].Labels.Should().Contain("team", "money");
        options.Channels.Webhooks.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "ops", AllowHttp = false, AllowedNetworks = new[] { "10.20.0.0/16" } });
        options.Channels.Webhooks[0].Headers.Should().Contain("X-Tenant", "north");
        options.Channels.Email.To.Should().Equal("oncall@example.org");
        options.Runs.FailedStatuses.Should().Equal("broken");
    }

    [Fact]
    public async Task Everything_that_tells_people_comes_from_the_container_with_its_settings()
    {
        await using var provider = Build(Good);

        provider.GetRequiredService<AlertManager>().GetChannels().Select(channel => channel.Name).Should().Equal("ops", "slack", "email");
        provider.GetRequiredService<ReportScheduler>().GetStatus().Select(channel => channel.Name).Should().Equal("ops", "slack", "email");
        provider.GetRequiredService<ErrorDashboard>().GetDashboard().Should().NotBeNull();
        provider.GetRequiredService<ErrorReporter>().GetDailyReport().ApplicationName.Should().Be("shop");
        (await provider.GetRequiredService<RunAnalytics>().GetSummaryAsync()).FailedWorkflows.Should().Be(1, "'broken' is what fails here");
    }

    [Fact]
    public void A_container_that_is_disposed_synchronously_takes_all_of_it_along()
    {
        var provider = Build(Good);
        provider.GetRequiredService<AlertManager>().Start();
        provider.GetRequiredService<ReportScheduler>().Start();

        FluentActions.Invoking(provider.Dispose).Should().NotThrow();

        _clock.Advance(TimeSpan.FromDays(8));
    }

    [Fact]
    public async Task All_mistakes_of_all_parts_are_told_at_once_when_the_host_starts_and_none_shows_a_secret()
    {
        using var host = new HostBuilder()
            .ConfigureServices(services => services.AddErrorManagement(options =>
            {
                options.Registry.Capacity = 0;
                options.Health.MaxRecentErrors = -1;
                options.Dashboard.TopErrors = -2;
                options.Reports.DailyTop = 101;
                options.Schedule.ChannelTimeout = TimeSpan.Zero;
                options.Alerts.CriticalErrorThreshold = 0;
                options.Alerts.Rules.Add(new AlertRuleOptions { Name = "", Threshold = double.NaN });
                options.Channels.Webhooks.Add(new WebhookOptions { Name = "same", Url = "http://hooks.example.org/very-secret-path", Secret = "hunter2" });
                options.Channels.Slack.Add(new SlackOptions { Name = "same", Url = "" });
                options.Channels.Email = null!;
                options.Runs.PageSize = 0;
            }))
            .Build();

        var mistakes = (await host.Awaiting(h => h.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures.ToList();

        foreach (var start in new[]
        {
            "Registry: ErrorRegistryOptions.Capacity", "Health: MaxRecentErrors", "Dashboard: TopErrors", "Reports: DailyTop", "Schedule: ChannelTimeout", "Alerts: CriticalErrorThreshold", "Alerts: Rules[0]",
            "Channels: Webhooks[0]: Url", "Channels: Webhooks[0]: Secret", "Channels: Slack[0]: Url", "Channels: Slack[0]: Name", "Channels: Email", "Runs: PageSize",
        })
        {
            mistakes.Should().Contain(mistake => mistake.StartsWith(start, StringComparison.Ordinal), "of {0}", start);
        }

        string.Join('\n', mistakes).Should().NotContain("very-secret-path").And.NotContain("hunter2");
    }

    [Fact]
    public async Task A_change_of_the_file_is_followed_by_what_can_change_safely()
    {
        await using var provider = Build(Good);
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var alerts = provider.GetRequiredService<AlertManager>();
        var health = provider.GetRequiredService<ServiceMonitor>();
        var dashboard = provider.GetRequiredService<ErrorDashboard>();
        foreach (var type in Enumerable.Range(0, 9).Select(i => "Type" + i))
        {
            registry.Record(new ErrorOccurrence("payments", type, "broken") { Severity = ErrorSeverity.Critical });
        }

        health.GetHealth().Status.Should().Be(ServiceStatus.Degraded);
        dashboard.GetTopErrors().Data.Should().HaveCount(7);

        Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": 2", StringComparison.Ordinal)
            .Replace("\"CriticalErrorThreshold\": 3", "\"CriticalErrorThreshold\": 100", StringComparison.Ordinal)
            .Replace("\"MaxUnresolvedErrors\": 3", "\"MaxUnresolvedErrors\": 100, \"MaxCriticalErrors\": 100", StringComparison.Ordinal));
        await alerts.EvaluateAsync();

        dashboard.GetTopErrors().Data.Should().HaveCount(2);
        health.GetHealth().Status.Should().Be(ServiceStatus.Healthy);
        alerts.GetAlerts().Should().NotContain(alert => alert.Rule == "critical_errors");
    }

    [Fact]
    public async Task A_change_to_something_wrong_is_refused_said_once_and_leaves_everything_as_it_was()
    {
        await using var provider = Build(Good);
        var dashboard = provider.GetRequiredService<ErrorDashboard>();
        provider.GetRequiredService<IErrorRegistry>().Record(new ErrorOccurrence("payments", "A", "broken"));
        provider.GetRequiredService<IErrorRegistry>().Record(new ErrorOccurrence("payments", "B", "other"));

        FluentActions.Invoking(() => Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": -7", StringComparison.Ordinal))).Should().NotThrow("whoever reloads a file is not to blame");
        FluentActions.Invoking(() => Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": -7", StringComparison.Ordinal))).Should().NotThrow();

        _log.Where(line => line.Contains("refused", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Contain("Dashboard: TopErrors").And.Contain("-7");
        provider.GetRequiredService<IOptionsMonitor<ErrorManagementOptions>>().CurrentValue.Dashboard.TopErrors.Should().Be(7);

        Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": 1", StringComparison.Ordinal));
        dashboard.GetTopErrors().Data.Should().ContainSingle("the next good change counts");
    }

    [Fact]
    public async Task Settings_that_are_refused_are_not_said_to_apply()
    {
        await using var provider = Build(Good, LogLevel.Debug);
        provider.GetRequiredService<ErrorDashboard>();

        Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": -7", StringComparison.Ordinal));
        Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": -8", StringComparison.Ordinal));

        _log.Should().NotContain(line => line.Contains("New settings apply", StringComparison.Ordinal));
        Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": 1", StringComparison.Ordinal));
        _log.Should().Contain("New settings apply: Dashboard");
    }

    [Fact]
    public async Task A_channel_that_waits_for_the_next_start_is_no_failure_of_the_others()
    {
        await using var provider = Build(Good);
        provider.GetRequiredService<AlertManager>();
        var edited = Good.Replace("\"Name\": \"ops\"", "\"Name\": \"operations\"", StringComparison.Ordinal);

        Reload(edited);
        Reload(edited.Replace("\"TopErrors\": 7", "\"TopErrors\": 1", StringComparison.Ordinal));

        _log.Should().ContainSingle().Which.Should().StartWith("New settings Channels apply, except: channel 'operations' is new").And.NotContain("Exception").And.NotContain("Parameter");
    }

    [Fact]
    public async Task What_cannot_change_while_it_runs_is_said()
    {
        await using var provider = Build(Good);
        provider.GetRequiredService<AlertManager>();

        Reload(Good.Replace("\"Name\": \"ops\"", "\"Name\": \"operations\"", StringComparison.Ordinal));

        _log.Should().ContainSingle(line => line.Contains("'operations' is new", StringComparison.Ordinal) && line.Contains("'ops' stays", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_is_first_asked_for_after_a_change_has_the_changed_settings()
    {
        await using var provider = Build(Good);
        var registry = provider.GetRequiredService<IErrorRegistry>();
        _ = provider.GetRequiredService<IOptionsMonitor<ErrorManagementOptions>>().CurrentValue; // as when a host starts
        _ = provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;
        foreach (var type in Enumerable.Range(0, 9).Select(i => "Type" + i))
        {
            registry.Record(new ErrorOccurrence(type + "Part", type, "broken") { Severity = ErrorSeverity.Critical });
        }

        Reload(Good.Replace("\"TopErrors\": 7", "\"TopErrors\": 2", StringComparison.Ordinal)
            .Replace("\"DailyTop\": 8", "\"DailyTop\": 3", StringComparison.Ordinal)
            .Replace("\"CriticalErrorThreshold\": 3", "\"CriticalErrorThreshold\": 100", StringComparison.Ordinal)
            .Replace("\"MaxUnresolvedErrors\": 3", "\"MaxUnresolvedErrors\": 100, \"MaxCriticalErrors\": 100", StringComparison.Ordinal)
            .Replace("\"broken\"", "\"odd\"", StringComparison.Ordinal)
            .Replace("\"Name\": \"ops\"", "\"Name\": \"operations\"", StringComparison.Ordinal));

        provider.GetRequiredService<ErrorDashboard>().GetTopErrors().Data.Should().HaveCount(2);
        provider.GetRequiredService<ErrorReporter>().GetDailyReport().TopComponents.Should().HaveCount(3);
        provider.GetRequiredService<ServiceMonitor>().GetHealth().Status.Should().Be(ServiceStatus.Healthy);
        (await provider.GetRequiredService<RunAnalytics>().GetSummaryAsync()).FailedWorkflows.Should().Be(0);
        var alerts = provider.GetRequiredService<AlertManager>();
        await alerts.EvaluateAsync();
        alerts.GetAlerts().Should().NotContain(alert => alert.Rule == "critical_errors");
        alerts.GetChannels().Should().Contain(channel => channel.Name == "operations");
    }

    [Fact]
    public async Task A_log_that_is_switched_on_or_off_while_it_runs_waits_and_that_is_said()
    {
        await using var provider = Build(Good);
        provider.GetRequiredService<AlertManager>();

        Reload(Good.Replace("\"Log\": false", "\"Log\": true", StringComparison.Ordinal));

        _log.Should().ContainSingle(line => line.Contains("'log' is new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_of_a_rule_cannot_break_the_line_that_says_what_is_wrong_with_it()
    {
        await using var provider = Build(Good.Replace("\"Name\": \"payments_rate\"", "\"Name\": \"a\\nERROR b\\u202e\", \"For\": \"-00:00:01\"", StringComparison.Ordinal));

        var mistake = provider.Invoking(p => p.GetRequiredService<IOptions<ErrorManagementOptions>>().Value).Should().Throw<OptionsValidationException>().Which.Failures.Single();

        mistake.Should().NotContain("\n").And.NotContain("\u202e").And.Contain("Rules[0] 'a");
    }

    [Fact]
    public void A_second_function_for_e_mail_and_a_second_source_of_runs_are_refused_at_once()
    {
        var builder = new ServiceCollection().AddErrorManagement().AddEmail((_, _, _) => ValueTask.CompletedTask).AddRunAnalytics(_ => RunSource.FromMemory([]));

        builder.Invoking(b => b.AddEmail((_, _, _) => ValueTask.CompletedTask)).Should().Throw<ArgumentException>();
        builder.Invoking(b => b.AddRunAnalytics(_ => RunSource.FromMemory([]))).Should().Throw<ArgumentException>();
    }

    private ServiceProvider Build(string json, LogLevel least = LogLevel.Warning)
    {
        File.WriteAllText(_file, json);
        _configuration = new ConfigurationBuilder().AddJsonFile(_file).Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddLogging(logging => logging.SetMinimumLevel(least).AddProvider(new Lines(_log, least)));
        services.AddErrorManagement()
            .AddEmail((_, _, _) => ValueTask.CompletedTask)
            .AddRunAnalytics(_ => RunSource.FromMemory([new WorkRun { Id = "1", Status = "broken", StartedAt = _clock.GetUtcNow() }]));
        services.Configure<ErrorManagementOptions>(_configuration.GetSection("ErrorManagement"));
        return services.BuildServiceProvider();
    }

    private void Reload(string json)
    {
        File.WriteAllText(_file, json);
        _configuration!.Reload();
    }

    private sealed class Lines(List<string> lines, LogLevel least) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lock (lines)
                {
                    lines.Add(formatter(state, exception));
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
