using System.Diagnostics.Metrics;
using ErrorManagement;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Hosting;
using ErrorManagement.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>
    /// Adds a way to send requests: as keyed <see cref="HttpResilience"/>, and as keyed <see cref="ResilienceHandler"/>, a new one each time, for a client factory's
    /// <c>AddHttpMessageHandler(provider => provider.GetRequiredKeyedService&lt;ResilienceHandler&gt;("payments"))</c>. Settings are checked when the host starts, or when it is first
    /// asked for; when they change, breakers keep their state. A second call for the same name changes the same settings further.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name, also of the set unless its settings say otherwise. Few different values, no private data.</param>
    /// <param name="configure">Changes its settings; null for the defaults. Those of <see cref="ConfigureHttpResilience"/> and <see cref="ConfigureCircuitBreakers"/> do not apply.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IErrorManagementBuilder AddHttpResilience(this IErrorManagementBuilder builder, string name, Action<HttpResilienceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var options = builder.Services.AddOptions<HttpResilienceOptions>(name);
        if (!builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(HttpResilience) && name.Equals(s.ServiceKey)))
        {
            options.Configure(settings => settings.Name = name).ValidateOnStart();
            builder.Services.AddKeyedSingleton(name, static (provider, key) => MakeHttpResilience(provider, (string)key!));
            builder.Services.TryAddKeyedTransient(name, static (provider, key) => new ResilienceHandler(provider.GetRequiredKeyedService<HttpResilience>(key)));
        }

        options.Configure(configure ?? (static _ => { }));
        return builder;
    }

    /// <summary>
    /// Changes the settings of the unkeyed <see cref="HttpResilience"/>, which <c>AddHttpMessageHandler&lt;ResilienceHandler&gt;()</c> uses. They are the unnamed
    /// <see cref="HttpResilienceOptions"/>, so that a host may also bind them to a section of its configuration.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings. Run again with each reload: it must do the same every time.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder ConfigureHttpResilience(this IErrorManagementBuilder builder, Action<HttpResilienceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>What every host can ask for: the handler with the unnamed settings.</summary>
    internal static void AddUnkeyedHttpResilience(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpResilienceOptions>, HttpResilienceOptionsValidator>());
        services.AddOptions<HttpResilienceOptions>().ValidateOnStart(); // also what a host binds with Configure: else its first request would fail
        services.TryAddSingleton<IOptionsFactory<HttpResilienceOptions>>(static provider =>
        {
            var logger = CircuitBreakerRegistry.CreateLogger(provider.GetService<ILoggerFactory>());
            return new LastValidOptionsFactory<HttpResilienceOptions>(provider, (name, mistake) => CircuitRegistryLog.Refuse(logger, name.Length == 0 ? HttpResilienceOptions.DefaultName : name, mistake));
        });
        services.TryAddSingleton(static provider => MakeHttpResilience(provider, Options.Options.DefaultName));
        services.TryAddTransient(static provider => new ResilienceHandler(provider.GetRequiredService<HttpResilience>()));
    }

    private static HttpResilience MakeHttpResilience(IServiceProvider provider, string name)
    {
        var monitor = provider.GetRequiredService<IOptionsMonitor<HttpResilienceOptions>>();
        var settings = monitor.Get(name);
        var made = new HttpResilience(
            settings,
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<IErrorClassifier>(),
            provider.GetService<IErrorSink>(),
            CircuitBreakerRegistry.CreateLogger(provider.GetService<ILoggerFactory>()),
            provider.GetService<IMeterFactory>());
        var log = provider.GetRequiredService<SettingsLog>();
        monitor.OnChange((changed, changedName) => // until the container ends the monitor's subscriptions
        {
            if ((changedName ?? Options.Options.DefaultName) == name)
            {
                made.Apply(changed);
                log.Write(made.CheckSettings);
            }
        });
        if (monitor.Get(name) is var now && !ReferenceEquals(now, settings))
        {
            made.Apply(now); // what changed before there was somebody to tell
        }

        log.Write(made.CheckSettings);
        return made;
    }
}
