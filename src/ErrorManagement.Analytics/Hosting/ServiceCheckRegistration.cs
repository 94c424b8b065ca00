namespace ErrorManagement.Analytics.Hosting;

/// <summary>A check that was added to the container for its monitor.</summary>
internal sealed record ServiceCheckRegistration(string Name, Func<IServiceProvider, ServiceStatus> Check);
