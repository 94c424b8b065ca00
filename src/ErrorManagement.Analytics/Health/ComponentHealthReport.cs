using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics;

/// <summary>How healthy all components are, judged by their errors inside a window: an immutable snapshot.</summary>
public sealed record ComponentHealthReport
{
    /// <summary>The type of this report on the wire: <c>component_health</c>.</summary>
    public const string ReportType = "component_health";

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>How far back errors count.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>How many components there are, those included that a limit left out.</summary>
    public int ComponentCount { get; init; }

    /// <summary>The components, worst first: by score, then by errors inside the window and in all, falling, then by name.</summary>
    public IReadOnlyList<ComponentHealth> Components { get; init; } = [];

    /// <summary>Makes the report of a registry as it is now.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="window">How far back errors count, so that scores recover; at least 1 minute and at most 24 hours, both inclusive, to the minute; null for 24 hours.</param>
    /// <param name="limit">How many components at most, the worst ones, at least 0; null for all.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> or <paramref name="limit"/> is outside its bounds.</exception>
    public static ComponentHealthReport Of(IErrorRegistry registry, TimeSpan? window = null, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return Of(registry.GetComponents(window), limit);
    }

    /// <summary>Makes the report of what was counted. Pure.</summary>
    /// <param name="statistics">What was counted.</param>
    /// <param name="limit">How many components at most, the worst ones, at least 0; null for all.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static ComponentHealthReport Of(ComponentStatistics statistics, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentOutOfRangeException.ThrowIfNegative(limit ?? 0, nameof(limit));
        return new ComponentHealthReport
        {
            GeneratedAt = statistics.At,
            Window = statistics.Window,
            ComponentCount = statistics.Components.Count,
            Components =
            [
                .. statistics.Components.Select(ComponentHealth.Of)
                    .OrderBy(static component => component.Score)
                    .ThenByDescending(static component => component.WindowErrors)
                    .ThenByDescending(static component => component.TotalErrors)
                    .ThenBy(static component => component.Component, StringComparer.Ordinal)
                    .Take(limit ?? int.MaxValue),
            ],
        };
    }

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <returns>One JSON object, in several lines.</returns>
    public string ToJson() => JsonMembers.ToText(writer =>
    {
        writer.WriteString("report_type", ReportType);
        writer.WriteString("generated_at", GeneratedAt);
        writer.WriteNumber("window_seconds", Window.TotalSeconds);
        writer.WriteNumber("component_count", ComponentCount);
        writer.WriteObjects("components", Components, static (to, component) =>
        {
            to.WriteString("component", JsonValueWriter.Valid(component.Component));
            to.WriteNumber("health_score", component.Score);
            to.WriteNumber("total_errors", component.TotalErrors);
            to.WriteNumber("window_errors", component.WindowErrors);
            to.WriteNumber("recent_errors_1h", component.RecentErrors1h);
            to.WriteString("status", component.Status.ToWireName());
        });
    });
}
