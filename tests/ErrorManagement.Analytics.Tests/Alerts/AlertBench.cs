using ErrorManagement.Analytics.Alerts;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Tests.Alerts;

/// <summary>A registry, a clock, a channel and a manager between them.</summary>
internal sealed class AlertBench : IAsyncDisposable
{
    public AlertBench(AlertOptions? options = null, ICircuitBreakerRegistry? breakers = null, IEnumerable<ErrorBudget>? budgets = null, IEnumerable<IAlertChannel>? channels = null, DateTimeOffset? start = null, ILoggerFactory? logs = null)
    {
        Clock = new FakeTimeProvider(start);
        Registry = new ErrorRegistry(null, Clock);
        Manager = new AlertManager(Registry, options, Clock, channels ?? [Channel], breakers, budgets, logs);
    }

    /// <summary>Settings without any rule of the library's own.</summary>
    public static AlertOptions NoRules => new()
    {
        ErrorRateThreshold = null,
        CriticalErrorThreshold = null,
        Patterns = false,
        OpenCircuits = false,
        BurningBudgets = false,
        NewErrors = false,
        Regressions = false,
        Unmuted = false,
    };

    public FakeTimeProvider Clock { get; }

    public ErrorRegistry Registry { get; }

    public RecordingChannel Channel { get; } = new();

    public AlertManager Manager { get; }

    /// <summary>What the rule <c>own</c> of <see cref="AddOwnRule"/> finds.</summary>
    public List<AlertFinding> Found { get; } = [];

    public void AddOwnRule(ErrorSeverity severity = ErrorSeverity.Warning, TimeSpan? holdFor = null, TimeSpan? keep = null) =>
        Manager.AddRule(new AlertRule { Name = "own", Find = _ => [.. Found], Severity = severity, For = holdFor, KeepFiring = keep });

    public void Find(params string[] labels)
    {
        Found.Clear();
        Found.AddRange(labels.Select(static label => Finding(label)));
    }

    public static AlertFinding Finding(string label, string message = "It is so.") => new() { Message = message, Labels = label.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["of"] = label } };

    /// <summary>Lets time pass, looks at the rules, and returns what was told.</summary>
    public async Task<string[]> LookAsync(int seconds = 0)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await Manager.EvaluateAsync();
        await Manager.FlushAsync();
        return Channel.Take();
    }

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        Registry.Dispose();
    }
}
