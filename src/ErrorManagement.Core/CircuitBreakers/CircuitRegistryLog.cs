using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.CircuitBreakers;

/// <summary>What registry and partitions write to the log. A logger that throws stops nothing.</summary>
internal static partial class CircuitRegistryLog
{
    /// <summary>Says that changed settings are wrong and do not apply. The name is empty for those of all breakers.</summary>
    public static void Refuse(ILogger? logger, string name, Exception mistake) => Guard(logger, to => SettingsRefused(to, name, mistake.Message));

    /// <summary>Says that breakers were evicted that were not closed and automatic.</summary>
    public static void WarnOfBound(ILogger? logger, string partitions, long evicted, int most) => Guard(logger, to => ProtectingEvicted(to, partitions, evicted, most));

    private static void Guard(ILogger? logger, Action<ILogger> write)
    {
        try
        {
            if (logger is not null)
            {
                write(logger);
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    [LoggerMessage(EventId = 10, EventName = "CircuitSettingsRefused", Level = LogLevel.Error, Message = "New settings of circuit '{Breaker}' are refused, those before stay: {Mistake}")]
    private static partial void SettingsRefused(ILogger logger, string breaker, string mistake);

    [LoggerMessage(EventId = 11, EventName = "CircuitPartitionsTooMany", Level = LogLevel.Warning, Message = "Partitions '{Partitions}' have evicted {Evicted} breakers that were not closed and automatic: more keys need one than MaxPartitions ({MaxPartitions}) allows")]
    private static partial void ProtectingEvicted(ILogger logger, string partitions, long evicted, int maxPartitions);
}
