namespace ErrorManagement.Timeouts;

/// <summary>Settings of a time-out. Copied when a policy is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class TimeoutOptions
{
    internal const string DefaultName = "timeout";
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The name that exceptions carry. Default <c>timeout</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>How long a call may take before its token is cancelled. Default 30 s; more than zero, exclusive, and at most 24 days, inclusive.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    internal TimeoutOptions Copy() => (TimeoutOptions)MemberwiseClone();
}
