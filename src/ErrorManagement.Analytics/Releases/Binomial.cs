namespace ErrorManagement.Analytics.Releases;

/// <summary>
/// The binomial distribution, exact to some 12 digits for up to thousands of millions of trials, and carried on to numbers of trials that are not whole.
/// Single terms by C. Loader, "Fast and accurate computation of binomial probabilities" (2000); sums of them by the incomplete beta function in its
/// continued fraction (NIST Digital Library of Mathematical Functions 8.17.22), by the method of W. J. Lentz (1976).
/// </summary>
internal static class Binomial
{
    // The fraction takes some multiple of the square root of the number of trials.
    private const int MostSteps = 2_000_000;
    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;
    private const double SeriesFrom = 16;

    /// <summary>The probability of exactly so many hits.</summary>
    /// <param name="hits">The hits, 0 to <paramref name="trials"/>, inclusive.</param>
    /// <param name="trials">The trials, at least 0.</param>
    /// <param name="p">The probability of a hit, more than 0 and less than 1.</param>
    /// <param name="q">That of none, 1 − p.</param>
    public static double Probability(double hits, double trials, double p, double q)
    {
        if (trials <= 0)
        {
            return 1;
        }

        if (hits <= 0)
        {
            return Math.Exp(-Deviance(trials, trials * q) - (trials * p));
        }

        if (hits >= trials)
        {
            return Math.Exp(-Deviance(trials, trials * p) - (trials * q));
        }

        var misses = trials - hits;
        var exponent = StirlingError(trials) - StirlingError(hits) - StirlingError(misses) - Deviance(hits, trials * p) - Deviance(misses, trials * q);
        return Math.Exp(exponent) * Math.Sqrt(trials / (2 * Math.PI * hits * misses));
    }

    /// <summary>The probability of so many hits or more, less half of that of exactly so many (the mid-p of H. O. Lancaster, 1961).</summary>
    public static double UpperMid(double hits, double trials, double p, double q) =>
        trials <= 0 ? 0.5 : Math.Clamp(Upper(hits, trials, p, q) - (Probability(hits, trials, p, q) / 2), 0, 1);

    /// <summary>The probability of so many hits or fewer, less half of that of exactly so many.</summary>
    public static double LowerMid(double hits, double trials, double p, double q) => UpperMid(trials - hits, trials, q, p);

    /// <summary>The probability of so many hits or more.</summary>
    public static double Upper(double hits, double trials, double p, double q) => hits <= 0 ? 1 : Beta(hits, trials - hits + 1, p, q);

    /// <summary>The incomplete beta function I_p(a, b), of a and b above 0.</summary>
    private static double Beta(double a, double b, double p, double q)
    {
        // p^a q^b / B(a, b), by the term of a binomial distribution: nothing large is taken from anything large.
        var front = Probability(a, a + b, p, q) * a * b / (a + b);
        return p <= a / (a + b) ? front * Fraction(a, b, p) / a : 1 - (front * Fraction(b, a, q) / b);
    }

    private static double Fraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / Away(1 - ((a + b) * x / (a + 1)));
        var h = d;
        for (var m = 1; m <= MostSteps; m++)
        {
            var even = m * (b - m) * x / ((a + (2.0 * m) - 1) * (a + (2.0 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2.0 * m)) * (a + (2.0 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            var step = d * c;
            h *= step;
            if (Math.Abs(step - 1) <= Precision)
            {
                break;
            }
        }

        return h;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>x·ln(x/m) + m − x: how far x is from its mean.</summary>
    private static double Deviance(double x, double mean)
    {
        if (Math.Abs(x - mean) >= 0.1 * (x + mean))
        {
            return (x * Math.Log(x / mean)) + mean - x;
        }

        var v = (x - mean) / (x + mean);
        var sum = (x - mean) * v;
        var term = 2 * x * v;
        for (var j = 1; j < 1_000; j++)
        {
            term *= v * v;
            var next = sum + (term / ((2 * j) + 1));
            if (next == sum)
            {
                break;
            }

            sum = next;
        }

        return sum;
    }

    /// <summary>ln n! less the main terms of Stirling's formula.</summary>
    private static double StirlingError(double n)
    {
        // Small numbers are led to larger ones, where the series holds.
        var shift = 0.0;
        for (; n < SeriesFrom; n++)
        {
            shift += ((n + 0.5) * Math.Log((n + 1) / n)) - 1;
        }

        var nn = n * n;
        return shift + ((1.0 / 12 - ((1.0 / 360 - ((1.0 / 1_260 - ((1.0 / 1_680 - (1.0 / 1_188 / nn)) / nn)) / nn)) / nn)) / n);
    }
}
