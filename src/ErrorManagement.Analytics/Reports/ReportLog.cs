using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Reports;

/// <summary>What is written to the log about reports that are handed on.</summary>
internal static partial class ReportLog
{
    [LoggerMessage(EventId = 140, EventName = "ReportNotMade", Level = LogLevel.Error, Message = "The report '{ReportType}' of {Date} could not be made. {Failure}")]
    public static partial void NotMade(ILogger logger, string reportType, string date, string failure);

    [LoggerMessage(EventId = 141, EventName = "ReportChannelFailed", Level = LogLevel.Warning, Message = "Channel '{Channel}' failed to hand on the report '{ReportType}'. {Failure}")]
    public static partial void Failed(ILogger logger, string channel, string reportType, string failure);

    [LoggerMessage(EventId = 142, EventName = "ReportChannelTimedOut", Level = LogLevel.Warning, Message = "Channel '{Channel}' did not hand on the report '{ReportType}' within {Timeout}")]
    public static partial void TimedOut(ILogger logger, string channel, string reportType, TimeSpan timeout);

    [LoggerMessage(EventId = 143, EventName = "ReportChannelBusy", Level = LogLevel.Warning, Message = "Channel '{Channel}' still holds an earlier report that took too long; it was not given the report '{ReportType}'")]
    public static partial void Busy(ILogger logger, string channel, string reportType);

    [LoggerMessage(EventId = 144, EventName = "ReportSent", Level = LogLevel.Information, Message = "The report '{ReportType}' was handed on by {Sent} of {Channels} channels")]
    public static partial void Sent(ILogger logger, string reportType, int sent, int channels);

    [LoggerMessage(EventId = 145, EventName = "ReportCancelled", Level = LogLevel.Warning, Message = "Channel '{Channel}' was stopped before it had handed on the report '{ReportType}'")]
    public static partial void Cancelled(ILogger logger, string channel, string reportType);

    [LoggerMessage(EventId = 156, EventName = "ReportWaits", Level = LogLevel.Information, Message = "The report '{ReportType}' is given to channel '{Channel}' once more in {Delay}: retry {Retry} of {MaxRetries}")]
    public static partial void Waits(ILogger logger, string reportType, string channel, TimeSpan delay, int retry, int maxRetries);

    [LoggerMessage(EventId = 157, EventName = "ReportGivenUp", Level = LogLevel.Warning, Message = "Channel '{Channel}' is not given the report '{ReportType}' any more: {Why}")]
    public static partial void GivenUp(ILogger logger, string channel, string reportType, string why);
}
