using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Signatures;
using ErrorManagement.Analytics.Streams;

namespace ErrorManagement.Analytics;

/// <summary>Settings of <c>AddErrorManagement</c>: one tree, which a host can also bind from its configuration. Read once, when the registry is first asked for.</summary>
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
}
