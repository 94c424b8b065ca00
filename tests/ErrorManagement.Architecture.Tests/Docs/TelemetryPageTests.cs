using System.Diagnostics.Metrics;
using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>docs/telemetry.md lists what is published, and nothing else: hosts build dashboards on it.</summary>
public sealed class TelemetryPageTests
{
    private static readonly string[][] Documented = [.. MarkdownFile.All.Single(p => p.Path == "docs/telemetry.md").Table("instruments")];

    [Fact] // U42
    public async Task The_table_of_instruments_is_what_is_published()
    {
        var published = new Dictionary<string, string>();
        var tags = new Dictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == ErrorManagementDiagnostics.Name)
            {
                published[instrument.Name] = $"{KindOf(instrument)} | {instrument.Unit}";
                instrument.Description.Should().NotBeNullOrEmpty(instrument.Name);
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, measured, _) => Note(instrument, measured));
        listener.SetMeasurementEventCallback<int>((instrument, _, measured, _) => Note(instrument, measured));
        listener.SetMeasurementEventCallback<double>((instrument, _, measured, _) => Note(instrument, measured));
        listener.Start();

        var observed = await LetEverythingHappenAsync();
        listener.RecordObservableInstruments();

        GC.KeepAlive(observed);
        published.Select(p => $"{p.Key} | {p.Value}").Should().BeEquivalentTo(Documented.Select(r => $"{r[0]} | {r[1]} | {r[2]}"));
        tags.Should().BeEquivalentTo(Documented.ToDictionary(r => r[0], r => r[3]));

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> measured) => tags[instrument.Name] = string.Join(", ", measured.ToArray().Select(t => t.Key));
    }

    private static string KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name.Split('`')[0].Replace("Observable", "", StringComparison.Ordinal);
        var kind = type switch
        {
            "Counter" => "counter",
            "UpDownCounter" => "up-down counter",
            "Gauge" => "gauge",
            _ => type,
        };
        return instrument.IsObservable ? kind + ", observed" : kind;
    }

    private static async Task<object[]> LetEverythingHappenAsync()
    {
        var clock = new FakeTimeProvider();
        var registry = new CircuitBreakerRegistry();
        var breaker = registry.Create("docs", new CircuitBreakerOptions { FailureThreshold = 1, Metrics = CircuitMetricsLevel.Durations });
        breaker.Execute(static () => 1);
        breaker.TryExecute<int>(static () => throw new TimeoutException());
        new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero, MaxRetries = 1, Budget = new RetryBudget() }).TryExecute<int>(static () => throw new TimeoutException());
        var call = new TimeoutPolicy(null, clock).TryExecuteAsync(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, token);
            return 1;
        });
        clock.Advance(TimeSpan.FromSeconds(31));
        await call;
        var left = new TimeoutPolicy(new TimeoutOptions { GivesUpWaiting = true }, clock).TryExecuteAsync(static _ => new ValueTask<int>(new TaskCompletionSource<int>().Task));
        clock.Advance(TimeSpan.FromSeconds(31));
        await left;
        new LayerTimeBudgets().ForLayer("api").Record(TimeSpan.FromSeconds(1));
        new DefaultValueFallback<int>(1).Execute(_ => 1, new TimeoutException());
        var recovery = new RecoveryManager();
        recovery.Actions.Register(RecoveryAction.ClearCache, (_, _) => true);
        await recovery.RecoverAsync(["clear_cache"], new RecoveryContext(new TimeoutException()));
        new GracefulDegradation<int>("docs", 1).Execute(_ => throw new TimeoutException());
        new ErrorHandler().HandleError(new FormatException(), new HandlingContext("docs"));
        var errors = new ServiceCollection().AddErrorManagement().Services.BuildServiceProvider().GetRequiredService<ErrorRegistry>();
        errors.Record(new TimeoutException(), "docs");
        var budget = new ErrorBudget();
        budget.RecordFailure();
        var alerts = new AlertManager(errors, channels: [new DelegateAlertChannel("docs", static (_, _) => ValueTask.CompletedTask)]);
        var reporter = new ErrorReporter(errors);
        var scheduler = new ReportScheduler(reporter, [new DelegateReportChannel("docs", static (_, _) => ValueTask.CompletedTask)]);
        await scheduler.SendAsync(ReportDocument.Of(reporter.GetDailyReport()));
        return [registry, errors, budget, alerts, scheduler];
    }
}
