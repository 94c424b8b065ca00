namespace ErrorManagement.Analytics;

/// <summary>Settings for exceptions that nobody catches and that end the process. Copied when they are first read: later changes have no effect.</summary>
public sealed class UnhandledSourceOptions
{
    /// <summary>The default of <see cref="Component"/>.</summary>
    public const string DefaultComponent = "unhandled";

    /// <summary>The default of <see cref="FlushTimeout"/>.</summary>
    public static readonly TimeSpan DefaultFlushTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Whether they are recorded. True by default.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The component they are recorded under. Default <c>unhandled</c>; not blank, at most 200 characters, inclusive.</summary>
    public string Component { get; set; } = DefaultComponent;

    /// <summary>
    /// How long the dying process waits until the record is finished, whatever holds the registry up. Default 2 s; at least zero and at most 1 min, inclusive.
    /// Zero: recorded, and not waited for; then an error that makes the container build the registry first may be lost.
    /// </summary>
    public TimeSpan FlushTimeout { get; set; } = DefaultFlushTimeout;

    internal UnhandledSourceOptions Copy() => (UnhandledSourceOptions)MemberwiseClone();
}
