namespace ErrorManagement.Analytics.Anomalies;

/// <summary>
/// Says of each value of a series how anomalous it is, from the values before it alone: no training, no look-ahead, some 3 KB a series, nothing allocated after construction. Any number series will do: error
/// counts, rates, latencies, loads, with any and with changing intervals. Deterministic: the same values at the same instants get the same scores, and the unit of the values makes no difference.
/// Not for several threads at once; what observes from several needs a lock of its own.
/// </summary>
/// <remarks>
/// Five simple views of the value each say how rare it is as decimal digits (3 is one in a thousand); the most surprised one counts:
/// its distance from the level of hundreds of values and from that of the last dozens (<see cref="TailRarity"/>), leaving the range of all values (<see cref="ValueRange"/>), leaving what is usual at
/// this time of day (<see cref="DailyProfile"/>), and standing still where values used to change (<see cref="Standstill"/>). After an anomaly <see cref="AlarmHold"/> asks for silence, then for more.
/// How the views were chosen, and what they reach on public data: docs/decisions/0107.
/// </remarks>
public sealed class AnomalyDetector
{
    private const int WarmUp = 60;
    private const double LevelLength = 700;
    private const double LocalLength = 40;
    private const double LocalWeight = 0.8;
    private const double LocalReach = 5;
    private const double DeviationReach = 30;
    private const double Outlandish = 1_000;
    private const double LargestValue = 1e300; // Differences and thousandfolds of it are still numbers.
    private const double MostDigits = 1_000;

    /// <summary>Digits that score 0.5.</summary>
    private const double AlarmDigits = 3.5;

    private readonly double _threshold;
    private readonly DailyProfile _day = new();
    private long _count;
    private long _ticks;
    private double _level;
    private double _deviation;
    private double _local;
    private double _localDeviation;
    private TailRarity _aboveLevel;
    private TailRarity _belowLevel;
    private TailRarity _aboveLocal;
    private TailRarity _belowLocal;
    private ValueRange _range;
    private Standstill _still;
    private SamplingPace _pace;
    private AlarmHold _hold;

    /// <summary>A detector that has seen nothing yet.</summary>
    /// <param name="options">The settings, copied; null means the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names each.</exception>
    public AnomalyDetector(AnomalyDetectorOptions? options = null)
    {
        var settings = options?.Copy() ?? new AnomalyDetectorOptions();
        AnomalyDetectorOptionsValidator.ThrowIfInvalid(settings);
        _threshold = settings.AlarmThreshold;
    }

    /// <summary>
    /// Scores a value and learns from it. The first 60 values score 0. A value that is no finite number scores 0 and is not learnt from. Never throws; constant time; allocates nothing.
    /// </summary>
    /// <param name="at">When it was measured. Any instant; one that is not after the last one counts as no time passed.</param>
    /// <param name="value">The value.</param>
    /// <returns>From 0 (nothing special), inclusive, to 1, exclusive; an anomaly from <see cref="AnomalyDetectorOptions.AlarmThreshold"/> on.</returns>
    public double Observe(DateTimeOffset at, double value)
    {
        if (!double.IsFinite(value))
        {
            return 0;
        }

        var ticks = at.UtcTicks;
        value = Math.Clamp(value, -LargestValue, LargestValue);
        if (_count == 0)
        {
            Begin(ticks, value);
            return 0;
        }

        var fresh = 1.0 / (_count + 1);
        _hold.Pass(_pace.Elapse(ticks - _ticks, fresh));
        _ticks = ticks;
        var digits = Math.Min(Learn(ticks, Tame(value), fresh), MostDigits);
        _count++;
        return _count <= WarmUp ? 0 : Score(digits);
    }

    private void Begin(long ticks, double value)
    {
        _ticks = ticks;
        _level = value;
        _local = value;
        _range = new ValueRange(value);
        _still = new Standstill(value);
        _day.Add(ticks, value, 0, 0);
        _count = 1;
    }

    /// <summary>Bounds what one value can do to the running means: the series is itself again some thousands of values later.</summary>
    private double Tame(double value)
    {
        var reach = Outlandish * (_deviation + Math.Abs(_level));
        return _count >= WarmUp && reach > 0 ? Math.Clamp(value, _level - reach, _level + reach) : value;
    }

    /// <summary>Digits of rarity of a value, which is then known; <paramref name="fresh"/> is one divided by the number of values with it.</summary>
    private double Learn(long ticks, double value, double fresh)
    {
        var fromLevel = value - _level;
        var fromLocal = value - _local;
        Follow(fromLevel, fromLocal, fresh);
        var daily = _day.Add(ticks, value, fromLevel, _pace.Seconds);
        var digits = Math.Max(
            Math.Max(_aboveLevel.Add(fromLevel, fresh), _belowLevel.Add(-fromLevel, fresh)),
            LocalWeight * Math.Max(_aboveLocal.Add(fromLocal, fresh), _belowLocal.Add(-fromLocal, fresh)));
        digits = daily is 0 ? 0 : Math.Max(digits, daily);
        return Math.Max(digits, Math.Max(_still.Add(value, _count), _range.Add(value, _count)));
    }

    /// <summary>Moves the running means. The local one is not drawn along by single far values.</summary>
    private void Follow(double fromLevel, double fromLocal, double fresh)
    {
        var settled = _count > 20;
        var share = Math.Max(1 / LevelLength, fresh);
        _level += share * fromLevel;
        var distance = Math.Abs(fromLevel);
        _deviation += share * ((settled && _deviation > 0 ? Math.Min(distance, DeviationReach * _deviation) : distance) - _deviation);

        share = Math.Max(1 / LocalLength, fresh);
        var reach = settled && _localDeviation > 0 ? LocalReach * _localDeviation : double.MaxValue;
        _localDeviation += share * (Math.Abs(fromLocal) - _localDeviation);
        _local += share * Math.Clamp(fromLocal, -reach, reach);
    }

    private double Score(double digits)
    {
        var beyond = digits > 0 ? digits - _hold.Raise() : 0;
        var score = beyond > 0 ? beyond / (beyond + AlarmDigits) : 0;
        if (_hold.IsSilent(digits))
        {
            return score * _threshold;
        }

        if (score >= _threshold)
        {
            _hold.Begin(digits, _pace.Seconds);
        }

        return score;
    }
}
