namespace ErrorManagement.Analytics.Layers;

/// <summary>One instant.</summary>
/// <param name="Steady">Ticks of a clock that never runs backwards: what is decided by.</param>
/// <param name="Utc">UTC ticks of the wall clock: what is shown.</param>
internal readonly record struct LayerMoment(long Steady, long Utc)
{
    /// <summary>The wall clock, inside what can be shown.</summary>
    public static DateTimeOffset Shown(long utcTicks) => new(Math.Clamp(utcTicks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
}
