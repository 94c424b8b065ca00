using System.Numerics;

namespace ErrorManagement.Analytics.Anomalies;

/// <summary>A classic rule: a bucket with more errors than the mean bucket and some standard deviations is an anomaly.</summary>
/// <remarks>
/// Mean and population deviation are over all buckets, empty ones and the anomaly itself included; as much as the threshold is none, and where all buckets are the same there is none.
/// One bucket alone can be at most √(n−1) deviations above the mean of n: with the default of 2, at least six buckets are needed. Exact for all counts. Immutable and safe on any thread.
/// </remarks>
public sealed class DeviationRule
{
    private const int ShownDecimals = 2;

    private readonly DeviationRuleOptions _options;

    /// <summary>Makes the rule.</summary>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public DeviationRule(DeviationRuleOptions? options = null)
    {
        _options = options?.Copy() ?? new DeviationRuleOptions();
        DeviationRuleOptionsValidator.ThrowIfInvalid(_options);
    }

    /// <summary>How far back it looks when it reads a registry.</summary>
    public TimeSpan Window => _options.Window;

    /// <summary>The length of a bucket when it reads a registry.</summary>
    public TimeSpan Bucket => _options.Bucket;

    /// <summary>Finds anomalies. Pure.</summary>
    /// <param name="series">All buckets of the time that is looked at, empty ones among them.</param>
    /// <returns>The buckets above the threshold, in the order of the series; empty when there are none, and when there are fewer than two buckets.</returns>
    public IReadOnlyList<SeriesAnomaly> FindIn(IReadOnlyList<SeriesPoint> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var totals = new SeriesTotals(series);
        if (series.Count < 2 || totals.Spread.IsZero)
        {
            return [];
        }

        // count > mean + k·σ, with both sides times n and squared, so that all numbers are whole.
        var (numerator, denominator) = SeriesTotals.Fraction(_options.Deviations);
        var limit = numerator * numerator * totals.Spread;
        var (mean, deviation) = (totals.Mean, totals.Deviation);
        var found = new List<SeriesAnomaly>();
        foreach (var point in series)
        {
            var above = denominator * ((totals.N * (BigInteger)point.Count) - totals.Sum);
            if (above.Sign > 0 && above * above > limit)
            {
                found.Add(new SeriesAnomaly
                {
                    At = point.At,
                    Count = point.Count,
                    Mean = mean,
                    Threshold = mean + (_options.Deviations * deviation),
                    DeviationsAbove = Math.Round((point.Count - mean) / deviation, ShownDecimals, MidpointRounding.AwayFromZero),
                });
            }
        }

        return found;
    }
}
