using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>
/// Makes settings that change while the host runs. What was valid once stays while what is configured now is not: else one bad edit would throw into
/// whoever reloads the configuration, and into everybody who asks for the settings from then on.
/// </summary>
/// <remarks>Registered as <see cref="IOptionsFactory{TOptions}"/> of its settings. The first time, wrong settings throw as ever. Safe on any thread.</remarks>
/// <typeparam name="TOptions">The settings.</typeparam>
/// <param name="provider">Where the settings are set up and validated.</param>
/// <param name="refuse">Is told the name of settings that are refused, and why; each mistake once. Must not throw.</param>
public class LastValidOptionsFactory<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(IServiceProvider provider, Action<string, Exception> refuse)
    : OptionsFactory<TOptions>(provider.GetServices<IConfigureOptions<TOptions>>(), provider.GetServices<IPostConfigureOptions<TOptions>>(), provider.GetServices<IValidateOptions<TOptions>>()), IOptionsFactory<TOptions>
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
                refuse(name, e);
            }

            return valid;
        }
    }
}
