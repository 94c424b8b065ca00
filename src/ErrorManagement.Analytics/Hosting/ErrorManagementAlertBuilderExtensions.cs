using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Hosting;
using ErrorManagement.Analytics.Runs;
using ErrorManagement.Analytics.Signatures;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Whom alerts and reports are told, rules of the host's own, and runs to analyse.</summary>
public static class ErrorManagementAlertBuilderExtensions
{
    /// <summary>Adds a channel for alerts, beside those of the settings.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="make">Makes it, once, when the alert manager is first asked for. The container disposes what it makes; of a channel that can be disposed asynchronously alone, a container that is disposed synchronously begins that and does not wait.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder AddAlertChannel(this IErrorManagementBuilder builder, Func<IServiceProvider, IAlertChannel> make)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(make);
        builder.Services.AddSingleton(provider => OwnedAlertChannel.Of(make(provider)));
        return builder;
    }

    /// <summary>Adds a channel for scheduled reports, beside those of the settings.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="make">Makes it, once, when the report scheduler is first asked for. The container disposes what it makes; of a channel that can be disposed asynchronously alone, a container that is disposed synchronously begins that and does not wait.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder AddReportChannel(this IErrorManagementBuilder builder, Func<IServiceProvider, IReportChannel> make)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(make);
        builder.Services.AddSingleton(provider => OwnedReportChannel.Of(make(provider)));
        return builder;
    }

    /// <summary>Sends alerts and scheduled reports by e-mail; what they say and to whom is in <see cref="AlertChannelOptions.Email"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="send">Sends a message, with what of the container it needs. What it throws is the channel's failure.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">There is a function for e-mail already.</exception>
    public static IErrorManagementBuilder AddEmail(this IErrorManagementBuilder builder, Func<IServiceProvider, EmailMessage, CancellationToken, ValueTask> send)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(send);
        if (builder.Services.Any(static service => service.ServiceType == typeof(EmailRegistration)))
        {
            throw new ArgumentException("There is a function for e-mail already.", nameof(send));
        }

        builder.Services.AddSingleton(new EmailRegistration(send));
        return builder;
    }

    /// <summary>Adds an alert rule of the host's own, beside those of the settings.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="rule">The rule. A name that is taken is found when the alert manager is first asked for.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder AddAlertRule(this IErrorManagementBuilder builder, AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(rule);
        builder.Services.AddSingleton(rule);
        return builder;
    }

    /// <summary>Adds a <see cref="RunAnalytics"/> over runs of the host's own, with the container's settings, signatures and clock.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="source">Says where runs come from, once, when the analytics are first asked for.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">There is a source of runs already; a second one is made by hand.</exception>
    public static IErrorManagementBuilder AddRunAnalytics(this IErrorManagementBuilder builder, Func<IServiceProvider, RunSource> source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        if (builder.Services.Any(static service => service.ServiceType == typeof(RunAnalytics)))
        {
            throw new ArgumentException("There is a source of runs already.", nameof(source));
        }

        builder.Services.TryAddSingleton(provider =>
        {
            var reload = provider.GetRequiredService<SettingsReload>();
            var options = reload.Current;
            var made = new RunAnalytics(
                source(provider),
                options.Runs,
                provider.GetRequiredService<ErrorSignatures>(),
                provider.GetService<TimeProvider>());
            reload.Follow(nameof(options.Runs), options, changed => made.Update(changed.Runs));
            return made;
        });
        return builder;
    }
}
