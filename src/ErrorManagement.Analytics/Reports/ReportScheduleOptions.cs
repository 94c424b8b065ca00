namespace ErrorManagement.Analytics;

/// <summary>When reports are made and handed on by themselves. Copied when a scheduler is built or told of them: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class ReportScheduleOptions
{
    /// <summary>The default of <see cref="At"/>: 00:05, when the last errors of the day are surely counted.</summary>
    public static readonly TimeOnly DefaultAt = new(0, 5);

    /// <summary>The default of <see cref="ChannelTimeout"/>: 90 seconds, longer than a webhook may take for all its tries.</summary>
    public static readonly TimeSpan DefaultChannelTimeout = TimeSpan.FromSeconds(90);

    /// <summary>The shortest <see cref="ChannelTimeout"/>: 1 second.</summary>
    public static readonly TimeSpan MinChannelTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The longest <see cref="ChannelTimeout"/> and <see cref="StopTimeout"/>: 10 minutes.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The default of <see cref="StopTimeout"/>: 10 seconds.</summary>
    public static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="RetryDelay"/>: 5 minutes.</summary>
    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromMinutes(5);

    /// <summary>The longest <see cref="RetryDelay"/>, and the longest wait between two tries: 6 hours.</summary>
    public static readonly TimeSpan MaxRetryDelay = TimeSpan.FromHours(6);

    /// <summary>Whether there is a daily report, about the day that ended. Default true.</summary>
    public bool Daily { get; set; } = true;

    /// <summary>Whether there is a weekly report, about the seven days that ended. Default true.</summary>
    public bool Weekly { get; set; } = true;

    /// <summary>The time of day, UTC, at which reports are made. Default 00:05. At least 00:00 and before 24:00, inclusive and exclusive; to the minute or finer.</summary>
    public TimeOnly At { get; set; } = DefaultAt;

    /// <summary>The day of the week, UTC, on which the weekly report is made, about the seven days before. Default <see cref="DayOfWeek.Monday"/>.</summary>
    public DayOfWeek WeeklyOn { get; set; } = DayOfWeek.Monday;

    /// <summary>How long each channel may take for one report, with all its own tries. Default 90 seconds. At least 1 second and at most 10 minutes, both inclusive.</summary>
    public TimeSpan ChannelTimeout { get; set; } = DefaultChannelTimeout;

    /// <summary>
    /// How often a channel is given a report of the schedule once more that it threw at, took too long for, or could not take as it still held another one. Default 5, the last one 155 minutes after the first try.
    /// At least 0, which is never, and at most 20, both inclusive. A newer report of the type takes the place of one that waits.
    /// </summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>How long a report waits for its first retry; before each further one it is twice as long, but never longer than 6 hours. Default 5 minutes. At least 1 second and at most 6 hours, both inclusive.</summary>
    public TimeSpan RetryDelay { get; set; } = DefaultRetryDelay;

    /// <summary>How long stopping waits for reports that are being handed on; then they are cancelled. Default 10 seconds. At least 0 and at most 10 minutes, both inclusive.</summary>
    public TimeSpan StopTimeout { get; set; } = DefaultStopTimeout;

    internal ReportScheduleOptions Copy() => (ReportScheduleOptions)MemberwiseClone();
}
