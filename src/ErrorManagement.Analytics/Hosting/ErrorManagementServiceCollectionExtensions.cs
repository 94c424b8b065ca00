using System.Diagnostics.Metrics;
using ErrorManagement;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Hosting;
using ErrorManagement.Analytics.Hosting.Sources;
using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Analytics.Signatures;
using ErrorManagement.Analytics.Streams;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Hosting;
using ErrorManagement.Recovery;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The one call that wires both halves.</summary>
public static class ErrorManagementServiceCollectionExtensions
{
    /// <summary>
    /// Adds the registry of errors (<see cref="IErrorRegistry"/>), the reporter, the monitor of the service's health (<see cref="ServiceMonitor"/>), the registry of breakers and an unkeyed breaker named "default",
    /// and makes the registry the breakers' sink: openings are recorded, and rejections name the records behind them. What the host logs as errors, exceptions that nobody
    /// catches and tasks that nobody awaits are recorded too (<see cref="ErrorManagementOptions.Sources"/>).
    /// A <see cref="TimeProvider"/> and an <see cref="IErrorClassifier"/> of the container are used where it has them. Calling it twice does no harm.
    /// </summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Changes the settings; null for the defaults. They are checked when the host starts, all mistakes at once.</param>
    /// <returns>A builder for breakers and policies.</returns>
    public static IErrorManagementBuilder AddErrorManagement(this IServiceCollection services, Action<ErrorManagementOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = services.AddErrorManagementCore();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ErrorManagementOptions>, ErrorManagementOptionsValidator>());
        services.AddOptions<ErrorManagementOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddSingleton<IOptionsFactory<ErrorManagementOptions>>(static provider => new LastValidOptionsFactory<ErrorManagementOptions>(provider, SettingsLog.RefusalOf(provider, nameof(ErrorManagementOptions))));
        services.TryAddSingleton(static provider => new SettingsReload(provider, provider.GetRequiredService<IOptionsMonitor<ErrorManagementOptions>>()));
        AddSources(services);
        AddLayers(services);
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;
            var registry = options.Registry.Copy();
            registry.ApplicationName ??= options.ApplicationName;
            var made = new ErrorRegistry(
                registry,
                provider.GetService<TimeProvider>(),
                provider.GetRequiredService<IErrorClassifier>(),
                new PatternDetector(options.Patterns),
                () => provider.GetService<ILoggerFactory>(), // only when there is something to tell: the log may lead back to the registry
                provider.GetService<IMeterFactory>());
            made.Figures.Health = () => HealthScore.Of(made).Score;
            if (options.Layers.FeedFromStart)
            {
                provider.GetRequiredService<LayerFeed>().Attach(made);
            }

            return made;
        });
        services.TryAddSingleton<IErrorRegistry>(static provider =>
        {
            var registry = provider.GetRequiredService<ErrorRegistry>();
            provider.GetRequiredService<ErrorInbox>().Attach(registry);
            return registry;
        });
        services.TryAddSingleton<IErrorSink>(static provider => provider.GetRequiredService<IErrorRegistry>());
        TellingRegistrations.Add(services);
        services.TryAddSingleton(static provider => new ErrorSignatures(provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value.Signatures, (rule, failure) =>
        {
            if (provider.GetService<ILoggerFactory>()?.CreateLogger(ErrorManagementDiagnostics.Name) is { } logger)
            {
                SignatureLog.RuleFailed(logger, rule, failure.GetType().FullName ?? "");
            }
        }));
        services.TryAddSingleton(static provider => new ErrorStream(
            provider.GetRequiredService<IErrorRegistry>() as ErrorRegistry ?? provider.GetRequiredService<ErrorRegistry>(),
            provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value.Stream,
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<ICircuitBreakerRegistry>(),
            provider.GetService<RecoveryManager>()));
        services.TryAddSingleton(MakeMonitor);
        return builder;
    }

    private static void AddLayers(IServiceCollection services)
    {
        services.TryAddSingleton(static provider =>
        {
            // Neither the registry nor what leads to it is asked for: it may be the registry that asks.
            var options = provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;
            return new LayerFeed(new LayeredErrorContext(
                options.Layers,
                TimelineSettings.Of(options.Patterns),
                () => provider.GetRequiredService<RecoveryManager>(),
                provider.GetService<TimeProvider>(),
                new SecretScrubber(options.Registry.Scrubbing),
                isFed: true));
        });
        services.TryAddSingleton(static provider =>
        {
            var feed = provider.GetRequiredService<LayerFeed>();
            feed.Attach(provider.GetRequiredService<ErrorRegistry>());
            return feed.Context;
        });
        services.TryAddSingleton<ILayeredErrorContext>(static provider => provider.GetRequiredService<LayeredErrorContext>());
    }

    private static ServiceMonitor MakeMonitor(IServiceProvider provider)
    {
        var reload = provider.GetRequiredService<SettingsReload>();
        var options = reload.Current;
        var monitor = new ServiceMonitor(
            provider.GetRequiredService<IErrorRegistry>(),
            options.Health,
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<ICircuitBreakerRegistry>(),
            provider.GetServices<ErrorBudgetRegistration>().Select(budget => provider.GetRequiredKeyedService<ErrorBudget>(budget.Name)));
        foreach (var check in provider.GetServices<ServiceCheckRegistration>())
        {
            monitor.AddCheck(check.Name, () => check.Check(provider));
        }

        reload.Follow(nameof(options.Health), options, changed => monitor.Update(changed.Health));
        return monitor;
    }

    private static void AddSources(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new ErrorInbox(provider));
        services.TryAddSingleton(static provider => new UnhandledErrorSource(provider.GetRequiredService<ErrorInbox>()));
        services.TryAddSingleton(static provider => new UnobservedTaskSource(provider.GetRequiredService<ErrorInbox>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ErrorManagementOptions>, SourceSwitches>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, ErrorLoggerProvider>(static provider =>
        {
            // Made with the host's logging, so that they listen from then on, before anything is asked for. Neither takes anything from the container yet.
            provider.GetRequiredService<UnhandledErrorSource>();
            provider.GetRequiredService<UnobservedTaskSource>();
            return new ErrorLoggerProvider(provider.GetRequiredService<ErrorInbox>());
        }));
    }
}
