namespace ErrorManagement.Analytics.Anomalies;

/// <summary>
/// What is usual at a time of day (UTC, half hours): the range that values had in this half hour and its two neighbours on earlier days, which narrows by a fourteenth of its width each day where nothing
/// reaches its ends. It speaks from the fourth day on, and only where the time of day says much more of a value than the level does: where the mean distance from the half hour's mean is below 0.7 of that
/// from the level. A series with less than a value each half hour has no profile.
/// </summary>
internal sealed class DailyProfile
{
    private const int BinCount = 48;
    private const long BinTicks = TimeSpan.TicksPerDay / BinCount;
    private const int DaysAsked = 3;
    private const double MemoryDays = 14;
    private const double Memory = 1_000;
    private const double WorthIt = 0.7;
    private const double Slack = 0.1;
    private const double BaseDigits = 2;
    private const double Step = 0.5;
    private const double DigitsPerStep = 0.43429448190325182; // log10(e)

    private readonly DailyBin[] _bins = new DailyBin[BinCount];
    private double _fromProfile;
    private double _fromLevel;
    private long _compared;

    /// <summary>
    /// Learns a value. Returns 0 where it is as usual at this time of day, so that nothing else about it need alarm; digits of rarity where it is far outside of that; less than 0 where the time of day
    /// says nothing.
    /// </summary>
    public double Add(long ticks, double value, double fromLevel, double pace)
    {
        var index = (int)(ticks % TimeSpan.TicksPerDay / BinTicks);
        var today = (int)(ticks / TimeSpan.TicksPerDay);
        ref var bin = ref _bins[index];
        if (bin.Days == 0)
        {
            bin = new DailyBin { Mean = value, LastLow = value, LastHigh = value, LastDay = today, Days = 1 };
            return -1;
        }

        var share = 1 / Math.Min(++_compared, Memory);
        _fromProfile += share * (Math.Abs(value - bin.Mean) - _fromProfile);
        _fromLevel += share * (Math.Abs(fromLevel) - _fromLevel);
        if (bin.LastDay != today)
        {
            CloseDay(ref bin);
            (bin.LastLow, bin.LastHigh, bin.LastDay) = (value, value, today);
        }

        var digits = Judge(value, today, in bin, in _bins[(index + BinCount - 1) % BinCount], in _bins[(index + 1) % BinCount]);
        bin.LastLow = Math.Min(bin.LastLow, value);
        bin.LastHigh = Math.Max(bin.LastHigh, value);
        var perDay = pace > 0 ? Math.Max(86_400.0 / BinCount / pace, 1) : 1;
        bin.Mean += (value - bin.Mean) / (perDay * Math.Min(bin.Days, MemoryDays));
        return digits;
    }

    private static void CloseDay(ref DailyBin bin)
    {
        var narrower = bin.Days == 1 ? 0 : (bin.High - bin.Low) / MemoryDays / 2;
        bin.Low = bin.Days == 1 ? bin.LastLow : Math.Min(bin.Low + narrower, bin.LastLow);
        bin.High = bin.Days == 1 ? bin.LastHigh : Math.Max(bin.High - narrower, bin.LastHigh);
        bin.Days++;
    }

    private double Judge(double value, int today, in DailyBin bin, in DailyBin before, in DailyBin after)
    {
        if (bin.Days <= DaysAsked || before.Days < DaysAsked || after.Days < DaysAsked || _fromProfile >= WorthIt * _fromLevel)
        {
            return -1;
        }

        var low = Math.Min(bin.Low, Math.Min(LowBefore(in before, today), LowBefore(in after, today)));
        var high = Math.Max(bin.High, Math.Max(HighBefore(in before, today), HighBefore(in after, today)));
        var slack = Slack * (high - low);
        if (value >= low - slack && value <= high + slack)
        {
            return 0;
        }

        var outside = Math.Max(value - high, low - value);
        return _fromProfile > 0 ? BaseDigits + (outside / (Step * _fromProfile) * DigitsPerStep) : -1;
    }

    /// <summary>The lowest of the days before today: a bin that has not seen today holds yesterday as its last day.</summary>
    private static double LowBefore(in DailyBin bin, int today) => bin.LastDay == today ? bin.Low : Math.Min(bin.Low, bin.LastLow);

    private static double HighBefore(in DailyBin bin, int today) => bin.LastDay == today ? bin.High : Math.Max(bin.High, bin.LastHigh);
}
