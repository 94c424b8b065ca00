using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>
/// Makes the settings of HTTP clients. What was valid once stays while what is configured now is not: else one bad edit would throw into whoever reloads the configuration,
/// and no later reload would be seen.
/// </summary>
internal sealed class LastValidHttpOptions(
    IEnumerable<IConfigureOptions<HttpResilienceOptions>> setups,
    IEnumerable<IPostConfigureOptions<HttpResilienceOptions>> postConfigures,
    IEnumerable<IValidateOptions<HttpResilienceOptions>> validations,
    ILogger? logger)
    : OptionsFactory<HttpResilienceOptions>(setups, postConfigures, validations), IOptionsFactory<HttpResilienceOptions>
{
    private readonly ConcurrentDictionary<string, HttpResilienceOptions> _valid = new(StringComparer.Ordinal);

    HttpResilienceOptions IOptionsFactory<HttpResilienceOptions>.Create(string name)
    {
        try
        {
            return _valid[name] = Create(name);
        }
        catch (Exception e) when (_valid.TryGetValue(name, out _))
        {
            CircuitRegistryLog.Refuse(logger, name, e);
            return _valid[name];
        }
    }
}
