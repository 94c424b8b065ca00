using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>Makes the settings of breakers: those without a name first, then those of the name, whatever the order in which the host wrote them.</summary>
internal sealed class LastValidBreakerOptions(IServiceProvider provider, Action<string, Exception> refuse) : LastValidOptionsFactory<CircuitBreakerOptions>(provider, refuse)
{
    private readonly IConfigureOptions<CircuitBreakerOptions>[] _setups = [.. provider.GetServices<IConfigureOptions<CircuitBreakerOptions>>()];

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
