namespace ErrorManagement.Analytics;

/// <summary>Settings of daily, weekly and incident reports. Copied when a reporter is built or told of them: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class ErrorReportingOptions
{
    /// <summary>The default of <see cref="DailyTop"/> and of <see cref="IncidentTop"/>: 5.</summary>
    public const int DefaultTop = 5;

    /// <summary>The default of <see cref="WeeklyTop"/> and of <see cref="TopErrors"/>: 10.</summary>
    public const int DefaultWeeklyTop = 10;

    /// <summary>The highest value of each number of rows: 100.</summary>
    public const int MaxTop = 100;

    /// <summary>The default of <see cref="BaselineWindow"/>: one week, 604,800 seconds.</summary>
    public static readonly TimeSpan DefaultBaselineWindow = TimeSpan.FromDays(7);

    /// <summary>The shortest <see cref="BaselineWindow"/>: one day.</summary>
    public static readonly TimeSpan MinBaselineWindow = TimeSpan.FromDays(1);

    /// <summary>The longest <see cref="BaselineWindow"/>: 34 days, as much as is kept beside the day itself.</summary>
    public static readonly TimeSpan MaxBaselineWindow = TimeSpan.FromDays(34);

    /// <summary>
    /// How far back a report looks to know what is usual. Default one week, 604,800 seconds. At least 1 day and at most 34 days, both inclusive; whole days of it count.
    /// Days that the registry has not seen from begin to end are no part of it.
    /// </summary>
    public TimeSpan BaselineWindow { get; set; } = DefaultBaselineWindow;

    /// <summary>How many types and how many components a daily report lists. Default 5. At least 0 and at most 100, both inclusive.</summary>
    public int DailyTop { get; set; } = DefaultTop;

    /// <summary>How many types and how many components a weekly report lists. Default 10. At least 0 and at most 100, both inclusive.</summary>
    public int WeeklyTop { get; set; } = DefaultWeeklyTop;

    /// <summary>How many types an incident report lists; components it lists all. Default 5. At least 0 and at most 100, both inclusive.</summary>
    public int IncidentTop { get; set; } = DefaultTop;

    /// <summary>How many single errors each of the three reports lists. Default 10. At least 0 and at most 100, both inclusive.</summary>
    public int TopErrors { get; set; } = DefaultWeeklyTop;

    internal ErrorReportingOptions Copy() => (ErrorReportingOptions)MemberwiseClone();
}
