using ErrorManagement.Fallbacks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>The features that were added to the container, so that their registry knows them from the start.</summary>
internal sealed class DegradationRegistrations
{
    public List<Func<IServiceProvider, GracefulDegradation>> Features { get; } = [];

    /// <summary>The container's registry, with all of them.</summary>
    public static DegradationRegistry MakeRegistry(IServiceProvider provider)
    {
        var registry = new DegradationRegistry();
        foreach (var feature in provider.GetRequiredService<IOptions<DegradationRegistrations>>().Value.Features)
        {
            registry.Add(feature(provider));
        }

        return registry;
    }
}
