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
}
