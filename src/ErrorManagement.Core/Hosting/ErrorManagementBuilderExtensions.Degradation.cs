using System.Runtime.CompilerServices;
using ErrorManagement;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

// Features that may be degraded.
public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>
    /// Adds a feature with a fixed fallback value, as keyed <see cref="GracefulDegradation{T}"/> and through <see cref="DegradationRegistry"/>, one object for both.
    /// Clock, classifier and sink are those of the container. The settings are checked when the host starts, or when the feature is first asked for.
    /// </summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="feature">The name of the feature. Few different values, no private data.</param>
    /// <param name="value">The fallback value, the same object each time; give a factory for lists and the like. May be null.</param>
    /// <param name="configure">Changes the settings; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="feature"/> is empty or taken, by whatever type of results.</exception>
    public static IErrorManagementBuilder AddGracefulDegradation<T>(this IErrorManagementBuilder builder, string feature, T value, Action<GracefulDegradationOptions>? configure = null) =>
        builder.AddFeature(feature, configure, (_, options, classifier, sink, clock) => new GracefulDegradation<T>(feature, value, options, classifier, sink, clock));

    /// <summary>Adds a feature whose fallback value is made anew for each answer; see the other form.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="feature">The name of the feature. Few different values, no private data.</param>
    /// <param name="factory">Makes the fallback value; it is given the container.</param>
    /// <param name="configure">Changes the settings; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="feature"/> is empty or taken, by whatever type of results.</exception>
    [OverloadResolutionPriority(1)]
    public static IErrorManagementBuilder AddGracefulDegradation<T>(this IErrorManagementBuilder builder, string feature, Func<IServiceProvider, T> factory, Action<GracefulDegradationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return builder.AddFeature(feature, configure, (provider, options, classifier, sink, clock) => new GracefulDegradation<T>(feature, () => factory(provider), options, classifier, sink, clock));
    }

    /// <summary>Adds a feature whose fallback value is made anew for each answer, asynchronously; see the other form. It has no synchronous calls.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="feature">The name of the feature. Few different values, no private data.</param>
    /// <param name="factory">Makes the fallback value; it is given the container and the caller's token.</param>
    /// <param name="configure">Changes the settings; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="feature"/> is empty or taken, by whatever type of results.</exception>
    [OverloadResolutionPriority(1)]
    public static IErrorManagementBuilder AddGracefulDegradation<T>(this IErrorManagementBuilder builder, string feature, Func<IServiceProvider, CancellationToken, ValueTask<T>> factory, Action<GracefulDegradationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return builder.AddFeature(feature, configure, (provider, options, classifier, sink, clock) => new GracefulDegradation<T>(feature, token => factory(provider, token), options, classifier, sink, clock));
    }

    private static IErrorManagementBuilder AddFeature<T>(
        this IErrorManagementBuilder builder,
        string feature,
        Action<GracefulDegradationOptions>? configure,
        Func<IServiceProvider, GracefulDegradationOptions, IErrorClassifier, IErrorSink?, TimeProvider?, GracefulDegradation<T>> make)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(feature);
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType.IsSubclassOf(typeof(GracefulDegradation)) && feature.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a feature '{feature}' already.", nameof(feature));
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GracefulDegradationOptions>, GracefulDegradationOptionsValidator>());
        builder.Services.AddOptions<GracefulDegradationOptions>(feature).Configure(configure ?? (static _ => { })).ValidateOnStart();
        builder.Services.AddKeyedSingleton(feature, (provider, _) => make(
            provider,
            provider.GetRequiredService<IOptionsMonitor<GracefulDegradationOptions>>().Get(feature),
            provider.GetRequiredService<IErrorClassifier>(),
            provider.GetService<IErrorSink>(),
            provider.GetService<TimeProvider>()));
        builder.Services.Configure<DegradationRegistrations>(registrations => registrations.Features.Add(provider => provider.GetRequiredKeyedService<GracefulDegradation<T>>(feature)));
        return builder;
    }
}
