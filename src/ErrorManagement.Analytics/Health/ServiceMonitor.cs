using System.Globalization;
using ErrorManagement.Analytics.Health;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics;

/// <summary>Checks how healthy a service is: its errors, whether the registry lost any, its circuit breakers, its error budgets, and what the host adds.</summary>
/// <remarks>
/// Safe on any thread; keeps nothing between checks, so that the answer recovers by itself as the window passes. A check never throws: what cannot be read is unhealthy.
/// For health pages and dashboards, not for a probe that restarts: other instances that see the same failing dependency would go as well.
/// </remarks>
public sealed class ServiceMonitor
{
    private const string ErrorTracking = "error_tracking";
    private const int NamesShown = 5;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly IErrorRegistry _registry;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile Check[] _checks;
    private volatile ServiceHealthOptions _options;

    /// <summary>Makes a monitor.</summary>
    /// <param name="registry">The registry of the service's errors.</param>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock, for the stamp; null for the system's.</param>
    /// <param name="circuitBreakers">The breakers of the service; null for none.</param>
    /// <param name="errorBudgets">The error budgets of the service; null for none.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public ServiceMonitor(IErrorRegistry registry, ServiceHealthOptions? options = null, TimeProvider? timeProvider = null, ICircuitBreakerRegistry? circuitBreakers = null, IEnumerable<ErrorBudget>? errorBudgets = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _options = Checked(options ?? new ServiceHealthOptions());
        _time = timeProvider ?? TimeProvider.System;
        var checks = new List<Check> { new("error_registry", CheckRegistry) };
        if (circuitBreakers is not null)
        {
            checks.Add(new Check("circuit_breakers", () => CheckCircuits(circuitBreakers)));
        }

        if (errorBudgets?.ToArray() is { Length: > 0 } budgets)
        {
            checks.Add(new Check("error_budgets", () => CheckBudgets(budgets)));
        }

        _checks = [.. checks];
    }

    /// <summary>Adds a check.</summary>
    /// <param name="name">Its name on the wire, such as <c>database</c>. Few different values.</param>
    /// <param name="check">Says how it stands, quickly: it runs at every check, on the caller's thread. What it throws is unhealthy.</param>
    /// <exception cref="ArgumentException">The name is blank or taken.</exception>
    public void AddCheck(string name, Func<ServiceStatus> check)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(check);
        lock (_gate)
        {
            if (name == ErrorTracking || Array.Exists(_checks, c => c.Name == name))
            {
                throw new ArgumentException($"There is a check '{name}' already.", nameof(name));
            }

            _checks = [.. _checks, new Check(name, () => (check(), null))];
        }
    }

    /// <summary>Takes other settings, all at once; checks that run finish with those they began with.</summary>
    /// <param name="options">The settings, copied.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are, and the settings before stay.</exception>
    public void Update(ServiceHealthOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = Checked(options);
    }

    /// <summary>Checks everything.</summary>
    /// <returns>The findings.</returns>
    public ServiceHealth GetHealth() => ServiceHealth.Of(Now(), CheckErrors(), _checks.Select(Run));

    private static ServiceHealthOptions Checked(ServiceHealthOptions options)
    {
        var copy = options.Copy();
        ServiceHealthOptionsValidator.ThrowIfInvalid(copy);
        return copy;
    }

    private static ServiceCheck Run(Check check)
    {
        try
        {
            var (status, description) = check.Read();
            return new ServiceCheck(check.Name, status, description);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return new ServiceCheck(check.Name, ServiceStatus.Unhealthy, $"The check failed: {e.GetType().FullName}.");
        }
    }

    private static string Names(string[] names) =>
        string.Join(", ", names.Take(NamesShown)) + (names.Length > NamesShown ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - NamesShown} more") : "");

    private DateTimeOffset Now()
    {
        try
        {
            return _time.GetUtcNow();
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return default;
        }
    }

    private ErrorTrackingHealth CheckErrors()
    {
        var options = _options;
        try
        {
            var components = _registry.GetComponents(options.Window).Components;
            return ErrorTrackingHealth.Judge(
                components.Sum(static component => component.TotalCount),
                components.Sum(static component => component.UnresolvedCount),
                options.Window == Day ? components.Sum(static component => component.WindowCount) : _registry.GetTimeline(Day).Sum(static point => point.Count),
                Math.Min(components.Sum(static component => component.UnresolvedCriticalCount), _registry.CountOf(ErrorSeverity.Critical, options.Window)),
                options);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return new ErrorTrackingHealth { Status = ServiceStatus.Unhealthy, Failure = e.GetType().FullName };
        }
    }

    private (ServiceStatus Status, string? Description) CheckRegistry()
    {
        var options = _options;
        var ledger = _registry.GetLedger();
        return ledger.LastLossAge <= options.Window && options.LostErrors != ServiceStatus.Healthy
            ? (options.LostErrors, "Details of errors were lost inside the window: the queue was full, or recording failed. The counts of the ledger say how many.")
            : (ServiceStatus.Healthy, null);
    }

    private (ServiceStatus Status, string? Description) CheckCircuits(ICircuitBreakerRegistry registry)
    {
        var options = _options;
        var all = registry.All;
        string[] open = [.. all.Where(static breaker => breaker.State != CircuitState.Closed).Select(static breaker => breaker.Name)];
        return open.Length > 0 && options.OpenCircuit != ServiceStatus.Healthy
            ? (options.OpenCircuit, string.Create(CultureInfo.InvariantCulture, $"{open.Length} of {all.Count} circuit breakers are not closed: {Names(open)}."))
            : (ServiceStatus.Healthy, null);
    }

    private (ServiceStatus Status, string? Description) CheckBudgets(ErrorBudget[] budgets)
    {
        var options = _options;
        string[] burning = [.. budgets.Where(static budget => budget.GetStatus().Alert == BurnRateSeverity.Page).Select(static budget => budget.Name)];
        return burning.Length > 0 && options.BurningBudget != ServiceStatus.Healthy
            ? (options.BurningBudget, string.Create(CultureInfo.InvariantCulture, $"{burning.Length} of {budgets.Length} error budgets burn too fast: {Names(burning)}."))
            : (ServiceStatus.Healthy, null);
    }

    private sealed record Check(string Name, Func<(ServiceStatus Status, string? Description)> Read);
}
