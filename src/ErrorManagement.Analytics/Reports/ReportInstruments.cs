using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Reports;

/// <summary>What the handing on of reports publishes. One for each meter.</summary>
internal sealed class ReportInstruments
{
    private static readonly string Version = typeof(ReportInstruments).Assembly.GetName().Version?.ToString(3) ?? "";

    // The meter of the process lives as long as it does.
    private static readonly Meter Shared = new(ErrorManagementDiagnostics.Name, Version);
    private static readonly ConditionalWeakTable<Meter, ReportInstruments> ByMeter = [];

    private readonly Counter<long> _deliveries;

    private ReportInstruments(Meter meter) =>
        _deliveries = meter.CreateCounter<long>("error_management.report.deliveries", "{report}", "Reports that were given to a channel, by what became of them.");

    /// <summary>Those of a factory's meter; without a factory those of the process.</summary>
    public static ReportInstruments Of(IMeterFactory? factory) =>
        ByMeter.GetValue(factory?.Create(ErrorManagementDiagnostics.Name, Version) ?? Shared, static meter => new ReportInstruments(meter));

    public void Count(string channel, string reportType, ReportOutcome outcome) => _deliveries.Add(
        1,
        new KeyValuePair<string, object?>("report.channel", channel),
        new KeyValuePair<string, object?>("report.type", reportType),
        new KeyValuePair<string, object?>("report.outcome", WireNames<ReportOutcome>.Of(outcome)));
}
