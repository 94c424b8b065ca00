namespace ErrorManagement.CircuitBreakers;

/// <summary>How low a share may really be, given how few calls it was seen in: the lower bound of the one-sided Wilson score interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927).</summary>
internal static class WilsonBound
{
    private const int MostSteps = 200;

    /// <summary>(p + z²/2n - z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n) for p = part / total and Φ(z) = confidence; 0 without calls.</summary>
    public static double Lower(long part, long total, double confidence)
    {
        if (total <= 0)
        {
            return 0;
        }

        var z = Quantile(confidence);
        double n = total, p = part / n, zz = z * z;
        return Math.Max(0, (p + (zz / (2 * n)) - (z * Math.Sqrt((p * (1 - p) / n) + (zz / (4 * n * n))))) / (1 + (zz / n)));
    }

    /// <summary>The z with Φ(z) = <paramref name="probability"/>, from 0.5 on. Newton's method from 0 never passes the root, as Φ is concave there.</summary>
    private static double Quantile(double probability)
    {
        double z = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            var next = z + ((probability - 0.5 - (density * OverDensity(z))) / density);
            if (next <= z)
            {
                break;
            }

            z = next;
        }

        return z;
    }

    /// <summary>(Φ(z) - 1/2) / φ(z) = z + z³/3 + z⁵/(3·5) + ... (G. Marsaglia, "Evaluating the Normal Distribution", J. Stat. Softw. 11, 2004).</summary>
    private static double OverDensity(double z)
    {
        double sum = 0, term = z;
        for (var divisor = 3; sum + term != sum; divisor += 2)
        {
            sum += term;
            term *= z * z / divisor;
        }

        return sum;
    }
}
