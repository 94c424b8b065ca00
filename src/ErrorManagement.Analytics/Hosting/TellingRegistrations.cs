using System.Diagnostics.Metrics;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>What tells people: dashboard, reporter, alerts, scheduled reports, and their channels. Each follows its settings when they change.</summary>
internal static class TellingRegistrations
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(MakeReporter);
        services.TryAddSingleton(MakeDashboard);
        services.TryAddSingleton(MakeChannels);
        services.TryAddSingleton(MakeAlerts);
        services.TryAddSingleton(MakeScheduler);
    }

    // Those of now, not those of the start: a part may be asked for first after a change.
    private static ErrorManagementOptions Options(IServiceProvider provider) => provider.GetRequiredService<SettingsReload>().Current;

    private static ErrorReporter MakeReporter(IServiceProvider provider)
    {
        var options = Options(provider);
        var made = new ErrorReporter(
            provider.GetRequiredService<IErrorRegistry>(),
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<ICircuitBreakerRegistry>(),
            provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value.ApplicationName, // of the start, as the registry's
            options.Reports);
        Follow(provider, nameof(options.Reports), options, changed => made.Update(changed.Reports));
        return made;
    }

    private static ErrorDashboard MakeDashboard(IServiceProvider provider)
    {
        var options = Options(provider);
        var made = new ErrorDashboard(
            provider.GetRequiredService<IErrorRegistry>(),
            options.Dashboard,
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<ICircuitBreakerRegistry>());
        Follow(provider, nameof(options.Dashboard), options, changed => made.Update(changed.Dashboard));
        return made;
    }

    private static HostChannels MakeChannels(IServiceProvider provider)
    {
        var options = Options(provider);
        var made = new HostChannels(options.Channels, provider.GetService<EmailRegistration>(), provider, provider.GetService<TimeProvider>());
        var said = "";
        Follow(provider, nameof(options.Channels), options, changed =>
        {
            // A file that changes raises several changes: what waits is said once. One change is applied after the other.
            var waiting = made.Update(changed.Channels);
            if (waiting.Length > 0 && waiting != said)
            {
                SettingsLog.Wait(provider, nameof(changed.Channels), waiting);
            }

            said = waiting;
        });
        return made;
    }

    private static AlertManager MakeAlerts(IServiceProvider provider)
    {
        var options = Options(provider);
        IEnumerable<IAlertChannel> log = options.Channels.Log && provider.GetService<ILoggerFactory>() is { } loggers ? [new LoggerAlertChannel(loggers)] : [];
        var made = new AlertManager(
            provider.GetRequiredService<IErrorRegistry>(),
            Named(options),
            provider.GetService<TimeProvider>(),
            [.. log, .. provider.GetRequiredService<HostChannels>().ForAlerts, .. provider.GetServices<IAlertChannel>()],
            provider.GetRequiredService<ICircuitBreakerRegistry>(),
            provider.GetServices<ErrorBudgetRegistration>().Select(budget => provider.GetRequiredKeyedService<ErrorBudget>(budget.Name)),
            provider.GetService<ILoggerFactory>(),
            provider.GetService<IMeterFactory>());
        foreach (var rule in provider.GetServices<AlertRule>())
        {
            made.AddRule(rule);
        }

        Follow(provider, nameof(options.Alerts), options, changed => made.Update(Named(changed)));
        return made;
    }

    private static ReportScheduler MakeScheduler(IServiceProvider provider)
    {
        var options = Options(provider);
        var made = new ReportScheduler(
            provider.GetRequiredService<ErrorReporter>(),
            [.. provider.GetRequiredService<HostChannels>().ForReports, .. provider.GetServices<IReportChannel>()],
            options.Schedule,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILoggerFactory>(),
            provider.GetService<IMeterFactory>());
        Follow(provider, nameof(options.Schedule), options, changed => made.Update(changed.Schedule));
        return made;
    }

    // The name of the application is that of the whole tree, unless the alerts' own part says another one.
    private static AlertOptions Named(ErrorManagementOptions options)
    {
        var alerts = options.Alerts.Copy();
        alerts.ApplicationName ??= options.ApplicationName;
        return alerts;
    }

    private static void Follow(IServiceProvider provider, string part, ErrorManagementOptions made, Action<ErrorManagementOptions> take) => provider.GetRequiredService<SettingsReload>().Follow(part, made, take);
}
