namespace ErrorManagement.Analytics.Registry;

/// <summary>One reading of the clock.</summary>
/// <param name="Steady">UTC ticks as they were at the start plus the time that has passed since: never runs backwards, knows nothing of a wall clock that is set.</param>
/// <param name="Utc">UTC ticks of the wall clock, for stamps that are shown.</param>
internal readonly record struct RegistryMoment(long Steady, long Utc)
{
    /// <summary>The minute, counted on the steady clock.</summary>
    public long Minute => Steady / TimeSpan.TicksPerMinute;

    /// <summary>The second, counted on the steady clock.</summary>
    public long Second => Steady / TimeSpan.TicksPerSecond;

    public DateTimeOffset SteadyTime => new(Steady, TimeSpan.Zero);

    public DateTimeOffset UtcTime => new(Utc, TimeSpan.Zero);
}
