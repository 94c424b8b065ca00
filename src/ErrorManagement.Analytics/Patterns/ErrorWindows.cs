namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// How many errors there were in the window of a burst, and in the two stretches that a degradation compares: exact to the tick while each error was told and is among
/// the last 2,048, by whole seconds where it was not. Times are UTC ticks. Not safe on many threads.
/// </summary>
internal sealed class ErrorWindows
{
    private const int MaxTimes = 2048;
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;

    private readonly RecentTimes _times = new(MaxTimes);
    private readonly SecondCounts _seconds;
    private readonly long _burst;
    private readonly long _stretch;

    // Numbers of the first errors in the window and in the stretches, at the newest error.
    private long _burstFrom;
    private long _recentFrom;
    private long _olderFrom;

    public ErrorWindows(TimelineSettings settings)
    {
        _burst = settings.BurstWindow.Ticks;
        _stretch = settings.DegradationWindow.Ticks;
        _seconds = new SecondCounts((int)(Math.Max(2 * _stretch, _burst) / TicksPerSecond) + 1);
    }

    /// <summary>Adds an error that is told, and is not earlier than those before it.</summary>
    public void Add(long ticks) => _times.Add(ticks);

    /// <summary>Takes note that errors up to a time were not all told.</summary>
    public void MissAt(long ticks) => _times.MissAt(ticks);

    /// <summary>Adds to a second what was counted in it, told or not.</summary>
    public void AddCounted(long ticks, long count) => _seconds.Add(ticks / TicksPerSecond, count);

    /// <summary>Whether each error in the window that ends at a time is known on its own.</summary>
    public bool IsBurstExact(long ticks) => _times.MissingUntil < ticks - _burst;

    /// <summary>Whether each error in the two stretches that end at a time is known on its own.</summary>
    public bool AreStretchesExact(long ticks) => _times.MissingUntil < ticks - (2 * _stretch);

    /// <summary>The told errors in the window that ends with the newest of them, both ends counted.</summary>
    public long MoveBurst(long ticks)
    {
        _burstFrom = _times.FirstAt(_burstFrom, ticks - _burst);
        return _times.Next - _burstFrom;
    }

    /// <summary>The errors of the whole seconds in the window.</summary>
    public long BurstInSeconds(long ticks) => _seconds.Sum((ticks / TicksPerSecond) - (_burst / TicksPerSecond), ticks / TicksPerSecond);

    /// <summary>The told errors in the two stretches that end with the newest of them; their earlier ends do not belong to them.</summary>
    public (long Older, long Recent) MoveStretches(long ticks) => Told(ticks, ref _olderFrom, ref _recentFrom);

    /// <summary>The errors in the two stretches that end at a time after the newest error, as exact as they are known.</summary>
    public (long Older, long Recent) StretchesAt(long ticks)
    {
        var (olderFrom, recentFrom) = (_olderFrom, _recentFrom);
        return AreStretchesExact(ticks) ? Told(ticks, ref olderFrom, ref recentFrom) : StretchesInSeconds(ticks);
    }

    /// <summary>The errors of the whole seconds in the two stretches.</summary>
    public (long Older, long Recent) StretchesInSeconds(long ticks)
    {
        var second = ticks / TicksPerSecond;
        var between = (ticks - _stretch) / TicksPerSecond;
        var first = (ticks - (2 * _stretch)) / TicksPerSecond;
        return (_seconds.Sum(first, between), _seconds.Sum(between, second));
    }

    public void Clear()
    {
        _times.Clear();
        _seconds.Clear();
        (_burstFrom, _recentFrom, _olderFrom) = (0, 0, 0);
    }

    private (long Older, long Recent) Told(long ticks, ref long olderFrom, ref long recentFrom)
    {
        olderFrom = _times.FirstAt(olderFrom, ticks - (2 * _stretch) + 1);
        recentFrom = _times.FirstAt(Math.Max(olderFrom, recentFrom), ticks - _stretch + 1);
        return (recentFrom - olderFrom, _times.Next - recentFrom);
    }
}
