namespace ErrorManagement.Analytics.Registry;

/// <summary>One reading of the clock.</summary>
/// <param name="Steady">UTC ticks as they were at the start plus the time that has passed since: never runs backwards, knows nothing of a wall clock that is set.</param>
/// <param name="Utc">UTC ticks of the wall clock, for stamps that are shown.</param>
/// <param name="Epoch">Where minutes and seconds are counted from: the full minute in which the clock was started.</param>
internal readonly record struct RegistryMoment(long Steady, long Utc, long Epoch)
{
    /// <summary>The minute on the steady clock since the epoch.</summary>
    public long Minute => (Steady - Epoch) / TimeSpan.TicksPerMinute;

    /// <summary>The second on the steady clock since the epoch.</summary>
    public long Second => (Steady - Epoch) / TimeSpan.TicksPerSecond;

    public DateTimeOffset SteadyTime => new(InTime(Steady), TimeSpan.Zero);

    public DateTimeOffset UtcTime => new(InTime(Utc), TimeSpan.Zero);

    // Where the wall clock is set back at the end of time, the steady one goes on.
    private static long InTime(long ticks) => Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks);
}
