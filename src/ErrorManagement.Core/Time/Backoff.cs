namespace ErrorManagement.Time;

/// <summary>Growing delays; pure arithmetic that saturates instead of overflowing.</summary>
internal static class Backoff
{
    /// <summary>min(<paramref name="initial"/> × <paramref name="multiplier"/>^<paramref name="exponent"/>, <paramref name="max"/>), for any exponent from 0.</summary>
    public static TimeSpan Exponential(TimeSpan initial, double multiplier, int exponent, TimeSpan max)
    {
        if (initial >= max)
        {
            return max;
        }

        var ticks = initial.Ticks * Math.Pow(multiplier, exponent);
        return ticks >= max.Ticks ? max : TimeSpan.FromTicks((long)ticks); // an infinite product is also at or above the cap
    }

    /// <summary>
    /// <paramref name="delay"/> spread evenly over 75 % to 125 % of itself, at most <paramref name="max"/>, so that callers that failed together
    /// do not come back together (the reason: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015; the band: resilience4j's and Polly's quarter).
    /// </summary>
    /// <param name="delay">The delay, from zero on.</param>
    /// <param name="random">A random number, 0 to 1, both inclusive.</param>
    /// <param name="max">The cap, not below <paramref name="delay"/>.</param>
    public static TimeSpan Jitter(TimeSpan delay, double random, TimeSpan max)
    {
        var ticks = delay.Ticks * (0.75 + (0.5 * random));
        return ticks >= max.Ticks ? max : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary><paramref name="delay"/> prolonged by a share of itself; at most the longest time there is.</summary>
    /// <param name="delay">The delay, more than zero.</param>
    /// <param name="share">0 to 1, both inclusive.</param>
    public static TimeSpan Prolong(TimeSpan delay, double share)
    {
        var ticks = delay.Ticks * (1 + share);
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
    }
}
