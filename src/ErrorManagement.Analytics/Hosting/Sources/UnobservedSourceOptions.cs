namespace ErrorManagement.Analytics;

/// <summary>Settings for tasks that failed and were never awaited. Copied when they are first read: later changes have no effect.</summary>
public sealed class UnobservedSourceOptions
{
    /// <summary>The default of <see cref="Component"/>.</summary>
    public const string DefaultComponent = "unobserved task";

    /// <summary>Whether they are recorded. True by default.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The component they are recorded under. Default <c>unobserved task</c>; not blank, at most 200 characters, inclusive.</summary>
    public string Component { get; set; } = DefaultComponent;

    /// <summary>Whether the exception is marked observed, so that a process that is set to end of such exceptions does not. False by default: what the host has decided stands.</summary>
    public bool SetObserved { get; set; }

    internal UnobservedSourceOptions Copy() => (UnobservedSourceOptions)MemberwiseClone();
}
