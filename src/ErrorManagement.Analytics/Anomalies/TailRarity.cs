namespace ErrorManagement.Analytics.Anomalies;

/// <summary>
/// How rare a large distance is, by peaks over a threshold (Pickands 1975; streaming as in Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017, with the exponential tail
/// alone): above the threshold t that a share q of all distances exceeds, P(x &gt; t + y) = q · exp(−y / m), m the mean excess. Threshold and mean follow the series; single huge distances move them little.
/// Negative distances count as 0, so one of these for each side tells the two tails apart.
/// </summary>
internal struct TailRarity
{
    private const double Share = 0.04;
    private const double Memory = 1_000;
    private const double SizeReach = 30;
    private const double ExcessReach = 15;
    private const double ThresholdStep = 0.004;
    private const double DigitsPerMean = 0.43429448190325182; // log10(e)
    private static readonly double ShareDigits = -Math.Log10(Share);

    private double _size;
    private double _threshold;
    private double _excess;

    /// <summary>Digits of rarity of a distance, 0 where it is an ordinary one, which is then known.</summary>
    /// <param name="distance">The distance.</param>
    /// <param name="fresh">One divided by the number of values, this one included.</param>
    public double Add(double distance, double fresh)
    {
        distance = Math.Max(distance, 0);
        var share = Math.Max(fresh, 1 / Memory);
        var over = distance - _threshold;
        _size += share * ((_size > 0 ? Math.Min(distance, SizeReach * _size) : distance) - _size);
        if (over <= 0)
        {
            _threshold -= ThresholdStep * _size * Share;
            return 0;
        }

        var digits = ShareDigits + (_excess > 0 ? over / _excess * DigitsPerMean : double.MaxValue);
        var bounded = _excess > 0 ? Math.Min(over, ExcessReach * _excess) : over;
        _excess += Math.Max(1 / (1 + (Share / share)), 1 / (Memory * Share)) * (bounded - _excess);
        _threshold += ThresholdStep * _size * (1 - Share);
        return digits;
    }
}
