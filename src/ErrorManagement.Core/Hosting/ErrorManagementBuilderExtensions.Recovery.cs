using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement;
using ErrorManagement.Classification;
using ErrorManagement.Hosting;
using ErrorManagement.Recovery;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

// Recovery: actions, strategies, settings.
public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>Says who does a recovery action: a service, made by the container once. A second call for the same action replaces the first.</summary>
    /// <typeparam name="THandler">The type of the handler. Added as a singleton unless the container has it.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="action">The action; not none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is none, or no value of the enumeration.</exception>
    public static IErrorManagementBuilder AddRecoveryAction<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(this IErrorManagementBuilder builder, RecoveryAction action)
        where THandler : class, IRecoveryActionHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<THandler>();
        return builder.AddRecoveryAction(action, static provider => provider.GetRequiredService<THandler>());
    }

    /// <summary>Says who does a recovery action; see the other form.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it, and says whether it went well.</param>
    /// <returns>The builder.</returns>
    [OverloadResolutionPriority(2)]
    public static IErrorManagementBuilder AddRecoveryAction(this IErrorManagementBuilder builder, RecoveryAction action, Func<RecoveryActionRequest, CancellationToken, ValueTask<bool>> handler) =>
        builder.AddRecoveryAction(action, RecoveryActions.HandlerOf(handler));

    /// <summary>Says who does a recovery action; see the other form.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it, and says whether it went well.</param>
    /// <returns>The builder.</returns>
    [OverloadResolutionPriority(1)]
    public static IErrorManagementBuilder AddRecoveryAction(this IErrorManagementBuilder builder, RecoveryAction action, Func<RecoveryActionRequest, CancellationToken, Task<bool>> handler) =>
        builder.AddRecoveryAction(action, RecoveryActions.HandlerOf(handler));

    /// <summary>Says who does a recovery action; see the other form. It may block.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it, and says whether it went well.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder AddRecoveryAction(this IErrorManagementBuilder builder, RecoveryAction action, Func<RecoveryActionRequest, CancellationToken, bool> handler) =>
        builder.AddRecoveryAction(action, RecoveryActions.HandlerOf(handler));

    /// <summary>Says who does a recovery action; see the other form.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder AddRecoveryAction(this IErrorManagementBuilder builder, RecoveryAction action, IRecoveryActionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return builder.AddRecoveryAction(action, _ => handler);
    }

    /// <summary>Adds a recovery strategy, in place of the one of the same name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="strategy">The strategy.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder AddRecoveryStrategy(this IErrorManagementBuilder builder, IRecoveryStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(strategy);
        builder.Services.AddSingleton(strategy);
        return builder;
    }

    /// <summary>Adds a recovery strategy that the container makes once, in place of the one of the same name.</summary>
    /// <typeparam name="TStrategy">The type of the strategy.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder AddRecoveryStrategy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStrategy>(this IErrorManagementBuilder builder)
        where TStrategy : class, IRecoveryStrategy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IRecoveryStrategy, TStrategy>();
        return builder;
    }

    /// <summary>Changes the settings of recovery; what is wrong with them stops the host at its start.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes those of the manager.</param>
    /// <param name="configureActions">Changes those of the actions; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder ConfigureRecovery(this IErrorManagementBuilder builder, Action<RecoveryManagerOptions> configure, Action<RecoveryActionOptions>? configureActions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        builder.Services.Configure(configureActions ?? (static _ => { }));
        return builder;
    }

    /// <summary>Adds actions and manager to a container.</summary>
    internal static void AddRecovery(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RecoveryManagerOptions>, RecoveryManagerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RecoveryActionOptions>, RecoveryActionOptionsValidator>());
        services.AddOptions<RecoveryManagerOptions>().ValidateOnStart(); // also what a host binds with Configure
        services.AddOptions<RecoveryActionOptions>().ValidateOnStart();
        services.TryAddSingleton(static provider =>
        {
            var actions = new RecoveryActions(provider.GetRequiredService<IOptions<RecoveryActionOptions>>().Value, provider.GetService<TimeProvider>(), provider.GetService<IMeterFactory>());
            foreach (var (action, make) in provider.GetRequiredService<IOptions<RecoveryRegistrations>>().Value.Handlers)
            {
                actions.Register(action, new LateActionHandler(() => make(provider)));
            }

            return actions;
        });
        services.TryAddSingleton(static provider =>
        {
            var manager = new RecoveryManager(
                provider.GetRequiredService<IOptions<RecoveryManagerOptions>>().Value,
                provider.GetRequiredService<RecoveryActions>(),
                provider.GetRequiredService<IErrorClassifier>(),
                provider.GetService<TimeProvider>(),
                provider.GetService<IErrorSink>(),
                provider.GetService<IMeterFactory>());
            foreach (var strategy in provider.GetServices<IRecoveryStrategy>())
            {
                manager.Add(strategy);
            }

            return manager;
        });
    }

    private static IErrorManagementBuilder AddRecoveryAction(this IErrorManagementBuilder builder, RecoveryAction action, Func<IServiceProvider, IRecoveryActionHandler> make)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RecoveryActions.RequireDoable(action);
        builder.Services.Configure<RecoveryRegistrations>(registrations => registrations.Handlers[action] = make);
        return builder;
    }
}
