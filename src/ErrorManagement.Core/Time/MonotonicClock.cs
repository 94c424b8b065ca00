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

    /// <summary>Now. At most <see cref="CoarseResolution"/> late, never early.</summary>
#pragma warning disable RS0030 // this is the one coarse clock that the ban points to
    public long Now => _provider is null ? Environment.TickCount64 * TimeSpan.TicksPerMillisecond : Exact(_provider);
#pragma warning restore RS0030

    /// <summary>
    /// An instant just past, for less than a nanosecond while many calls ask: as <see cref="Now"/>, but some <see cref="CoarseClock.RefreshMilliseconds"/> ms later,
    /// and later still while the machine leaves its threads without a processor. For telling which slice of a window a call falls into; never for deadlines.
    /// </summary>
    public long Recent => _provider is null ? CoarseClock.System.Milliseconds * TimeSpan.TicksPerMillisecond : Exact(_provider);

    /// <summary>Whether instants are exact: with every provider but the system's.</summary>
    public bool IsExact => _provider is not null;

    /// <summary>The instant at which <paramref name="length"/> from <paramref name="now"/> is surely over: rounded up, never early, clamped to the end of time.</summary>
    public long Deadline(long now, TimeSpan length)
    {
        var slack = _provider is null ? CoarseResolution : 0;
        return length.Ticks >= long.MaxValue - now - slack ? long.MaxValue : now + length.Ticks + slack;
    }

    /// <summary>A provider's timestamp in ticks of 100 ns.</summary>
    public static long ToTicks(long stamp, long frequency) => frequency == TimeSpan.TicksPerSecond
        ? stamp
        : (long)((Int128)stamp * TimeSpan.TicksPerSecond / frequency);

    private static long Exact(TimeProvider provider) => ToTicks(provider.GetTimestamp(), provider.TimestampFrequency);
}
