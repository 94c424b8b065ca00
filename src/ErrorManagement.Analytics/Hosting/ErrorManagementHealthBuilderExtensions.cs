using System.Diagnostics.Metrics;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Health;
using ErrorManagement.Analytics.Hosting;
using ErrorManagement.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Error budgets and checks of the service's health.</summary>
public static class ErrorManagementHealthBuilderExtensions
{
    /// <summary>
    /// Adds an error budget as keyed <see cref="ErrorBudget"/>, one object for the host. Its settings are checked when the host starts. One that takes its failures from a component
    /// does so from when it is first asked for. The container's <see cref="ServiceMonitor"/> knows all budgets.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name, also that of its metrics. Few different values, no private data.</param>
    /// <param name="configure">Changes its settings; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or there is a budget of that name.</exception>
    public static IErrorManagementBuilder AddErrorBudget(this IErrorManagementBuilder builder, string name, Action<ErrorBudgetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(ErrorBudget) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is an error budget '{name}' already.", nameof(name));
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ErrorBudgetOptions>, ErrorBudgetOptionsValidator>());
        builder.Services.TryAddSingleton<IOptionsFactory<ErrorBudgetOptions>>(static provider => new LastValidOptionsFactory<ErrorBudgetOptions>(provider, SettingsLog.RefusalOf(provider, nameof(ErrorBudgetOptions))));
        builder.Services.AddOptions<ErrorBudgetOptions>(name).Configure(options => options.Name = name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        builder.Services.AddSingleton(new ErrorBudgetRegistration(name));
        builder.Services.AddKeyedSingleton(name, (provider, _) =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<ErrorBudgetOptions>>().Get(name);
            return new ErrorBudget(
                options,
                provider.GetService<TimeProvider>(),
                options.Component is null ? null : provider.GetRequiredService<ErrorRegistry>(),
                provider.GetService<IMeterFactory>());
        });
        return builder;
    }

    /// <summary>Adds a check to the container's <see cref="ServiceMonitor"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name on the wire, such as <c>database</c>. Few different values.</param>
    /// <param name="check">Says how it stands, quickly: it runs whenever somebody asks for the health, on the asker's thread. What it throws is unhealthy.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty. A name that is taken is found when the monitor is first asked for.</exception>
    public static IErrorManagementBuilder AddServiceCheck(this IErrorManagementBuilder builder, string name, Func<IServiceProvider, ServiceStatus> check)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(check);
        builder.Services.AddSingleton(new ServiceCheckRegistration(name, check));
        return builder;
    }
}
