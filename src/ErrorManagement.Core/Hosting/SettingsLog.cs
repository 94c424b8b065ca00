using System.Collections.Concurrent;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Hosting;

/// <summary>Writes what settings checks find to the log: each finding once, whether the host's start or the first use comes upon it. Without a logger, nothing. Never throws.</summary>
internal sealed partial class SettingsLog(IServiceProvider provider)
{
    private const int MostWritten = 1_000; // options that are bound anew can differ each time

    private readonly ConcurrentDictionary<SettingsWarning, bool> _written = new();

    public void Write(Func<IReadOnlyList<SettingsWarning>> check)
    {
        try
        {
            foreach (var warning in check())
            {
                // The logger is looked for last: usually there is nothing to write.
                if (_written.Count < MostWritten && _written.TryAdd(warning, true)
                    && provider.GetService<ILoggerFactory>()?.CreateLogger(ErrorManagementDiagnostics.Name + ".Settings") is { } logger)
                {
                    CannotWork(logger, warning.Subject, warning.Message, warning.Rule);
                }
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a warning is no reason for a host not to start
        }
    }

    [LoggerMessage(EventId = 1, EventName = "SettingsCannotWork", Level = LogLevel.Warning, Message = "{Subject}: {Finding} [{Rule}]")]
    private static partial void CannotWork(ILogger logger, string subject, string finding, string rule);
}
