using System.Numerics;

namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Sums over all buckets of a series. Whole numbers without bound: a count that equals a threshold must not be above it by the last bit.</summary>
internal readonly struct SeriesTotals
{
    public SeriesTotals(IReadOnlyList<SeriesPoint> series)
    {
        N = series.Count;
        foreach (var point in series)
        {
            Sum += point.Count;
            Squares += (BigInteger)point.Count * point.Count;
        }
    }

    /// <summary>How many buckets there are.</summary>
    public int N { get; }

    public BigInteger Sum { get; }

    public BigInteger Squares { get; }

    public double Mean => (double)Sum / N;

    /// <summary>The population variance times the square of <see cref="N"/>.</summary>
    public BigInteger Spread => (N * Squares) - (Sum * Sum);

    /// <summary>The population standard deviation.</summary>
    public double Deviation => Math.Sqrt((double)Spread) / N;

    /// <summary>A factor as a fraction of whole numbers: exactly as it was written in decimals.</summary>
    public static (BigInteger Numerator, BigInteger Denominator) Fraction(double factor)
    {
        var value = (decimal)factor;
        var scale = BigInteger.Pow(10, value.Scale);
        return (new BigInteger(value * (decimal)scale), scale);
    }
}
