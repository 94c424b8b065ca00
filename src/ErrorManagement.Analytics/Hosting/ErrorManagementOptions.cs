using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Signatures;
using ErrorManagement.Analytics.Streams;

namespace ErrorManagement.Analytics;

/// <summary>Settings of <c>AddErrorManagement</c>: one tree, which a host can also bind from its configuration. <see cref="Health"/>, <see cref="Dashboard"/>, <see cref="Reports"/>, <see cref="Schedule"/>, <see cref="Alerts"/>, <see cref="Channels"/> and <see cref="Runs"/> follow when the configuration changes; all else is read once, when the registry is first asked for.</summary>
public sealed class ErrorManagementOptions
{
    /// <summary>The name of the application, shown in reports and exports. Default null: they name none. At most 200 characters, inclusive.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>Settings of the registry. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ErrorRegistryOptions Registry { get; set; } = new();

    /// <summary>Settings of the six patterns. Default: their own defaults, with their own bounds; must not be null.</summary>
    public PatternOptions Patterns { get; set; } = new();

    /// <summary>Settings of the layers that errors happen in. Default: their own defaults, with their own bounds; must not be null.</summary>
    public LayeredErrorOptions Layers { get; set; } = new();

    /// <summary>Where errors come from besides a catch block, a switch each. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ErrorSourceOptions Sources { get; set; } = new();

    /// <summary>The rules of signatures. Default: the built-in ones, with their own bounds; must not be null.</summary>
    public SignatureOptions Signatures { get; set; } = new();

    /// <summary>Settings of the stream of events. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ErrorStreamOptions Stream { get; set; } = new();

    /// <summary>When the service counts as healthy. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ServiceHealthOptions Health { get; set; } = new();

    /// <summary>What a dashboard shows. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ErrorDashboardOptions Dashboard { get; set; } = new();

    /// <summary>What daily, weekly and incident reports show. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ErrorReportingOptions Reports { get; set; } = new();

    /// <summary>When reports are made by themselves, once <see cref="ReportScheduler.Start"/> was called. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ReportScheduleOptions Schedule { get; set; } = new();

    /// <summary>What people are alerted of, once <see cref="AlertManager.Start"/> was called. Default: its own defaults, with their own bounds; must not be null.</summary>
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>Whom alerts and reports are told. Default: the host's log, with their own bounds; must not be null.</summary>
    public AlertChannelOptions Channels { get; set; } = new();

    /// <summary>How runs are analysed. Default: its own defaults, with their own bounds; must not be null.</summary>
    public RunAnalyticsOptions Runs { get; set; } = new();
}
