namespace ErrorManagement.Hosting;

/// <summary>What was added to the container by name, so that all of it can be built once when the host starts.</summary>
internal sealed class PolicyRegistrations
{
    public List<(string Name, Func<IServiceProvider, object, object> Resolve)> Policies { get; } = [];
}
