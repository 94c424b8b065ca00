using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>
/// Makes the settings of breakers: those without a name first, then those of the name, whatever the order in which the host wrote them.
/// What was valid once stays while what is configured now is not: else one bad edit would throw into whoever reloads the configuration,
/// and into everybody who asks for the settings from then on.
/// </summary>
internal sealed class LastValidBreakerOptions(
    IEnumerable<IConfigureOptions<CircuitBreakerOptions>> setups,
    IEnumerable<IPostConfigureOptions<CircuitBreakerOptions>> postConfigures,
    IEnumerable<IValidateOptions<CircuitBreakerOptions>> validations,
    ILogger? logger)
    : OptionsFactory<CircuitBreakerOptions>(setups, postConfigures, validations), IOptionsFactory<CircuitBreakerOptions>
{
    private readonly IConfigureOptions<CircuitBreakerOptions>[] _setups = [.. setups];
    private readonly ConcurrentDictionary<string, (CircuitBreakerOptions Valid, string? Mistake)> _known = new(StringComparer.Ordinal);

    CircuitBreakerOptions IOptionsFactory<CircuitBreakerOptions>.Create(string name)
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
                CircuitRegistryLog.Refuse(logger, name, e);
            }

            return valid;
        }
    }

    protected override CircuitBreakerOptions CreateInstance(string name)
    {
        var made = new CircuitBreakerOptions();
        if (name.Length > 0)
        {
            foreach (var setup in _setups)
            {
                switch (setup)
                {
                    case ConfigureNamedOptions<CircuitBreakerOptions> { Name: null }:
                        break; // of ConfigureAll: it comes with those of the name
                    case IConfigureNamedOptions<CircuitBreakerOptions> named:
                        named.Configure(Options.DefaultName, made);
                        break;
                    default:
                        setup.Configure(made);
                        break;
                }
            }
        }

        return made;
    }
}
