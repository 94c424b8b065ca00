using ErrorManagement.CircuitBreakers;
using ErrorManagement.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds named breakers, breakers per key, and policies.</summary>
public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>
    /// Adds a breaker: as keyed <see cref="ICircuitBreaker"/> and through <see cref="ICircuitBreakerRegistry"/>, one object for both.
    /// Its settings are those of <see cref="ConfigureCircuitBreakers"/>, changed by <paramref name="configure"/>; they are checked when the host starts, or when the breaker is first asked for.
    /// A second call for the same name changes the same settings further.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Few different values, no private data.</param>
    /// <param name="configure">Changes its settings; null for those of all breakers.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IErrorManagementBuilder AddCircuitBreaker(this IErrorManagementBuilder builder, string name, Action<CircuitBreakerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.Configure<BreakerRegistrations>(registrations => registrations.Names.Add(name));
        builder.Services.AddOptions<CircuitBreakerOptions>(name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        builder.Services.TryAddKeyedSingleton<ICircuitBreaker>(name, static (provider, key) =>
            provider.GetRequiredService<ICircuitBreakerRegistry>().GetOrAdd((string)key!));
        return builder;
    }

    /// <summary>
    /// Changes the settings that every breaker begins with, named or per key, before those of its own name and whatever the order of the calls. They are the unnamed <see cref="CircuitBreakerOptions"/>,
    /// so that a host may also bind them to a section of its configuration; a change of that section reaches every breaker.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings. Run once for each name, and again with each reload: it must do the same every time.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder ConfigureCircuitBreakers(this IErrorManagementBuilder builder, Action<CircuitBreakerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<CircuitBreakerOptions>().Configure(configure).ValidateOnStart();
        return builder;
    }
}
