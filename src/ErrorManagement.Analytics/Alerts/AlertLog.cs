using ErrorManagement.Analytics.Registry;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>What a manager of alerts writes to the log about itself: of failures their types and places, no messages, which may hold private data. A log that throws hurts nobody.</summary>
internal sealed partial class AlertLog(ILoggerFactory? factory)
{
    private ILogger? _logger;

    public void ChannelFailed(string channel, Exception failure) => Write(logger => Failed(logger, channel, FailurePlace.Of(failure)));

    public void ChannelRecovered(string channel, int failures) => Write(logger => Recovered(logger, channel, failures));

    public void NoticesLost(string channel, long count) => Write(logger => Lost(logger, channel, count));

    public void NoticesEnded(string channel, long count) => Write(logger => Ended(logger, channel, count));

    public void RuleFailed(string rule, Exception failure) => Write(logger => Rule(logger, rule, FailurePlace.Of(failure)));

    public void EvaluationFailed(Exception failure) => Write(logger => Evaluation(logger, FailurePlace.Of(failure)));

    [LoggerMessage(EventId = 121, EventName = "AlertChannelFailed", Level = LogLevel.Warning, Message = "Alert channel '{Channel}' failed; it is tried again, and told of here when it is back. {Failure}")]
    private static partial void Failed(ILogger logger, string channel, string failure);

    [LoggerMessage(EventId = 122, EventName = "AlertChannelRecovered", Level = LogLevel.Information, Message = "Alert channel '{Channel}' is back after {Count} failures")]
    private static partial void Recovered(ILogger logger, string channel, int count);

    [LoggerMessage(EventId = 123, EventName = "AlertNoticesLost", Level = LogLevel.Warning, Message = "Alert channel '{Channel}' was not told of {Count} notices: too many waited, or sending them failed too often")]
    private static partial void Lost(ILogger logger, string channel, long count);

    [LoggerMessage(EventId = 124, EventName = "AlertRuleFailed", Level = LogLevel.Warning, Message = "Alert rule '{Rule}' threw; its alerts stay as they were. Told again when it has worked in between. {Failure}")]
    private static partial void Rule(ILogger logger, string rule, string failure);

    [LoggerMessage(EventId = 125, EventName = "AlertEvaluationFailed", Level = LogLevel.Error, Message = "Alerts could not be evaluated; it is tried again at the next interval. {Failure}")]
    private static partial void Evaluation(ILogger logger, string failure);

    [LoggerMessage(EventId = 158, EventName = "AlertNoticesEnded", Level = LogLevel.Warning, Message = "Alert channel '{Channel}' was not told of {Count} notices before alerts ended")]
    private static partial void Ended(ILogger logger, string channel, long count);

    private void Write(Action<ILogger> write)
    {
        try
        {
            if ((_logger ??= factory?.CreateLogger(ErrorManagementDiagnostics.Name)) is { } logger)
            {
                write(logger);
            }
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    }
}
