namespace ErrorManagement.Analytics.Anomalies;

/// <summary>A classic rule: a bucket with more errors than a multiple of the mean bucket is a spike.</summary>
/// <remarks>
/// The mean is over all buckets, empty ones and the spike itself included; as much as the threshold is no spike; more than twice the threshold is <see cref="AnomalySeverity.High"/>.
/// A spike is part of its own mean, so that a series with no more buckets than the multiplier has none. Exact for all counts. Immutable and safe on any thread.
/// </remarks>
public sealed class SpikeRule
{
    private readonly SpikeRuleOptions _options;

    /// <summary>Makes the rule.</summary>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public SpikeRule(SpikeRuleOptions? options = null)
    {
        _options = options?.Copy() ?? new SpikeRuleOptions();
        SpikeRuleOptionsValidator.ThrowIfInvalid(_options);
    }

    /// <summary>How far back it looks when it reads a registry.</summary>
    public TimeSpan Window => _options.Window;

    /// <summary>The length of a bucket when it reads a registry.</summary>
    public TimeSpan Bucket => _options.Bucket;

    /// <summary>Finds spikes. Pure.</summary>
    /// <param name="series">All buckets of the time that is looked at, empty ones among them.</param>
    /// <returns>The buckets above the threshold, in the order of the series; empty when there are none, and when there are fewer than two buckets.</returns>
    public IReadOnlyList<SeriesAnomaly> FindIn(IReadOnlyList<SeriesPoint> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count < 2)
        {
            return [];
        }

        var totals = new SeriesTotals(series);
        var (numerator, denominator) = SeriesTotals.Fraction(_options.Multiplier);
        var limit = numerator * totals.Sum;
        var mean = totals.Mean;
        var found = new List<SeriesAnomaly>();
        foreach (var point in series)
        {
            var scaled = denominator * totals.N * point.Count;
            if (scaled > limit)
            {
                found.Add(new SeriesAnomaly
                {
                    At = point.At,
                    Count = point.Count,
                    Mean = mean,
                    Threshold = mean * _options.Multiplier,
                    Severity = scaled > 2 * limit ? AnomalySeverity.High : AnomalySeverity.Medium,
                });
            }
        }

        return found;
    }
}
