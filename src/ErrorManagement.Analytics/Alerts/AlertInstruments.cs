using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>What managers of alerts publish. All of it is observed: read when a listener collects. Being observed keeps no manager alive; what several of one meter have in common is added up.</summary>
internal sealed class AlertInstruments
{
    private static readonly string Version = typeof(AlertInstruments).Assembly.GetName().Version?.ToString(3) ?? "";

    // The meter of the process lives as long as it does.
    private static readonly Meter Shared = new(ErrorManagementDiagnostics.Name, Version);
    private static readonly ConditionalWeakTable<Meter, AlertInstruments> ByMeter = [];

    private readonly Lock _gate = new();
    private readonly List<WeakReference<AlertManager>> _all = [];

    private AlertInstruments(Meter meter)
    {
        meter.CreateObservableUpDownCounter("error_management.alerts.firing", ObserveFiring, "{alert}", "Alerts that fire and are not silenced, by severity.");
        meter.CreateObservableCounter("error_management.alerts.notices", ObserveNotices, "{notice}", "Notices of alerts by channel and outcome: sent, failed (each try), dropped.");
        meter.CreateObservableCounter("error_management.alerts.rule_failures", ObserveRuleFailures, "{failure}", "Evaluations of alert rules that threw.");
    }

    /// <summary>Those of a factory's meter, which lives as long as the factory; without a factory those of the process.</summary>
    public static AlertInstruments Of(IMeterFactory? factory) =>
        ByMeter.GetValue(factory?.Create(ErrorManagementDiagnostics.Name, Version) ?? Shared, static meter => new AlertInstruments(meter));

    /// <summary>Observes a manager from now on, until it is disposed or nobody else holds it.</summary>
    public void Add(AlertManager manager)
    {
        lock (_gate)
        {
            _all.RemoveAll(static reference => !reference.TryGetTarget(out var target) || target.IsDisposed);
            _all.Add(new WeakReference<AlertManager>(manager));
        }
    }

    private IEnumerable<Measurement<long>> ObserveFiring()
    {
        var firing = Read(static manager => manager.GetAlerts()).SelectMany(static alerts => alerts).Where(static alert => alert.State == AlertState.Firing).CountBy(static alert => alert.Severity).ToDictionary();
        return Enum.GetValues<ErrorSeverity>().Select(severity => new Measurement<long>(firing.GetValueOrDefault(severity), Tag("alert.severity", severity.ToWireName())));
    }

    private IEnumerable<Measurement<long>> ObserveNotices() =>
        Read(static manager => manager.GetChannels()).SelectMany(static channels => channels).GroupBy(static channel => channel.Name, StringComparer.Ordinal).SelectMany(static group => new[]
        {
            Of(group.Key, "sent", group.Sum(static channel => channel.Sent)),
            Of(group.Key, "failed", group.Sum(static channel => channel.Failed)),
            Of(group.Key, "dropped", group.Sum(static channel => channel.Dropped.Values.Sum())),
        });

    private Measurement<long>[] ObserveRuleFailures() => Read(static manager => manager.RuleFailures) is { Count: > 0 } all ? [new Measurement<long>(all.Sum())] : [];

    private List<T> Read<T>(Func<AlertManager, T> read)
    {
        WeakReference<AlertManager>[] all;
        lock (_gate)
        {
            all = [.. _all];
        }

        var found = new List<T>();
        foreach (var reference in all)
        {
            try
            {
                if (reference.TryGetTarget(out var manager) && !manager.IsDisposed)
                {
                    found.Add(read(manager));
                }
            }
            catch (Exception e)
            {
                ErrorManagementDiagnostics.CountSwallowedFailure(e); // a clock of the host's own; the others are still told of
            }
        }

        return found;
    }

    private static Measurement<long> Of(string channel, string outcome, long count) => new(count, Tag("alert.channel", channel), Tag("alert.outcome", outcome));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
