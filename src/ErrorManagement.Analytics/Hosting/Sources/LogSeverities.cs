using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>How bad a log level is.</summary>
internal static class LogSeverities
{
    public static ErrorSeverity Of(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => ErrorSeverity.Debug,
        LogLevel.Information => ErrorSeverity.Info,
        LogLevel.Warning => ErrorSeverity.Warning,
        LogLevel.Critical => ErrorSeverity.Critical,
        _ => ErrorSeverity.Error,
    };
}
