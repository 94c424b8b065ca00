namespace ErrorManagement.Analytics.Reports;

/// <summary>When reports are due. Pure.</summary>
internal static class ReportCalendar
{
    /// <summary>How long to wait at most.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    /// <summary>The latest day whose time for reports has come.</summary>
    public static DateOnly LatestDay(DateTimeOffset now, TimeOnly at)
    {
        var utc = now.UtcDateTime;
        return ReportPeriod.Shift(DateOnly.FromDateTime(utc), TimeOnly.FromDateTime(utc) < at ? -1 : 0);
    }

    /// <summary>The latest day whose time for weekly reports has come.</summary>
    public static DateOnly LatestWeek(DateTimeOffset now, TimeOnly at, DayOfWeek on)
    {
        const int DaysPerWeek = 7;
        var day = LatestDay(now, at);
        return ReportPeriod.Shift(day, -(((int)day.DayOfWeek - (int)on + DaysPerWeek) % DaysPerWeek));
    }

    /// <summary>How long to wait before looking at the clock again. Never long: timers count elapsed time, and the wall clock may be set meanwhile.</summary>
    public static TimeSpan Wait(DateTimeOffset now, TimeOnly at)
    {
        var left = at.ToTimeSpan() - now.UtcDateTime.TimeOfDay;
        return left <= TimeSpan.Zero || left > LongestWait ? LongestWait : left < ShortestWait ? ShortestWait : left;
    }
}
