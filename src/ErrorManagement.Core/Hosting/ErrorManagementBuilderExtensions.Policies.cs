using ErrorManagement;
using ErrorManagement.Hosting;
using ErrorManagement.Pipelines;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>
    /// Adds a policy as keyed <see cref="IExecutionPolicy"/> and keyed <see cref="ExecutionPipeline"/>, one object for both, composed in the order written, outermost first.
    /// It is made when the host starts, or when it is first asked for. Wrong settings and unknown names of all policies are then one <see cref="OptionsValidationException"/> that lists them all.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Few different values, no private data.</param>
    /// <param name="configure">Composes it. Run once. Breakers are named as in AddCircuitBreaker, before or after.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or taken.</exception>
    public static IErrorManagementBuilder AddPolicy(this IErrorManagementBuilder builder, string name, Action<PipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddUntyped(name, (_, parts) =>
        {
            var pipeline = new PipelineBuilder(parts);
            configure(pipeline);
            pipeline.RequireNothingLost(isTyped: false);
            return pipeline.Build;
        });
    }

    /// <summary>
    /// Adds a policy whose layers are the <see cref="PolicyOptions"/> of its name, as keyed <see cref="IExecutionPolicy"/> and keyed <see cref="ExecutionPipeline"/>, one object for both. A host binds them with
    /// <c>services.Configure&lt;PolicyOptions&gt;("checkout", configuration.GetSection("Policies:checkout"))</c>. When they change, later calls run under the new ones, and calls under way end under the old ones;
    /// breakers, being found by name, keep their state. Settings that are wrong then are refused and logged once, and those before stay.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Few different values, no private data.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or taken.</exception>
    public static IErrorManagementBuilder AddPolicy(this IErrorManagementBuilder builder, string name) =>
        builder.AddUntyped(name, (provider, parts) =>
        {
            parts.Bound.Add((typeof(PolicyOptions), name));
            var settings = provider.GetRequiredService<IOptionsMonitor<PolicyOptions>>();
            return () => settings.Get(name).Compose(name, parts);
        });

    /// <summary>Adds a policy that ends in a fallback value, as keyed <see cref="ExecutionPipeline{T}"/>. It is made and checked like one without.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Few different values, no private data.</param>
    /// <param name="configure">Composes it, such as <c>p => p.Fallback("none").Retry().CircuitBreaker("payments")</c>. Run once.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or there is a policy of that name and type of result.</exception>
    public static IErrorManagementBuilder AddPolicy<T>(this IErrorManagementBuilder builder, string name, Func<PipelineBuilder, PipelineBuilder<T>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddMade<ExecutionPipeline<T>>(name, (_, parts) =>
        {
            var pipeline = new PipelineBuilder(parts);
            var typed = configure(pipeline) ?? throw new InvalidOperationException("the function that composes it has returned no builder.");
            pipeline.RequireNothingLost(isTyped: true);
            return typed.Build;
        });
    }

    private static IErrorManagementBuilder AddUntyped(this IErrorManagementBuilder builder, string name, Func<IServiceProvider, PipelineParts, Func<ExecutionPipeline>> prepare)
    {
        builder.AddMade(name, prepare);
        builder.Services.AddKeyedSingleton<IExecutionPolicy>(name, static (provider, key) => provider.GetRequiredKeyedService<ExecutionPipeline>(key));
        return builder;
    }

    private static IErrorManagementBuilder AddMade<TPipeline>(this IErrorManagementBuilder builder, string name, Func<IServiceProvider, PipelineParts, Func<TPipeline>> prepare)
        where TPipeline : class, IReplaceablePipeline<TPipeline>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(TPipeline) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a policy '{name}' already.", nameof(name));
        }

        builder.Services.AddOptions<PolicyRegistrations>().ValidateOnStart();
        builder.Services.Configure<PolicyRegistrations>(registrations => registrations.Policies.Add((name, static (provider, key) => provider.GetRequiredKeyedService<TPipeline>(key))));
        builder.Services.AddKeyedSingleton(name, (provider, _) =>
        {
            var assembly = new PolicyAssembly<TPipeline>(provider, name, parts => prepare(provider, parts));
            assembly.Follow(provider);
            return assembly.Policy;
        });
        return builder;
    }
}
