using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The settings configured by name, as registry and partitions read them: at first with an exception for a mistake, later with a log message, since a running host must not fall over a bad edit.</summary>
/// <param name="monitor">Where they come from.</param>
/// <param name="cache">What the monitor keeps; null when that is not known. The unnamed settings are part of every other: when they change, what is kept of the others is out of date.</param>
/// <param name="logger">Told of mistakes; null for none.</param>
internal sealed class ConfiguredBreakerOptions(
    IOptionsMonitor<CircuitBreakerOptions> monitor,
    IOptionsMonitorCache<CircuitBreakerOptions>? cache = null,
    ILogger? logger = null)
{
    public CircuitBreakerOptions Get(string name) => monitor.Get(name);

    /// <summary>Calls back with the name of what has changed, which is empty for the settings of all names.</summary>
    public IDisposable? OnChange(Action<string> changed) => monitor.OnChange((_, name) => changed(name ?? ""));

    /// <summary>Reads settings that may have changed; null when they cannot be read or are wrong, which the log then says.</summary>
    public CircuitBreakerOptions? Reread(string name, bool defaultsChanged)
    {
        try
        {
            if (defaultsChanged)
            {
                cache?.TryRemove(name);
            }

            var options = monitor.Get(name);
            CircuitBreakerOptionsValidator.ThrowIfInvalid(name, options);
            return options;
        }
        catch (Exception e)
        {
            CircuitRegistryLog.Refuse(logger, name, e);
            return null;
        }
    }
}
