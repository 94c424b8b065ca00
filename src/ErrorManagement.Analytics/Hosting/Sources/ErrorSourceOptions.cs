namespace ErrorManagement.Analytics;

/// <summary>Settings of the places that errors come from besides a catch block: a switch each. Copied when they are first read: later changes have no effect.</summary>
public sealed class ErrorSourceOptions
{
    /// <summary>Errors that the host logs. Default: its own defaults, with their own bounds; must not be null.</summary>
    public LoggerSourceOptions Logger { get; set; } = new();

    /// <summary>Exceptions that nobody catches. Default: its own defaults, with their own bounds; must not be null.</summary>
    public UnhandledSourceOptions Unhandled { get; set; } = new();

    /// <summary>Tasks that failed and were never awaited. Default: its own defaults, with their own bounds; must not be null.</summary>
    public UnobservedSourceOptions Unobserved { get; set; } = new();

    internal ErrorSourceOptions Copy() => new() { Logger = Logger.Copy(), Unhandled = Unhandled.Copy(), Unobserved = Unobserved.Copy() };
}
