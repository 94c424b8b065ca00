namespace ErrorManagement.Analytics.Releases;

/// <summary>
/// How much more than Poisson's law the counts of an error vary because it comes in bursts: the variance of the counts of blocks of time by their mean
/// (quasi-likelihood, R. W. M. Wedderburn, Biometrika 61, 1974), inside each release, so that a change between them is none of it. For blocks of a minute, ten
/// minutes and an hour; longer bursts show in longer blocks, and what a block still cuts apart is added from how the variance grew since the shorter one (batch means, extrapolated
/// as of L. F. Richardson). The largest holds.
/// </summary>
internal static class Dispersion
{
    // Fewer blocks in all tell nothing of their variance.
    private const double FewestFree = 3;
    private const double FewestBlocks = 2;

    private static readonly (double Minutes, Func<MeanCrowding, double> Others)[] Scales =
    [
        (1, static crowding => crowding.Minute),
        (10, static crowding => crowding.TenMinutes),
        (60, static crowding => crowding.Hour),
    ];

    /// <summary>The factor by which the variance is larger, at least 1 and at most the number of occurrences: each burst then counts as about one event.</summary>
    public static double Of(DispersionSample baseline, DispersionSample candidate)
    {
        var most = 1.0;
        (double Minutes, double Factor)? shorter = null;
        foreach (var (minutes, others) in Scales)
        {
            var (variance, mean, free) = (0.0, 0.0, 0.0);
            Add(baseline);
            Add(candidate);
            if (free < FewestFree || mean <= 0)
            {
                continue;
            }

            var factor = variance / mean;
            var cut = shorter is { } before ? Math.Max(0, (factor - before.Factor) * before.Minutes / (minutes - before.Minutes)) : 0;
            most = Math.Max(most, factor + cut);
            shorter = (minutes, factor);

            void Add(DispersionSample sample)
            {
                var blocks = sample.Observed.TotalMinutes / minutes;
                if (blocks < FewestBlocks)
                {
                    return;
                }

                // Blocks without any tell as much as others.
                free += blocks - 1;
                if (sample is { Count: > 0, Crowding: { } crowding })
                {
                    double count = sample.Count;
                    var beside = others(crowding);
                    var inOneBlock = (double.IsNaN(beside) ? 0 : Math.Clamp(beside, 0, count - 1)) + 1;
                    variance += count * Math.Max(0, inOneBlock - (count / blocks));
                    mean += count * (1 - (1 / blocks));
                }
            }
        }

        return Math.Min(most, Math.Max(1, (double)baseline.Count + candidate.Count));
    }
}
