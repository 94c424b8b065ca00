namespace ErrorManagement.Analytics;

/// <summary>Whether a series goes up or down: the mean of its last points against that of its first ones. An immutable finding.</summary>
/// <remarks>
/// <para>One function of a series, a window and a threshold, with two presets: <see cref="OfCounts(IEnumerable{long})"/> (three points, 20 %) and <see cref="OfRates"/> (seven points, 10 %).</para>
/// <para>Of n points, the first and the last <c>window</c> are compared; when they are fewer than two windows, the first and the last ⌊n/2⌋, so that no point is on both sides.
/// Fewer than two points are stable. The change is in percent of the first mean; where that is 0 and the last one is more, it is 100.</para>
/// <para>Pure: it knows no clock, and the same points give the same finding.</para>
/// </remarks>
public sealed record Trend
{
    private const int CountWindow = 3;
    private const double CountThreshold = 20;
    private const int RateWindow = 7;
    private const double RateThreshold = 10;
    private const int ShownDecimals = 2;

    // Means of decimal fractions are off in the last bits: a rise of exactly 10 % is none of more than 10 %, and 46.875 % is shown as 46.88.
    private const int JudgedDecimals = 9;

    private Trend()
    {
    }

    /// <summary>Where the series goes: judged by the change before it was rounded.</summary>
    public TrendDirection Direction { get; private init; }

    /// <summary>The change from the first mean to the last one in percent of the first, rounded to two decimals, half away from zero: −100 when the last is 0, 100 when the first is 0 and the last is not. <c>percentage_change</c></summary>
    public double ChangePercent { get; private init; }

    // What is shown is rounded once, from this: rounded to two decimals first, 0.449 % would be shown as 0.5 %.
    private double JudgedPercent { get; init; }

    /// <summary>The mean of the first points; 0 when there are fewer than two. Not rounded.</summary>
    public double FirstMean { get; private init; }

    /// <summary>The mean of the last points; 0 when there are fewer than two. Not rounded.</summary>
    public double LastMean { get; private init; }

    /// <summary>How many points there were; those that were passed over are not among them.</summary>
    public int Points { get; private init; }

    /// <summary>How many points each mean is of; 0 when there are fewer than two.</summary>
    public int Compared { get; private init; }

    /// <summary>The trend of counts, one for each day or other bucket: three points against three, 20 %. Buckets without any must be in it, with 0.</summary>
    /// <param name="counts">The counts, oldest first.</param>
    /// <returns>The finding.</returns>
    public static Trend OfCounts(IEnumerable<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Of(counts.Select(static count => (double?)count), CountWindow, CountThreshold);
    }

    /// <summary>The trend of counts, as <see cref="IErrorRegistry.GetSeries"/> returns them: three points against three, 20 %.</summary>
    /// <param name="counts">The points, oldest first, empty ones among them.</param>
    /// <returns>The finding.</returns>
    public static Trend OfCounts(IEnumerable<SeriesPoint> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return OfCounts(counts.Select(static point => point.Count));
    }

    /// <summary>The trend of counts by day, of which only days with any are known: the others count 0. Three days against three, 20 %.</summary>
    /// <param name="counts">The counts by day. Days outside of the range are left out.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day, inclusive; not before <paramref name="first"/>.</param>
    /// <returns>The finding.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="last"/> is before <paramref name="first"/>.</exception>
    public static Trend OfCounts(IReadOnlyDictionary<DateOnly, long> counts, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        return OfCounts(Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(day => counts.GetValueOrDefault(DateOnly.FromDayNumber(day))));
    }

    /// <summary>The trend of failure rates, one for each day: seven points against seven, 10 %.</summary>
    /// <param name="rates">The rates, oldest first, in percent or as shares of 1; null or not a number for a day without runs, which is passed over.</param>
    /// <returns>The finding.</returns>
    public static Trend OfRates(IEnumerable<double?> rates) => Of(rates, RateWindow, RateThreshold);

    /// <summary>The trend of any series.</summary>
    /// <param name="points">The points, oldest first; null, not a number and the infinities are passed over.</param>
    /// <param name="window">How many points of either end are compared, at least 1.</param>
    /// <param name="thresholdPercent">A change of more than this, in percent, is a rise or a fall; as much is stable. Finite, at least 0.</param>
    /// <returns>The finding.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> or <paramref name="thresholdPercent"/> is outside its bounds.</exception>
    public static Trend Of(IEnumerable<double?> points, int window, double thresholdPercent)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (!double.IsFinite(thresholdPercent) || thresholdPercent < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(thresholdPercent), thresholdPercent, "The threshold must be a finite number and at least 0.");
        }

        double[] known = [.. points.Where(static point => point is { } value && double.IsFinite(value)).Select(static point => point!.Value)];
        if (known.Length < 2)
        {
            return new Trend { Points = known.Length };
        }

        var compared = Math.Min(window, known.Length / 2);
        var first = Mean(known.AsSpan(0, compared));
        var last = Mean(known.AsSpan(known.Length - compared));
        var change = Change(first, last);
        var judged = Math.Round(change, JudgedDecimals, MidpointRounding.AwayFromZero);
        return new Trend
        {
            Direction = judged > thresholdPercent ? TrendDirection.Increasing : judged < -thresholdPercent ? TrendDirection.Decreasing : TrendDirection.Stable,
            JudgedPercent = judged,
            ChangePercent = Rounded(judged, ShownDecimals),
            FirstMean = first,
            LastMean = last,
            Points = known.Length,
            Compared = compared,
        };
    }

    /// <summary>The change in percent, rounded once, to so many decimals: half away from zero, and never a negative zero.</summary>
    internal double ChangeIn(int decimals) => Rounded(JudgedPercent, decimals);

    private static double Rounded(double percent, int decimals) => Math.Round(percent, decimals, MidpointRounding.AwayFromZero) + 0.0;

    // Divided before they are added up: a sum of the largest numbers is none.
    private static double Mean(ReadOnlySpan<double> values)
    {
        var mean = 0.0;
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
            mean += value / values.Length;
        }

        return double.IsFinite(sum) ? sum / values.Length : mean;
    }

    private static double Change(double first, double last)
    {
        if (first == 0)
        {
            return last == 0 ? 0 : last > 0 ? 100 : -100;
        }

        // A part of next to nothing may be more than there are numbers for.
        return Math.Clamp(((last / Math.Abs(first)) - Math.Sign(first)) * 100, double.MinValue, double.MaxValue);
    }
}
