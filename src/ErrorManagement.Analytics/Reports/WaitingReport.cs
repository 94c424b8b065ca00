namespace ErrorManagement.Analytics.Reports;

/// <summary>A report that a channel is given once more when its timer rings.</summary>
/// <param name="Document">The report.</param>
/// <param name="Retries">How often it was given to the channel once more already.</param>
/// <param name="Options">The settings it began with.</param>
internal sealed record WaitingReport(ReportDocument Document, int Retries, ReportScheduleOptions Options)
{
    private const int MostDoublings = 20;

    public ITimer? Timer { get; set; }

    /// <summary>How long it waits: the first delay, then twice as long each time, up to a bound.</summary>
    public TimeSpan Delay => TimeSpan.FromTicks(Math.Min(ReportScheduleOptions.MaxRetryDelay.Ticks, Options.RetryDelay.Ticks << Math.Min(Retries, MostDoublings)));
}
