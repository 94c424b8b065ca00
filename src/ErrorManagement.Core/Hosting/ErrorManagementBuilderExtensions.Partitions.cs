using ErrorManagement;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>
    /// Adds the breakers of a dependency that fails in parts, one a key, as keyed <see cref="CircuitBreakerPartitions{TKey}"/>.
    /// All settings are checked when the host starts, or when the partitions are first asked for. When those of the breakers change, every breaker takes them and keeps its state;
    /// those of the partitions are read once.
    /// </summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Few different values, no private data.</param>
    /// <param name="configureBreaker">Changes the settings of the breakers; null for those of all breakers. A breaker of the same name shares them.</param>
    /// <param name="configurePartitions">Changes how many there may be and for how long; null for the defaults.</param>
    /// <param name="naming">Names the breaker of a key; null for the name of the partitions, which keeps keys out of log messages, metrics and records.</param>
    /// <param name="comparer">Says which keys are equal; null for the default of the type.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or there are partitions of that name and type of keys.</exception>
    public static IErrorManagementBuilder AddCircuitBreakerPartitions<TKey>(
        this IErrorManagementBuilder builder,
        string name,
        Action<CircuitBreakerOptions>? configureBreaker = null,
        Action<CircuitPartitionOptions>? configurePartitions = null,
        Func<TKey, string>? naming = null,
        IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(CircuitBreakerPartitions<TKey>) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There are circuit breaker partitions '{name}' by {typeof(TKey).Name} already.", nameof(name));
        }

        builder.Services.AddOptions<CircuitBreakerOptions>(name).Configure(configureBreaker ?? (static _ => { })).ValidateOnStart();
        builder.Services.AddOptions<CircuitPartitionOptions>(name).Configure(configurePartitions ?? (static _ => { })).ValidateOnStart();
        builder.Services.AddKeyedSingleton(name, (provider, _) =>
        {
            var configured = provider.GetRequiredService<ConfiguredBreakerOptions>();
            var partitions = new CircuitBreakerPartitions<TKey>(
                name,
                configured.Get(name),
                provider.GetRequiredService<IOptionsMonitor<CircuitPartitionOptions>>().Get(name),
                naming,
                comparer,
                provider.GetService<TimeProvider>(),
                provider.GetService<IErrorSink>(),
                provider.GetRequiredService<IErrorClassifier>(),
                CircuitBreakerRegistry.CreateLogger(provider.GetService<ILoggerFactory>()));
            partitions.Follow(configured); // until the container ends the monitor's subscriptions
            return partitions;
        });
        return builder;
    }
}
