using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics;

/// <summary>A channel that writes to the log: events 127 <c>AlertFiring</c>, at the level of the alert's severity, and 128 <c>AlertResolved</c>, an information.</summary>
/// <remarks>Safe on any thread. With a logger of the category <see cref="Category"/> what it writes is not recorded as an error again.</remarks>
public sealed partial class LoggerAlertChannel : IAlertChannel
{
    /// <summary>The category to write in, one below that of the library.</summary>
    public const string Category = "ErrorManagement.Alerts";

    private readonly ILogger _logger;

    /// <summary>Makes a channel that writes in <see cref="Category"/>.</summary>
    /// <param name="loggerFactory">Makes the logger.</param>
    public LoggerAlertChannel(ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _logger = loggerFactory.CreateLogger(Category);
    }

    /// <summary>Makes a channel.</summary>
    /// <param name="logger">Where to. One of another category than <see cref="Category"/> may have its own messages recorded as errors.</param>
    public LoggerAlertChannel(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        _logger = logger;
    }

    /// <summary>The name: <c>log</c>.</summary>
    public string Name => "log";

    /// <inheritdoc />
    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        cancellationToken.ThrowIfCancellationRequested();
        var alert = notice.Alert;
        if (alert.State == AlertState.Resolved)
        {
            var lasted = (alert.ResolvedAt ?? notice.At) - alert.StartedAt;
            Resolved(_logger, alert.Fingerprint, alert.Message, lasted < TimeSpan.Zero ? TimeSpan.Zero : lasted, alert.Count);
        }
        else
        {
            var severity = alert.Severity.ToWireName();
            var level = Level(alert.Severity);
            Firing(_logger, level, alert.Fingerprint, alert.Message, severity, alert.Count);
        }

        return ValueTask.CompletedTask;
    }

    private static LogLevel Level(ErrorSeverity severity) => severity switch
    {
        ErrorSeverity.Debug => LogLevel.Debug,
        ErrorSeverity.Info => LogLevel.Information,
        ErrorSeverity.Warning => LogLevel.Warning,
        ErrorSeverity.Critical => LogLevel.Critical,
        _ => LogLevel.Error,
    };

    [LoggerMessage(EventId = 127, EventName = "AlertFiring", Message = "Alert {Alert} fires: {AlertMessage} ({Severity}, count {Count})")]
    private static partial void Firing(ILogger logger, LogLevel level, string alert, string alertMessage, string severity, long count);

    [LoggerMessage(EventId = 128, EventName = "AlertResolved", Level = LogLevel.Information, Message = "Alert {Alert} is over after {Lasted}, count {Count}: {AlertMessage}")]
    private static partial void Resolved(ILogger logger, string alert, string alertMessage, TimeSpan lasted, long count);
}
