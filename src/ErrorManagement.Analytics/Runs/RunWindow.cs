namespace ErrorManagement.Analytics.Runs;

/// <summary>The time that an analysis looks at. Immutable.</summary>
internal sealed class RunWindow
{
    public const int LeastDays = 1;
    public const int MostDays = 3650;

    private readonly long _from;
    private readonly long _now;
    private readonly long _limit;

    /// <param name="now">The time it ends, inclusive.</param>
    /// <param name="days">How far back, 1 to 3650.</param>
    /// <param name="skew">How far beyond <paramref name="now"/> another clock may be.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    public RunWindow(DateTimeOffset now, int days, TimeSpan skew)
    {
        if (days is < LeastDays or > MostDays)
        {
            throw new ArgumentOutOfRangeException(nameof(days), days, $"The days must be at least {LeastDays} and at most {MostDays}, both inclusive.");
        }

        Days = days;
        _now = now.UtcTicks;
        _from = Math.Max(0, _now - (days * TimeSpan.TicksPerDay));
        _limit = Math.Min(DateTimeOffset.MaxValue.UtcTicks, _now + skew.Ticks);
    }

    public int Days { get; }

    public DateTimeOffset From => new(_from, TimeSpan.Zero);

    public DateTimeOffset Now => new(_now, TimeSpan.Zero);

    /// <summary>Where a time lies; and the day it counts on, one that is just ahead of this clock on today's.</summary>
    public WindowPlace PlaceOf(DateTimeOffset? at, out DateOnly day)
    {
        day = default;
        if (at is not { } time)
        {
            return WindowPlace.Undated;
        }

        if (time.UtcTicks < _from)
        {
            return WindowPlace.Older;
        }

        if (time.UtcTicks > _limit)
        {
            return WindowPlace.Future;
        }

        day = DateOnly.FromDayNumber((int)(Math.Min(time.UtcTicks, _now) / TimeSpan.TicksPerDay));
        return WindowPlace.Inside;
    }
}
