using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>
/// Makes settings that layers of policies are bound to. What was valid once stays while what is configured now is not: else one bad edit would throw into
/// whoever reloads the configuration, and into everybody who asks for the settings from then on.
/// </summary>
internal sealed class LastValidOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations,
    PolicyLog log)
    : OptionsFactory<TOptions>(setups, postConfigures, validations), IOptionsFactory<TOptions>
    where TOptions : class
{
    private readonly ConcurrentDictionary<string, (TOptions Valid, string? Mistake)> _known = new(StringComparer.Ordinal);

    TOptions IOptionsFactory<TOptions>.Create(string name)
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
                log.Refuse($"{typeof(TOptions).Name} '{name}'", e);
            }

            return valid;
        }
    }
}
