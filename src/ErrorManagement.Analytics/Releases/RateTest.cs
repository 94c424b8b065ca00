namespace ErrorManagement.Analytics.Releases;

/// <summary>
/// Compares two rates of events. Given how many events there were in all, those of the candidate are binomial, with its share of the exposure as their
/// probability where the rates are equal: J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples from Poisson series" (Biometrika 31, 1940).
/// Of the point itself, half counts (mid-p).
/// </summary>
internal static class RateTest
{
    private const double Narrow = 1e-12;
    private const int MostSteps = 200;

    /// <summary>How probable a difference at least as large is where the rates are equal: twice the smaller side, at most 1.</summary>
    /// <param name="baseline">Events of the baseline, at least 0; whole unless they were thinned.</param>
    /// <param name="candidate">Events of the candidate.</param>
    /// <param name="share">The candidate's share of the exposure, more than 0 and less than 1.</param>
    public static double PValue(double baseline, double candidate, double share)
    {
        var all = baseline + candidate;
        var upper = Binomial.UpperMid(candidate, all, share, 1 - share);
        var lower = Binomial.LowerMid(candidate, all, share, 1 - share);
        return Math.Min(1, 2 * Math.Min(upper, lower));
    }

    /// <summary>The lowest p-value that so many events could have: when all of them were of one side (R. E. Tarone, Biometrics 46, 1990).</summary>
    public static double LowestPValue(double all, double share) => Math.Min(1, Math.Min(Math.Pow(share, all), Math.Pow(1 - share, all)));

    /// <summary>The confidence interval of candidate's rate by baseline's rate.</summary>
    /// <param name="baseline">Events of the baseline.</param>
    /// <param name="candidate">Events of the candidate.</param>
    /// <param name="share">The candidate's share of the exposure, more than 0 and less than 1.</param>
    /// <param name="confidence">How much of the probability is inside, more than 0 and less than 1.</param>
    /// <returns>Both ends; 0 and infinity where there is nothing to tell.</returns>
    public static (double Low, double High) RatioInterval(double baseline, double candidate, double share, double confidence)
    {
        var all = baseline + candidate;
        if (all <= 0)
        {
            return (0, double.PositiveInfinity);
        }

        var outside = Math.Log((1 - confidence) / 2);
        var equal = Math.Log(share / (1 - share));
        var low = candidate <= 0 ? double.NegativeInfinity : Solve(logit => LogUpper(candidate, all, logit) - outside);
        var high = baseline <= 0 ? double.PositiveInfinity : -Solve(logit => LogUpper(baseline, all, logit) - outside);
        return (Math.Exp(low - equal), Math.Exp(high - equal));
    }

    private static double LogUpper(double hits, double all, double logit)
    {
        // Both from the logit: the smaller one is as exact as the larger one.
        var p = logit < 0 ? Math.Exp(logit) / (1 + Math.Exp(logit)) : 1 / (1 + Math.Exp(-logit));
        var q = logit < 0 ? 1 / (1 + Math.Exp(logit)) : Math.Exp(-logit) / (1 + Math.Exp(-logit));
        return Math.Log(Math.Max(double.Epsilon, p <= 0 ? 0 : q <= 0 ? 1 : Binomial.UpperMid(hits, all, p, q)));
    }

    /// <summary>Where a rising function is zero: between two points on both sides, by their secant, as of M. Dowell and P. Jarratt's Illinois method (BIT 11, 1971), or by half where that creeps.</summary>
    private static double Solve(Func<double, double> f)
    {
        var (low, high) = (-700.0, 700.0);
        var (atLow, atHigh) = (f(low), f(high));
        if (atLow >= 0 || atHigh <= 0)
        {
            return atLow >= 0 ? low : high;
        }

        var side = 0;
        for (var i = 0; i < MostSteps && high - low > Narrow * (1 + Math.Abs(low)); i++)
        {
            var secant = ((low * atHigh) - (high * atLow)) / (atHigh - atLow);
            var middle = i % 3 != 2 && secant > low && secant < high ? secant : (low + high) / 2;
            var at = f(middle);
            if (at == 0)
            {
                return middle;
            }

            if (at < 0)
            {
                (low, atLow) = (middle, at);
                atHigh = side == -1 ? atHigh / 2 : atHigh;
                side = -1;
            }
            else
            {
                (high, atHigh) = (middle, at);
                atLow = side == 1 ? atLow / 2 : atLow;
                side = 1;
            }
        }

        return (low + high) / 2;
    }
}
