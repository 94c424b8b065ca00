using ErrorManagement.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>What is written to the log about settings that change while the host runs. Without a logger, nothing. Never throws.</summary>
internal static partial class SettingsLog
{
    /// <summary>Who is told that changed settings are wrong and do not apply.</summary>
    public static Action<string, Exception> RefusalOf(IServiceProvider provider, string settings) =>
        (name, mistake) => Write(provider, to => SettingsRefused(to, name.Length == 0 ? settings : $"{settings} '{name}'", mistake.Message));

    /// <summary>Says that changed settings apply from now on.</summary>
    public static void Change(IServiceProvider provider, string settings) => Write(provider, to => SettingsChanged(to, settings));

    /// <summary>Says that a part of the library could not take changed settings.</summary>
    public static void Fail(IServiceProvider provider, string settings, Exception failure) => Write(provider, to => SettingsNotTaken(to, settings, failure.GetType().FullName ?? "", failure.Message));

    /// <summary>Says what of changed settings does not apply before the next start.</summary>
    public static void Wait(IServiceProvider provider, string settings, string waiting) => Write(provider, to => SettingsWait(to, settings, waiting));

    private static void Write(IServiceProvider provider, Action<ILogger> write)
    {
        try
        {
            if (provider.GetService<ILoggerFactory>()?.CreateLogger(ErrorManagementDiagnostics.Name) is { } logger)
            {
                write(logger);
            }
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    }

    [LoggerMessage(EventId = 150, EventName = "SettingsRefused", Level = LogLevel.Error, Message = "New settings {Settings} are refused, those before stay: {Mistake}")]
    private static partial void SettingsRefused(ILogger logger, string settings, string mistake);

    [LoggerMessage(EventId = 151, EventName = "SettingsChanged", Level = LogLevel.Debug, Message = "New settings apply: {Settings}")]
    private static partial void SettingsChanged(ILogger logger, string settings);

    [LoggerMessage(EventId = 152, EventName = "SettingsNotTaken", Level = LogLevel.Error, Message = "New settings {Settings} could not be taken, those before stay: {Failure}: {Reason}")]
    private static partial void SettingsNotTaken(ILogger logger, string settings, string failure, string reason);

    [LoggerMessage(EventId = 153, EventName = "SettingsWait", Level = LogLevel.Warning, Message = "New settings {Settings} apply, except: {Waiting}")]
    private static partial void SettingsWait(ILogger logger, string settings, string waiting);
}
