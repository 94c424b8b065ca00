using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>Makes the handler of a container.</summary>
internal static class ContainerErrorHandler
{
    public static IErrorHandler Create(IServiceProvider provider)
    {
        var handler = new ErrorHandler(
            provider.GetRequiredService<IOptions<ErrorHandlerOptions>>().Value,
            provider.GetRequiredService<IErrorClassifier>(),
            provider.GetService<TimeProvider>(),
            provider.GetService<IErrorSink>(),
            provider.GetService<RecoveryActions>(),
            provider.GetRequiredService<ICircuitBreakerRegistry>(),
            provider.GetService<IMeterFactory>());
        foreach (var setup in provider.GetServices<HandlerFallbackSetup>())
        {
            setup.Configure(provider, handler.Fallbacks);
        }

        return handler;
    }
}
