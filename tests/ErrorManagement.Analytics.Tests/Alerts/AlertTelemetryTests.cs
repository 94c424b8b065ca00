using System.Diagnostics.Metrics;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Tests.Alerts;

/// <summary>What a manager tells of itself, and the channel that writes to the log.</summary>
public sealed class AlertTelemetryTests : ILoggerProvider, ILogger
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<(LogLevel Level, int Id, string Category, string Text)> _logged = [];
    private string _category = "";

    [Fact]
    public async Task What_fires_and_what_was_told_is_in_the_metrics()
    {
        await using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        using var registry = new ErrorRegistry(null, _clock);
        await using var manager = new AlertManager(registry, null, _clock, [new RecordingChannel("good"), new RecordingChannel("bad") { OnSend = static (_, _) => throw new InvalidOperationException() }], meterFactory: factory);
        manager.AddRule(new AlertRule { Name = "throws", Find = static _ => throw new InvalidOperationException() });
        using var recorder = new MeasurementRecorder(factory);
        manager.Raise("a", ErrorSeverity.Critical, "A.");
        manager.Raise("b", ErrorSeverity.Critical, "B.");
        await manager.EvaluateAsync();
        await manager.FlushAsync();

        recorder.Read("alerts.firing").Values.Should().BeEquivalentTo([2.0, 0, 0, 0, 0]);
        recorder.Read("alerts.notices").Values.Should().BeEquivalentTo([2.0, 0, 0, 0, 1, 0]);
        recorder.Read("alerts.rule_failures").Values.Should().Equal(1);
        await manager.DisposeAsync();
        recorder.Forget();
        recorder.Read("alerts.notices").Should().BeEmpty();
    }

    [Fact]
    public async Task A_failing_channel_and_a_failing_rule_are_logged_once_a_streak()
    {
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(this).SetMinimumLevel(LogLevel.Trace));
        using var registry = new ErrorRegistry(null, _clock);
        var down = true;
        var channel = new RecordingChannel("mail") { OnSend = (_, _) => down ? throw new TimeoutException() : Task.CompletedTask };
        await using var manager = new AlertManager(registry, AlertBench.NoRules, _clock, [channel], loggerFactory: factory);
        manager.AddRule(new AlertRule { Name = "shaky", Find = _ => down ? throw new FormatException() : [] });
        manager.Raise("a", ErrorSeverity.Critical, "A.");
        await LookAsync(3);
        down = false;
        await LookAsync(3);

        _logged.Select(entry => (entry.Id, entry.Level)).Should().BeEquivalentTo([(121, LogLevel.Warning), (124, LogLevel.Warning), (122, LogLevel.Information)]);
        _logged.Should().OnlyContain(entry => entry.Category == "ErrorManagement");

        async Task LookAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await manager.EvaluateAsync();
                await manager.FlushAsync();
                _clock.Advance(TimeSpan.FromMinutes(4));
                await manager.FlushAsync();
            }
        }
    }

    [Fact]
    public async Task Notices_that_are_lost_are_told_to_the_log()
    {
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(this));
        using var registry = new ErrorRegistry(null, _clock);
        var options = AlertBench.NoRules;
        options.QueueCapacity = 1;
        var (begun, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var channel = new RecordingChannel("mail")
        {
            OnSend = async (_, _) =>
            {
                begun.TrySetResult();
                await end.Task;
            },
        };
        await using var manager = new AlertManager(registry, options, _clock, [channel], loggerFactory: factory);
        manager.Raise("first", ErrorSeverity.Error, "A.");
        await begun.Task;
        for (var i = 0; i < 10; i++)
        {
            manager.Raise($"r{i}", ErrorSeverity.Error, "A.");
        }

        end.SetResult();
        await manager.FlushAsync();
        _logged.Should().ContainSingle().Which.Should().Match<(LogLevel Level, int Id, string Category, string Text)>(entry => entry.Id == 123 && entry.Text.Contains("9 notices", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_channel_writes_at_the_level_of_the_severity_in_its_own_category()
    {
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(this).SetMinimumLevel(LogLevel.Trace));
        await using var bench = new AlertBench(AlertBench.NoRules, channels: [new LoggerAlertChannel(factory)]);
        foreach (var severity in Enum.GetValues<ErrorSeverity>())
        {
            bench.Manager.Raise($"{severity}", severity, "So it is.");
            await bench.Manager.FlushAsync();
        }

        bench.Manager.Resolve("Error");
        await bench.Manager.FlushAsync();
        _logged.Select(entry => (entry.Id, entry.Level)).Should().Equal((127, LogLevel.Debug), (127, LogLevel.Information), (127, LogLevel.Warning), (127, LogLevel.Error), (127, LogLevel.Critical), (128, LogLevel.Information));
        _logged[3].Text.Should().Be("Alert Error fires: So it is. (error, count 1)");
        _logged.Should().OnlyContain(entry => entry.Category == LoggerAlertChannel.Category);
    }

    [Fact] // a log that leads back to the registry must not make alerts of alerts
    public async Task What_is_logged_of_an_alert_is_no_new_error()
    {
        await using var provider = new ServiceCollection().AddLogging().AddErrorManagement().Services.BuildServiceProvider();
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var factory = provider.GetRequiredService<ILoggerFactory>();
        await using var manager = new AlertManager(registry, AlertBench.NoRules, channels: [new LoggerAlertChannel(factory)], loggerFactory: factory);
        manager.Raise("a", ErrorSeverity.Critical, "A.");
        await manager.FlushAsync();
        manager.GetChannels()[0].Sent.Should().Be(1);
        registry.GetErrors().Should().BeEmpty();
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName)
    {
        _category = categoryName;
        return this;
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_logged)
        {
            _logged.Add((logLevel, eventId.Id, _category, formatter(state, exception)));
        }
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    public void Dispose() => _logged.Clear();
}
