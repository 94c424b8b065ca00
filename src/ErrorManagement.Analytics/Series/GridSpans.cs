namespace ErrorManagement.Analytics.Series;

/// <summary>What a grid is made of, for who wants its sum alone: consecutive steady minutes that are read as such, and consecutive steady hours before them. Either may be none.</summary>
/// <param name="FirstMinute">The first minute; behind the last when there is none.</param>
/// <param name="LastMinute">The last minute.</param>
/// <param name="FirstHour">The first hour; behind the last when there is none.</param>
/// <param name="LastHour">The last hour.</param>
/// <param name="FirstMinuteOfHours">The first minute of these hours.</param>
/// <param name="LastMinuteOfHours">The last minute of these hours that is not read as such.</param>
internal readonly record struct GridSpans(long FirstMinute, long LastMinute, long FirstHour, long LastHour, long FirstMinuteOfHours, long LastMinuteOfHours)
{
    /// <summary>Whether a minute lies in it, read as such or with its hour.</summary>
    public bool Contains(long minute) => (minute >= FirstMinute && minute <= LastMinute) || (minute >= FirstMinuteOfHours && minute <= LastMinuteOfHours);

    /// <summary>What lies in it of minutes.</summary>
    public long SumOfMinutes(PackedCounts minutes) => minutes.SumBetween(FirstMinute, LastMinute) + minutes.SumBetween(FirstMinuteOfHours, LastMinuteOfHours);

    /// <summary>What lies in it of hours.</summary>
    public long SumOfHours(PackedCounts hours) => hours.SumBetween(FirstHour, LastHour);
}
