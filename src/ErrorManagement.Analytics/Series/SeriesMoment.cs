namespace ErrorManagement.Analytics.Series;

/// <summary>Where a reader stands.</summary>
/// <param name="Minute">The steady minute that runs.</param>
/// <param name="Start">The steady minute since which was counted.</param>
/// <param name="Origin">The minute of UTC, since the year 1, that the steady minute 0 is shown as: a wall clock that was set moves all labels with it.</param>
/// <param name="Hours">How steady minutes lie in hours.</param>
internal readonly record struct SeriesMoment(long Minute, long Start, long Origin, SteadyHours Hours)
{
    /// <summary>Reads it off the clocks.</summary>
    /// <param name="steady">The steady clock, in ticks.</param>
    /// <param name="utc">The wall clock, in UTC ticks.</param>
    /// <param name="epoch">Where steady minutes begin, in UTC ticks as they were then.</param>
    /// <param name="start">Since when was counted, on the steady clock.</param>
    public static SeriesMoment At(long steady, long utc, long epoch, long start) => new(
        (steady - epoch) / TimeSpan.TicksPerMinute,
        Math.Max(0, (start - epoch) / TimeSpan.TicksPerMinute),
        (epoch / TimeSpan.TicksPerMinute) + (long)Math.Round((utc - steady) / (double)TimeSpan.TicksPerMinute),
        SteadyHours.Since(epoch));
}
