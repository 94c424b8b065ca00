using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Health;

/// <summary>What error budgets publish. All of it is observed: read when a listener collects, so that counting pays nothing. Being observed keeps no budget alive.</summary>
internal sealed class BudgetInstruments
{
    private const string NameTag = "error_budget.name";

    private static readonly string Version = typeof(BudgetInstruments).Assembly.GetName().Version?.ToString(3) ?? "";

    // The meter of the process lives as long as it does.
    private static readonly Meter Shared = new(ErrorManagementDiagnostics.Name, Version);
    private static readonly ConditionalWeakTable<Meter, BudgetInstruments> ByMeter = [];

    private readonly Lock _gate = new();
    private readonly List<WeakReference<ErrorBudget>> _all = [];

    private BudgetInstruments(Meter meter)
    {
        meter.CreateObservableGauge("error_management.error_budget.left", () => Observe(static s => s.Left), "1", "The share of an error budget that is left; negative when it is overspent.");
        meter.CreateObservableGauge("error_management.error_budget.burn_rate", () => Observe(static s => s.CurrentBurnRate), "1", "How fast an error budget burned over the last hour; at 1 it lasts just its window.");
        meter.CreateObservableUpDownCounter("error_management.error_budget.alerts", ObserveAlerts, "{alert}", "Alerts of an error budget that are active, by what they ask for.");
    }

    /// <summary>Those of a factory's meter, which lives as long as the factory; without a factory those of the process.</summary>
    public static BudgetInstruments Of(IMeterFactory? factory) =>
        ByMeter.GetValue(factory?.Create(ErrorManagementDiagnostics.Name, Version) ?? Shared, static meter => new BudgetInstruments(meter));

    /// <summary>Observes a budget from now on, until it is disposed or nobody else holds it.</summary>
    public void Add(ErrorBudget budget)
    {
        lock (_gate)
        {
            _all.RemoveAll(static reference => !IsLive(reference, out _));
            _all.Add(new WeakReference<ErrorBudget>(budget));
        }
    }

    private IEnumerable<Measurement<double>> Observe(Func<ErrorBudgetStatus, double?> read) =>
        Read().SelectMany(status => read(status) is { } value ? [new Measurement<double>(value, Tag(NameTag, status.Name))] : Array.Empty<Measurement<double>>());

    private IEnumerable<Measurement<long>> ObserveAlerts() =>
        Read().SelectMany(static status => Enum.GetValues<BurnRateSeverity>().Select(severity => new Measurement<long>(
            status.Alerts.Count(alert => alert.IsActive && alert.Rule.Severity == severity),
            Tag(NameTag, status.Name),
            Tag("error_budget.alert", severity.ToWireName()))));

    private List<ErrorBudgetStatus> Read()
    {
        WeakReference<ErrorBudget>[] all;
        lock (_gate)
        {
            all = [.. _all];
        }

        var read = new List<ErrorBudgetStatus>();
        foreach (var reference in all)
        {
            try
            {
                if (IsLive(reference, out var budget))
                {
                    read.Add(budget.GetStatus());
                }
            }
            catch (Exception e)
            {
                ErrorManagementDiagnostics.CountSwallowedFailure(e); // a clock of the host's own; the others are still told of
            }
        }

        return read;
    }

    private static bool IsLive(WeakReference<ErrorBudget> reference, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ErrorBudget? budget) =>
        reference.TryGetTarget(out budget) && !budget.IsDisposed;

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
