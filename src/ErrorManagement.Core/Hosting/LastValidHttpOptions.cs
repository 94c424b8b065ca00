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
    private readonly ConcurrentDictionary<string, (HttpResilienceOptions Valid, string? Mistake)> _known = new(StringComparer.Ordinal);

    HttpResilienceOptions IOptionsFactory<HttpResilienceOptions>.Create(string name)
    {
        try
        {
            var made = Create(name);
            _known[name] = (made, null);
            return made;
        }
        catch (Exception e) when (_known.ContainsKey(name))
        {
            // A file that several sections are read from raises several changes: one mistake is said once.
            var (valid, mistake) = _known[name];
            if (mistake != e.Message)
            {
                _known[name] = (valid, e.Message);
                CircuitRegistryLog.Refuse(logger, name.Length == 0 ? HttpResilienceOptions.DefaultName : name, e);
            }

            return valid;
        }
    }
}
