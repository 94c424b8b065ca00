using System.Collections.Concurrent;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/alerts.md.</summary>
public sealed class AlertsPageTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Decide()
    {
        using var registry = new ErrorRegistry(null, _clock);
        registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);

        #region decide
        var evaluator = new AlertEvaluator(registry);                       // critical errors of the last 24 hours
        var decision = evaluator.ShouldAlert(errorRateThreshold: 5.0, criticalErrorThreshold: 1);
        foreach (var alert in decision.Alerts)
        {
            Console.WriteLine($"{alert.Severity.ToWireName()} {alert.Type}: {alert.Message}");
        }

        var json = decision.ToJson();
        var same = AlertEvaluator.Decide(errorRatePerMinute: 6, criticalErrors: 1, patterns: []);   // pure
        #endregion

        json.Should().Contain("\"should_alert\": true");
        same.AlertCount.Should().Be(2);
    }

    [Fact]
    public async Task Manager()
    {
        using var registry = new ErrorRegistry();
        var breakers = new CircuitBreakerRegistry();
        ILoggerFactory loggerFactory = NullLoggerFactory.Instance;
        var pager = new Pager();
        var queue = new { Length = 2_000 };

        #region manager
        await using var alerts = new AlertManager(
            registry,
            new AlertOptions { ApplicationName = "shop", ErrorRateThreshold = 10 },
            channels:
            [
                new LoggerAlertChannel(loggerFactory),
                new DelegateAlertChannel("pager", (notice, token) => pager.SendAsync(notice.Alert.Message, token)),
            ],
            circuitBreakers: breakers);
        alerts.Start();                                                     // looks at the rules every 15 seconds
        #endregion

        #region rule
        alerts.AddRule(new AlertRule
        {
            Name = "queue_too_long",
            Severity = ErrorSeverity.Error,
            For = TimeSpan.FromMinutes(5),
            Find = snapshot => queue.Length > 1_000
                ? [new AlertFinding { Message = "The queue of orders is too long.", Value = queue.Length, Threshold = 1_000 }]
                : [],
        });
        #endregion

        #region raise
        alerts.Raise("import_failed", ErrorSeverity.Error, "The nightly import failed.", new Dictionary<string, string> { ["file"] = "orders" });
        alerts.Raise(new AlertEvaluator(registry).ShouldAlert());           // a decision, reason by reason
        alerts.Resolve("import_failed", new Dictionary<string, string> { ["file"] = "orders" });
        #endregion

        #region silence
        var silence = alerts.Silence("circuit_open", new Dictionary<string, string> { ["breaker"] = "payments" }, TimeSpan.FromHours(2), createdBy: "Ann", reason: "The bank is down until 16:00.");
        alerts.Unsilence(silence.Id);
        #endregion

        await alerts.EvaluateAsync();
        await alerts.FlushAsync();
        alerts.GetAlerts().Should().ContainSingle(alert => alert.Rule == "queue_too_long" && alert.State == AlertState.Pending);
        pager.Sent.Should().Contain("The nightly import failed.");
    }

    private sealed class Pager
    {
        public ConcurrentQueue<string> Sent { get; } = new();

        public ValueTask SendAsync(string message, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Sent.Enqueue(message);
            return ValueTask.CompletedTask;
        }
    }
}
