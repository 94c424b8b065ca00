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

    private static ErrorManagementOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;

    private static ErrorReporter MakeReporter(IServiceProvider provider)
    {
        var options = Options(provider);
        var made = new ErrorReporter(
            provider.GetRequiredService<IErrorRegistry>(),
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<ICircuitBreakerRegistry>(),
            options.ApplicationName,
            options.Reports);
        Follow(provider, nameof(options.Reports), changed => made.Update(changed.Reports));
        return made;
    }

    private static ErrorDashboard MakeDashboard(IServiceProvider provider)
    {
        var made = new ErrorDashboard(
            provider.GetRequiredService<IErrorRegistry>(),
            Options(provider).Dashboard,
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<ICircuitBreakerRegistry>());
        Follow(provider, nameof(ErrorManagementOptions.Dashboard), changed => made.Update(changed.Dashboard));
        return made;
    }

    private static HostChannels MakeChannels(IServiceProvider provider)
    {
        var made = new HostChannels(Options(provider).Channels, provider.GetService<EmailRegistration>(), provider, provider.GetService<TimeProvider>());
        Follow(provider, nameof(ErrorManagementOptions.Channels), changed => made.Update(changed.Channels));
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

        Follow(provider, nameof(options.Alerts), changed => made.Update(Named(changed)));
        return made;
    }

    private static ReportScheduler MakeScheduler(IServiceProvider provider)
    {
        var made = new ReportScheduler(
            provider.GetRequiredService<ErrorReporter>(),
            [.. provider.GetRequiredService<HostChannels>().ForReports, .. provider.GetServices<IReportChannel>()],
            Options(provider).Schedule,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILoggerFactory>(),
            provider.GetService<IMeterFactory>());
        Follow(provider, nameof(ErrorManagementOptions.Schedule), changed => made.Update(changed.Schedule));
        return made;
    }

    // The name of the application is that of the whole tree, unless the alerts' own part says another one.
    private static AlertOptions Named(ErrorManagementOptions options)
    {
        var alerts = options.Alerts.Copy();
        alerts.ApplicationName ??= options.ApplicationName;
        return alerts;
    }

    private static void Follow(IServiceProvider provider, string part, Action<ErrorManagementOptions> take) => provider.GetRequiredService<SettingsReload>().Follow(part, take);
}
