using ErrorManagement.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Hosting;

/// <summary>Writes to the log what policies a container has, and what becomes of changes to their settings. Without a logger, nothing. Never throws.</summary>
internal sealed partial class PolicyLog(IServiceProvider provider)
{
    /// <summary>Says how a policy is composed, once it is made.</summary>
    public void Compose(string policy, string description) => Write(to => PolicyComposed(to, policy, description));

    /// <summary>Says how a policy is composed since its settings changed.</summary>
    public void Change(string policy, string description) => Write(to => PolicyChanged(to, policy, description));

    /// <summary>Says that changed settings are wrong and do not apply.</summary>
    public void Refuse(string settings, Exception mistake) => Write(to => PolicySettingsRefused(to, settings, mistake.Message));

    private void Write(Action<ILogger> write)
    {
        try
        {
            if (provider.GetService<ILoggerFactory>()?.CreateLogger(ErrorManagementDiagnostics.Name + ".Policies") is { } logger)
            {
                write(logger);
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "PolicyComposed", Level = LogLevel.Debug, Message = "Policy '{Policy}': {Description}")]
    private static partial void PolicyComposed(ILogger logger, string policy, string description);

    [LoggerMessage(EventId = 2, EventName = "PolicyChanged", Level = LogLevel.Information, Message = "Policy '{Policy}' has changed: {Description}")]
    private static partial void PolicyChanged(ILogger logger, string policy, string description);

    [LoggerMessage(EventId = 10, EventName = "PolicySettingsRefused", Level = LogLevel.Error, Message = "New settings {Settings} are refused, those before stay: {Mistake}")]
    private static partial void PolicySettingsRefused(ILogger logger, string settings, string mistake);
}
