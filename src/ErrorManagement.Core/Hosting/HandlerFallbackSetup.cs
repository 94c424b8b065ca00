using ErrorManagement.Handling;

namespace ErrorManagement.Hosting;

/// <summary>What a host sets in the fallbacks of the container's handler.</summary>
internal sealed record HandlerFallbackSetup(Action<IServiceProvider, HandlerFallbacks> Configure);
