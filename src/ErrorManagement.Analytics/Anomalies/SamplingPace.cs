namespace ErrorManagement.Analytics.Anomalies;

/// <summary>How far apart the observations are, a running mean that gaps and bursts move little.</summary>
internal struct SamplingPace
{
    private const double Share = 0.02;
    private const double Reach = 4;
    private const double LongestGap = 10;

    /// <summary>Seconds between two observations; 0 before two different instants were seen.</summary>
    public double Seconds { get; private set; }

    /// <summary>Seconds that passed, for all that decays: at most ten times the usual distance, 0 where the clock stood still or was set back.</summary>
    /// <param name="ticks">Ticks since the observation before.</param>
    /// <param name="fresh">One divided by the number of observations, this one included.</param>
    public double Elapse(long ticks, double fresh)
    {
        if (ticks <= 0)
        {
            return 0;
        }

        var seconds = ticks / (double)TimeSpan.TicksPerSecond;
        Seconds = Seconds > 0
            ? Seconds + ((Math.Clamp(seconds, Seconds / Reach, Seconds * Reach) - Seconds) * Math.Max(Share, fresh))
            : seconds;
        return Math.Min(seconds, LongestGap * Seconds);
    }
}
