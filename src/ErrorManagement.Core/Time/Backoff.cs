namespace ErrorManagement.Time;

/// <summary>Growing delays; pure arithmetic that saturates instead of overflowing.</summary>
internal static class Backoff
{
    /// <summary>min(<paramref name="initial"/> × <paramref name="multiplier"/>^<paramref name="exponent"/>, <paramref name="max"/>), for any exponent from 0.</summary>
    public static TimeSpan Exponential(TimeSpan initial, double multiplier, int exponent, TimeSpan max)
    {
        if (initial >= max || initial <= TimeSpan.Zero)
        {
            return initial >= max ? max : TimeSpan.Zero; // zero times an infinite power would be no number
        }

        return Capped(initial.Ticks * Math.Pow(multiplier, exponent), max); // an infinite product is also at or above the cap
    }

    /// <summary>min(<paramref name="initial"/> × <paramref name="times"/>, <paramref name="max"/>).</summary>
    /// <param name="initial">The first delay, from zero on.</param>
    /// <param name="times">How many times, from 1 on.</param>
    /// <param name="max">The cap.</param>
    public static TimeSpan Linear(TimeSpan initial, long times, TimeSpan max) => Capped(initial.Ticks * (double)times, max);

    /// <summary>
    /// min(<paramref name="max"/>, a random delay between <paramref name="initial"/> and three times the delay before): delays that grow and spread at once
    /// (the formula "decorrelated jitter" of M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
    /// </summary>
    /// <param name="initial">The shortest delay, from zero on.</param>
    /// <param name="previous">The delay before; what is shorter than <paramref name="initial"/> counts as that.</param>
    /// <param name="random">A random number, 0 to 1, both inclusive.</param>
    /// <param name="max">The cap.</param>
    public static TimeSpan Decorrelated(TimeSpan initial, TimeSpan previous, double random, TimeSpan max)
    {
        double shortest = initial.Ticks;
        return Capped(shortest + (random * ((3.0 * Math.Max(shortest, previous.Ticks)) - shortest)), max);
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
        return Capped(delay.Ticks * (0.75 + (0.5 * random)), max);
    }

    /// <summary><paramref name="delay"/> prolonged by a share of itself; at most the longest time there is.</summary>
    /// <param name="delay">The delay, more than zero.</param>
    /// <param name="share">0 to 1, both inclusive.</param>
    public static TimeSpan Prolong(TimeSpan delay, double share)
    {
        var ticks = delay.Ticks * (1 + share);
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>A delay in the whole milliseconds that timers count: rounded up, so that nothing begins early.</summary>
    public static TimeSpan WholeMilliseconds(TimeSpan delay)
    {
        var over = delay.Ticks % TimeSpan.TicksPerMillisecond;
        return over == 0 ? delay : TimeSpan.FromTicks(delay.Ticks - over + TimeSpan.TicksPerMillisecond);
    }

    private static TimeSpan Capped(double ticks, TimeSpan max) => ticks >= max.Ticks ? max : TimeSpan.FromTicks((long)ticks);
}
