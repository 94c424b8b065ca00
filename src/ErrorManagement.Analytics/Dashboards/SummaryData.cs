using System.Text.Json.Serialization;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Dashboards;

/// <summary>The figures of a registry on the wire (S0.86).</summary>
internal sealed record SummaryData
{
    public required long TotalCount { get; init; }

    public required int UniqueErrors { get; init; }

    public required double UptimeSeconds { get; init; }

    public double? ErrorRatePerMinute { get; init; }

    public required long CurrentRatePerMinute { get; init; }

    [JsonPropertyName("recent_errors_1h")]
    public required long RecentErrors1h { get; init; }

    public required TypeFigure[] TopErrorTypes { get; init; }

    public required ComponentFigure[] TopComponents { get; init; }

    public required Dictionary<string, long> SeverityBreakdown { get; init; }

    public required Dictionary<string, int> StatusBreakdown { get; init; }

    public required int PatternsDetected { get; init; }

    public required long EvictedRecords { get; init; }

    public required long EvictedCount { get; init; }

    public required long EstimatedBytes { get; init; }

    public required long CallerCancellations { get; init; }

    public static SummaryData Of(RegistryStatistics statistics) => new()
    {
        TotalCount = statistics.TotalCount,
        UniqueErrors = statistics.UniqueErrors,
        UptimeSeconds = Math.Round(statistics.Uptime.TotalSeconds, 3),
        ErrorRatePerMinute = ChartJson.Number(statistics.ErrorRatePerMinute),
        CurrentRatePerMinute = statistics.CurrentRatePerMinute,
        RecentErrors1h = statistics.RecentErrors1h,
        TopErrorTypes = [.. statistics.TopErrorTypes.Select(static type => new TypeFigure(ChartJson.Valid(type.Name), type.Count))],
        TopComponents = [.. statistics.TopComponents.Select(static component => new ComponentFigure(ChartJson.Valid(component.Name), component.Count))],
        SeverityBreakdown = statistics.SeverityBreakdown.OrderByDescending(static entry => entry.Key).ToDictionary(static entry => entry.Key.ToWireName(), static entry => entry.Value),
        StatusBreakdown = statistics.StatusBreakdown.OrderBy(static entry => entry.Key).ToDictionary(static entry => WireNames<ErrorStatus>.Of(entry.Key), static entry => entry.Value),
        PatternsDetected = statistics.PatternsDetected,
        EvictedRecords = statistics.EvictedRecords,
        EvictedCount = statistics.EvictedCount,
        EstimatedBytes = statistics.EstimatedBytes,
        CallerCancellations = statistics.CallerCancellations,
    };

    /// <summary>One of the types with the most errors.</summary>
    internal readonly record struct TypeFigure(string Type, long Count);

    /// <summary>One of the components with the most errors.</summary>
    internal readonly record struct ComponentFigure(string Component, long Count);
}
