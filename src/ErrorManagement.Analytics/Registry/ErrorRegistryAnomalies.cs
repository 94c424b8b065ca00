using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Analytics;

/// <summary>The classic anomaly rules over what a registry has counted.</summary>
/// <remarks>Safe on any thread. Buckets are aligned to UTC and empty ones count, from the begin of the window, or of the registry when that is later, to the bucket of now.</remarks>
public static class ErrorRegistryAnomalies
{
    /// <summary>Finds spikes among the buckets of the rule's window.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="rule">The rule; null for its defaults: more than three times the mean of 5-minute buckets over 24 hours.</param>
    /// <param name="selector">Which errors; all by default.</param>
    /// <returns>The spikes, oldest first; empty when there are none.</returns>
    public static IReadOnlyList<SeriesAnomaly> FindSpikes(this IErrorRegistry registry, SpikeRule? rule = null, SeriesSelector selector = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        rule ??= new SpikeRule();
        return rule.FindIn(SeriesOf(registry, selector, rule.Window, rule.Bucket));
    }

    /// <summary>Finds buckets of the rule's window that deviate upwards.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="rule">The rule; null for its defaults: more than two standard deviations above the mean of 5-minute buckets over 24 hours.</param>
    /// <param name="selector">Which errors; all by default.</param>
    /// <returns>The buckets, oldest first; empty when there are none.</returns>
    public static IReadOnlyList<SeriesAnomaly> FindDeviations(this IErrorRegistry registry, DeviationRule? rule = null, SeriesSelector selector = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        rule ??= new DeviationRule();
        return rule.FindIn(SeriesOf(registry, selector, rule.Window, rule.Bucket));
    }

    private static IReadOnlyList<SeriesPoint> SeriesOf(IErrorRegistry registry, SeriesSelector selector, TimeSpan window, TimeSpan bucket)
    {
        var statistics = registry.GetStatistics();
        var (from, to) = SeriesRange.Of(statistics.At, statistics.Uptime, window, bucket);
        return registry.GetSeries(selector, from, to, bucket);
    }
}
