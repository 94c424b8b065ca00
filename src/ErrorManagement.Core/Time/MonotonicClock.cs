namespace ErrorManagement.Time;

/// <summary>
/// Elapsed time from one source that never runs backwards, in ticks of 100 ns since an arbitrary start.
/// The system's provider is read coarsely (a few ns instead of 30); every other provider exactly, so that tests control each tick.
/// </summary>
internal readonly struct MonotonicClock(TimeProvider provider)
{
    // The slowest tick count in use (Windows) moves every 15.6 ms.
    private const long CoarseResolution = 16 * TimeSpan.TicksPerMillisecond;

    private readonly TimeProvider? _provider = ReferenceEquals(provider, TimeProvider.System) ? null : provider;

    // Another provider is read from zero on: its own timestamps may be negative or roll over.
    private readonly long _origin = ReferenceEquals(provider, TimeProvider.System) ? 0 : provider.GetTimestamp();

    /// <summary>Now. At most <see cref="CoarseResolution"/> late, never early.</summary>
#pragma warning disable RS0030 // this is the one coarse clock that the ban points to
    public long Now => _provider is null ? Environment.TickCount64 * TimeSpan.TicksPerMillisecond : ToTicks(_provider.GetTimestamp());
#pragma warning restore RS0030

    /// <summary>
    /// An instant just past, for less than a nanosecond while many calls ask: as <see cref="Now"/>, but some <see cref="CoarseClock.RefreshMilliseconds"/> ms later,
    /// and later still while the machine leaves its threads without a processor. For telling which slice of a window a call falls into; never for deadlines.
    /// </summary>
    public long Recent => _provider is null ? CoarseClock.System.Milliseconds * TimeSpan.TicksPerMillisecond : ToTicks(_provider.GetTimestamp());

    /// <summary>Whether instants are exact: with every provider but the system's.</summary>
    public bool IsExact => _provider is not null;

    /// <summary>The instant at which <paramref name="length"/> from <paramref name="now"/> is surely over: rounded up, never early, clamped to the end of time.</summary>
    public long Deadline(long now, TimeSpan length)
    {
        var slack = _provider is null ? CoarseResolution : 0;
        return length.Ticks >= long.MaxValue - now - slack ? long.MaxValue : now + length.Ticks + slack;
    }

    /// <summary>A timestamp of the provider in ticks of 100 ns. With every provider but the system's, on the scale of <see cref="Now"/>.</summary>
    public long ToTicks(long stamp)
    {
        var elapsed = unchecked(stamp - _origin);
        var frequency = (_provider ?? TimeProvider.System).TimestampFrequency;
        return frequency == TimeSpan.TicksPerSecond ? elapsed : (long)((Int128)elapsed * TimeSpan.TicksPerSecond / frequency);
    }
}
