namespace ErrorManagement.Analytics.Anomalies;

/// <summary>
/// How surprising it is that a value leaves the range of those before it. That one of n like values is the largest has the probability 1/n; beyond the range it falls by a factor of e for each twentieth
/// of its width. The range is that of the last 33,000 to 66,000 values.
/// </summary>
internal struct ValueRange
{
    private const int Epoch = 32_768;
    private const double MostCounted = 1_000;
    private const double Step = 0.05;
    private const double Weight = 1.2;
    private const double DigitsPerStep = 0.43429448190325182; // log10(e)

    private double _low;
    private double _high;
    private double _earlierLow;
    private double _earlierHigh;
    private int _inEpoch;

    public ValueRange(double first)
    {
        _low = _high = _earlierLow = _earlierHigh = first;
        _inEpoch = 1;
    }

    /// <summary>Digits of rarity of a value, 0 where it is inside, which is then known.</summary>
    public double Add(double value, long before)
    {
        var low = Math.Min(_low, _earlierLow);
        var high = Math.Max(_high, _earlierHigh);
        var outside = Math.Max(Math.Max(value - high, low - value), 0);
        var width = high - low;
        Widen(value);
        return outside > 0 && width > 0
            ? Weight * (Math.Log10(Math.Min(before, MostCounted)) + (outside / (Step * width) * DigitsPerStep))
            : 0;
    }

    private void Widen(double value)
    {
        if (++_inEpoch > Epoch)
        {
            (_earlierLow, _earlierHigh) = (_low, _high);
            (_low, _high, _inEpoch) = (value, value, 1);
            return;
        }

        _low = Math.Min(_low, value);
        _high = Math.Max(_high, value);
    }
}
