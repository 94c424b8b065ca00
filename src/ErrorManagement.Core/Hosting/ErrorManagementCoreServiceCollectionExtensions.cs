using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using ErrorManagement;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Handling;
using ErrorManagement.Hosting;
using ErrorManagement.Pipelines;
using ErrorManagement.Recovery;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the resilience half to a container.</summary>
public static class ErrorManagementCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds the classifier, the registry of breakers, and an unkeyed <see cref="ICircuitBreaker"/> named "default". AddErrorManagement of ErrorManagement.Analytics calls it.
    /// Breakers and policies take their clock, classifier, sink, loggers and meter factory from the container where it has them. Calling it twice does no harm.
    /// </summary>
    /// <param name="services">The container's services.</param>
    /// <returns>A builder for breakers and policies.</returns>
    public static IErrorManagementBuilder AddErrorManagementCore(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CircuitBreakerOptions>, CircuitBreakerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CircuitBreakerOptions>, BreakerSettingsReporter>());
        services.TryAddSingleton<SettingsLog>();
        services.TryAddSingleton<PolicyLog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetryOptions>, RetryOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TimeoutOptions>, TimeoutOptionsValidator>());
        KeepLastValid<PolicyOptions>(services);
        KeepLastValid<RetryOptions>(services);
        KeepLastValid<TimeoutOptions>(services);
        KeepLastValid<CircuitPartitionOptions>(services);
        KeepLastValid<RetryBudgetOptions>(services);
        KeepLastValid<GracefulDegradationOptions>(services);
        KeepLastValid<LayerTimeBudgetOptions>(services);
        KeepLastValid<ErrorHandlerOptions>(services);
        KeepLastValid<RecoveryManagerOptions>(services);
        KeepLastValid<RecoveryActionOptions>(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PolicyRegistrations>, PolicyRegistrationsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CircuitPartitionOptions>, CircuitPartitionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetryBudgetOptions>, RetryBudgetOptionsValidator>());
        services.TryAddSingleton<IOptionsFactory<CircuitBreakerOptions>>(static provider =>
        {
            var logger = CircuitBreakerRegistry.CreateLogger(provider.GetService<ILoggerFactory>());
            return new LastValidBreakerOptions(provider, (name, mistake) => CircuitRegistryLog.Refuse(logger, name, mistake));
        });
        services.TryAddSingleton(static provider => new ConfiguredBreakerOptions(
            provider.GetRequiredService<IOptionsMonitor<CircuitBreakerOptions>>(),
            provider.GetRequiredService<IOptionsMonitorCache<CircuitBreakerOptions>>(),
            CircuitBreakerRegistry.CreateLogger(provider.GetService<ILoggerFactory>())));
        services.TryAddSingleton<IErrorClassifier>(ErrorClassifier.Default);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LayerTimeBudgetOptions>, LayerTimeBudgetOptionsValidator>());
        services.AddOptions<LayerTimeBudgetOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ErrorHandlerOptions>, ErrorHandlerOptionsValidator>());
        services.AddOptions<ErrorHandlerOptions>().ValidateOnStart();
        services.TryAddSingleton(static provider => new LayerTimeBudgets(provider.GetRequiredService<IOptions<LayerTimeBudgetOptions>>().Value, provider.GetService<TimeProvider>(), provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<ICircuitBreakerRegistry>(static provider =>
        {
            var registry = new CircuitBreakerRegistry(
                provider.GetRequiredService<ConfiguredBreakerOptions>(),
                provider.GetService<TimeProvider>(),
                provider.GetService<IErrorSink>(),
                provider.GetRequiredService<IErrorClassifier>(),
                CircuitBreakerRegistry.CreateLogger(provider.GetService<ILoggerFactory>()),
                provider.GetService<IMeterFactory>());
            foreach (var name in provider.GetRequiredService<IOptions<BreakerRegistrations>>().Value.Names)
            {
                registry.GetOrAdd(name);
            }

            return registry;
        });
        services.TryAddSingleton(ContainerErrorHandler.Create);
        services.TryAddSingleton(static provider => provider.GetRequiredService<ICircuitBreakerRegistry>().GetOrAdd("default"));
        services.TryAddSingleton(DegradationRegistrations.MakeRegistry);
        ErrorManagementBuilderExtensions.AddRecovery(services);
        services.AddUnkeyedHttpResilience();
        return new ErrorManagementBuilder(services);
    }

    // Also of settings that are read once: the check at the start listens for their changes, and one bad edit would throw into whoever reloads the configuration.
    private static void KeepLastValid<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(IServiceCollection services)
        where TOptions : class =>
        services.TryAddSingleton<IOptionsFactory<TOptions>>(static provider =>
        {
            var log = provider.GetRequiredService<PolicyLog>();
            return new LastValidOptionsFactory<TOptions>(provider, (name, mistake) => log.Refuse($"{typeof(TOptions).Name} '{name}'", mistake));
        });
}
