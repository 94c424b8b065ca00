using System.Diagnostics.Metrics;
using ErrorManagement;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Hosting;
using ErrorManagement.Pipelines;
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

    /// <summary>Adds a policy as keyed <see cref="IExecutionPolicy"/>, composed in the order written, outermost first.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Few different values, no private data.</param>
    /// <param name="configure">Composes it. Breakers are named as in AddCircuitBreaker, before or after.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or taken, or a setting of the policy is outside its bounds.</exception>
    public static IErrorManagementBuilder AddPolicy(this IErrorManagementBuilder builder, string name, Action<PipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddPolicy<IExecutionPolicy>(
            name,
            pipeline =>
            {
                configure(pipeline);
                return pipeline.Build();
            },
            policy => ((ExecutionPipeline)policy).CheckSettings(name));
    }

    /// <summary>Adds a policy that ends in a fallback value, as keyed <see cref="ExecutionPipeline{T}"/>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Few different values, no private data.</param>
    /// <param name="configure">Composes it, such as <c>p => p.Fallback("none").Retry().CircuitBreaker("payments")</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or taken, or a setting of the policy is outside its bounds.</exception>
    public static IErrorManagementBuilder AddPolicy<T>(this IErrorManagementBuilder builder, string name, Func<PipelineBuilder, PipelineBuilder<T>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddPolicy(name, pipeline => configure(pipeline).Build(), policy => policy.CheckSettings(name));
    }

    private static IErrorManagementBuilder AddPolicy<TPolicy>(this IErrorManagementBuilder builder, string name, Func<PipelineBuilder, TPolicy> build, Func<TPolicy, IReadOnlyList<SettingsWarning>> check)
        where TPolicy : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(TPolicy) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a policy '{name}' already.", nameof(name));
        }

        // Composed once at once, so that a wrong setting is seen where it is written. What fails behind a breaker is reported under
        // the breaker's name: then the breaker's causes and the records of the registry find each other.
        string? component = null;
        try
        {
            build(new PipelineBuilder(breaker =>
            {
                component ??= breaker;
                return CircuitBreaker.PassThrough;
            }));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Policy '{name}': {e.Message}", e);
        }

        builder.Services.AddOptions<PolicyRegistrations>().ValidateOnStart();
        builder.Services.Configure<PolicyRegistrations>(registrations => registrations.Policies.Add((name, static (provider, key) => provider.GetRequiredKeyedService<TPolicy>(key))));
        builder.Services.AddKeyedSingleton(name, (provider, _) =>
        {
            var policy = build(new PipelineBuilder(
                breaker => provider.GetKeyedService<ICircuitBreaker>(breaker) ?? throw new InvalidOperationException($"Policy '{name}' uses circuit breaker '{breaker}', which was not added: call AddCircuitBreaker(\"{breaker}\")."),
                provider.GetRequiredService<IErrorClassifier>(),
                provider.GetService<TimeProvider>(),
                provider.GetService<IErrorSink>(),
                component ?? name,
                provider.GetService<IMeterFactory>()));
            provider.GetRequiredService<SettingsLog>().Write(() => check(policy));
            return policy;
        });
        return builder;
    }
}
