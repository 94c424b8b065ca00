namespace ErrorManagement.Analytics.Registry;

/// <summary>Reads time for the registry. The system's provider is read coarsely, a few ns instead of fifty; every other provider exactly.</summary>
internal sealed class RegistryClock
{
    // How often the coarse reading is set right by the wall clock.
    private const long WallCheck = TimeSpan.TicksPerSecond;

    private readonly TimeProvider _provider;
    private readonly bool _coarse;
    private readonly long _steadyOffset;
    private readonly long _epoch;
    private long _wallOffset;
    private long _nextWallCheck;

    public RegistryClock(TimeProvider provider)
    {
        _provider = provider;
        _coarse = ReferenceEquals(provider, TimeProvider.System);
        var now = _provider.GetUtcNow().UtcTicks;
        _steadyOffset = now - Elapsed();
        _epoch = now - (now % TimeSpan.TicksPerMinute);
        _wallOffset = _steadyOffset;
    }

    public RegistryMoment Read()
    {
        var elapsed = Elapsed();
        var steady = elapsed + _steadyOffset;
        if (!_coarse)
        {
            return new RegistryMoment(steady, _provider.GetUtcNow().UtcTicks, _epoch);
        }

        if (elapsed >= Volatile.Read(ref _nextWallCheck))
        {
            Volatile.Write(ref _nextWallCheck, elapsed + WallCheck);
            Volatile.Write(ref _wallOffset, _provider.GetUtcNow().UtcTicks - elapsed);
        }

        return new RegistryMoment(steady, elapsed + Volatile.Read(ref _wallOffset), _epoch);
    }

#pragma warning disable RS0030 // the coarse tick source of the hot path; Core's MonotonicClock is not visible here
    private long Elapsed() => _coarse
        ? Environment.TickCount64 * TimeSpan.TicksPerMillisecond
        : (long)((Int128)_provider.GetTimestamp() * TimeSpan.TicksPerSecond / _provider.TimestampFrequency);
#pragma warning restore RS0030
}
