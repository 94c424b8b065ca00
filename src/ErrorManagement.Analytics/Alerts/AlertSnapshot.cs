using ErrorManagement.Analytics.Registry;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>What rules look at: the figures of one evaluation, each read when the first rule asks for it and the same for all.</summary>
/// <remarks>For one thread at a time. What cannot be read throws at whoever asks, each time.</remarks>
public sealed class AlertSnapshot
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ICircuitBreakerRegistry? _breakers;
    private readonly IReadOnlyList<ErrorBudget> _budgets;
    private RegistryStatistics? _statistics;
    private QuietErrors? _quiet;
    private IReadOnlyList<ComponentCount>? _components;
    private IReadOnlyList<DetectedPattern>? _patterns;
    private IReadOnlyList<ICircuitBreaker>? _openCircuits;
    private IReadOnlyList<ErrorBudgetStatus>? _budgetStatuses;
    private IReadOnlyList<DetectedAnomaly>? _anomalies;
    private HealthScore? _health;

    internal AlertSnapshot(IErrorRegistry registry, DateTimeOffset at, TimeSpan window, ICircuitBreakerRegistry? breakers = null, IReadOnlyList<ErrorBudget>? budgets = null)
    {
        Registry = registry;
        At = at;
        Window = window;
        _breakers = breakers;
        _budgets = budgets ?? [];
    }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>How far back errors count.</summary>
    public TimeSpan Window { get; }

    /// <summary>The registry, for what is not among the figures.</summary>
    public IErrorRegistry Registry { get; }

    /// <summary>The registry in figures.</summary>
    public RegistryStatistics Statistics => _statistics ??= Registry.GetStatistics();

    /// <summary>Errors a minute over the last hour, or over the uptime while that is shorter, at least a minute. As <see cref="RegistryStatistics.ErrorRatePerMinute"/>, without those of muted and ignored records.</summary>
    public double ErrorRate => Quiet.Total == 0 ? Statistics.ErrorRatePerMinute : Math.Max(0, Statistics.ErrorRatePerMinute - (Quiet.Total / Minutes));

    /// <summary>Critical errors inside the window whose record is open or has regressed.</summary>
    public long CriticalErrors => Math.Min(InWindow.Sum(static component => component.UnresolvedCriticalCount), Registry.CountOf(ErrorSeverity.Critical, Window));

    /// <summary>Errors inside the window whose record is open or has regressed.</summary>
    public long UnresolvedErrors => InWindow.Sum(static component => component.UnresolvedCount);

    /// <summary>The pattern episodes that run, those left out behind which there are muted or ignored records only; newest first.</summary>
    public IReadOnlyList<DetectedPattern> RunningPatterns => _patterns ??= [.. Registry.RunningPatterns().Where(IsToBeTold)];

    /// <summary>How healthy the host is.</summary>
    public HealthScore Health => _health ??= HealthScore.Of(Registry, Window);

    /// <summary>The circuit breakers that are neither closed nor disabled, in the order of their names.</summary>
    public IReadOnlyList<ICircuitBreaker> OpenCircuits => _openCircuits ??= [.. _breakers?.All.Where(IsOpen) ?? []];

    /// <summary>The error budgets as they stand.</summary>
    public IReadOnlyList<ErrorBudgetStatus> Budgets => _budgetStatuses ??= [.. _budgets.Select(static budget => budget.GetStatus())];

    /// <summary>The anomalies of the window, newest first.</summary>
    public IReadOnlyList<DetectedAnomaly> Anomalies => _anomalies ??= Registry.GetAnomalies(Window);

    /// <summary>Errors a minute by component over the last hour, or over the uptime while that is shorter, without those of muted and ignored records; highest first. What cannot be said of one component is under <c>(other)</c>.</summary>
    /// <returns>The rates; a component without any is left out.</returns>
    public IReadOnlyList<(string Component, double Rate)> GetComponentRates() =>
    [
        .. InWindow.Select(component => (component.Component, Rate: Math.Max(0, component.LastHourCount - Quiet.Of(component.Component)) / Minutes))
            .Where(static component => component.Rate > 0)
            .OrderByDescending(static component => component.Rate)
            .ThenBy(static component => component.Component, StringComparer.Ordinal),
    ];

    /// <summary>The errors behind <see cref="ErrorRate"/>.</summary>
    internal long RecentErrors => Math.Max(0, Statistics.RecentErrors1h - Quiet.Total);

    /// <summary>The errors behind a rate of <see cref="GetComponentRates"/>.</summary>
    internal long CountOf(double rate) => (long)Math.Round(rate * Minutes, MidpointRounding.AwayFromZero);

    private QuietErrors Quiet => _quiet ??= QuietErrors.Read(Registry, Statistics);

    private IReadOnlyList<ComponentCount> InWindow => _components ??= Registry.GetComponents(Window).Components;

    private double Minutes => Math.Clamp(Statistics.Uptime.TotalMinutes, 1, Hour.TotalMinutes);

    private static bool IsOpen(ICircuitBreaker breaker) =>
        breaker.Mode == CircuitMode.Isolated || (breaker.Mode == CircuitMode.Automatic && breaker.State != CircuitState.Closed);

    private bool IsToBeTold(DetectedPattern pattern) =>
        pattern.Records.Count == 0 || pattern.Records.Any(id => Registry.Find(id) is not { Status: ErrorStatus.Muted or ErrorStatus.Ignored });
}
