using ErrorManagement.Analytics.Dashboards;

namespace ErrorManagement.Analytics;

/// <summary>The figures of a registry and all charts of a range of time: an immutable snapshot.</summary>
/// <remarks>Timeline, top errors, both distributions and error rate come from one reading: they all count the same errors.</remarks>
public sealed record DashboardSnapshot
{
    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The length of the range in hours.</summary>
    public double TimeRangeHours { get; init; }

    /// <summary>The registry in figures, since its start, not of the range.</summary>
    public required RegistryStatistics Summary { get; init; }

    /// <summary>How many errors there were.</summary>
    public required ErrorTimelineChart Timeline { get; init; }

    /// <summary>What happened most.</summary>
    public required TopErrorsChart TopErrors { get; init; }

    /// <summary>Where it happened.</summary>
    public required ErrorDistributionChart ComponentDistribution { get; init; }

    /// <summary>How bad it was.</summary>
    public required ErrorDistributionChart SeverityBreakdown { get; init; }

    /// <summary>How many errors a minute there were.</summary>
    public required ErrorRateChart ErrorRateTrend { get; init; }

    /// <summary>Which patterns run.</summary>
    public required PatternAlertsChart PatternAlerts { get; init; }

    /// <summary>The circuit breakers; empty where none are known.</summary>
    public required CircuitBreakersChart CircuitBreakers { get; init; }

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <param name="indented">Whether in several lines, for people; in one by default.</param>
    /// <returns>One JSON object.</returns>
    public string ToJson(bool indented = false) => ChartJson.Text(ToData(), static form => form.DashboardData, indented);

    /// <summary>Writes it as JSON, in one line, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    public Task WriteJsonAsync(Stream destination, CancellationToken cancellationToken = default) =>
        ChartJson.WriteAsync(destination, ToData(), static form => form.DashboardData, cancellationToken);

    private DashboardData ToData() => new()
    {
        GeneratedAt = GeneratedAt,
        TimeRangeHours = TimeRangeHours,
        Summary = SummaryData.Of(Summary),
        Charts = new DashboardData.AllCharts
        {
            Timeline = Timeline.ToData(),
            TopErrors = TopErrors.ToData(),
            ComponentDistribution = ComponentDistribution.ToData(),
            SeverityBreakdown = SeverityBreakdown.ToData(),
            ErrorRateTrend = ErrorRateTrend.ToData(),
            PatternAlerts = PatternAlerts.ToData(),
            CircuitBreakers = CircuitBreakers.ToData(),
        },
    };
}
