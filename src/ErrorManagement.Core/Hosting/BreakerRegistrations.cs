namespace ErrorManagement.Hosting;

/// <summary>The breakers that were added to the container by name, so that the registry knows them from the start.</summary>
internal sealed class BreakerRegistrations
{
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
}
