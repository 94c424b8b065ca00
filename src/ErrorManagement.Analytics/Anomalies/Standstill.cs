namespace ErrorManagement.Analytics.Anomalies;

/// <summary>
/// How surprising it is that a series says the same again and again, as a sensor or an exporter does that hangs: r repeats in a row have the probability p to the r, p the share of repeats so far, at least
/// 0.7. Only runs more than twice as long as any before, and only while they are new: sixty values later standing still is how this series is.
/// </summary>
internal struct Standstill(double first)
{
    private const double LeastShare = 0.7;
    private const int Longer = 2;
    private const int NewFor = 60;

    private double _last = first;
    private long _run;
    private long _longest;
    private long _repeats;

    /// <summary>Digits of rarity of the run that a value goes on with, 0 where it begins one.</summary>
    public double Add(double value, long before)
    {
        if (value != _last)
        {
            _last = value;
            _longest = Math.Max(_longest, _run);
            _run = 0;
            return 0;
        }

        _run++;
        _repeats++;
        var longer = _run - (Longer * _longest);
        return longer is > 0 and <= NewFor ? -_run * Math.Log10(Math.Max(LeastShare, _repeats / (before + 1.0))) : 0;
    }
}
