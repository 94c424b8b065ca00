namespace ErrorManagement.Analytics.Series;

/// <summary>
/// Minutes are counted on the steady clock, from the full minute in which it was started. Hours of it begin where those of the wall clock began then,
/// so that they are hours of UTC as long as nobody sets the wall clock by part of an hour.
/// </summary>
/// <param name="MinuteOfHour">How many minutes past a full hour of UTC the clock was started.</param>
internal readonly record struct SteadyHours(int MinuteOfHour)
{
    private const int MinutesPerHour = 60;

    public static SteadyHours Since(long epoch) => new((int)(epoch / TimeSpan.TicksPerMinute % MinutesPerHour));

    public long HourOf(long minute) => (minute + MinuteOfHour) / MinutesPerHour;

    /// <summary>The first minute of an hour; of the first hour, that is before the clock was started.</summary>
    public long FirstMinuteOf(long hour) => (hour * MinutesPerHour) - MinuteOfHour;
}
