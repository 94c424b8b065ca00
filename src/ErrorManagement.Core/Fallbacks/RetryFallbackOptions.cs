namespace ErrorManagement.Fallbacks;

/// <summary>Settings of a fallback that tries the call again. Copied when it is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class RetryFallbackOptions
{
    internal const string DefaultName = "retry";
    internal const int DefaultMaxRetries = 3;
    internal static readonly TimeSpan DefaultBaseDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(60);

    /// <summary>The name in statistics and exceptions. Default <c>retry</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>How often the call is tried again. Default 3; at least 0, inclusive: 0 never has an answer.</summary>
    public int MaxRetries { get; set; } = DefaultMaxRetries;

    /// <summary>The delay before the first retry; each further one is twice the one before. Default 1 s; at least zero, inclusive, and at most <see cref="MaxDelay"/>.</summary>
    public TimeSpan BaseDelay { get; set; } = DefaultBaseDelay;

    /// <summary>The longest delay. Default 60 s; at least zero and at most 24 days, inclusive.</summary>
    public TimeSpan MaxDelay { get; set; } = DefaultMaxDelay;

    internal RetryFallbackOptions Copy() => (RetryFallbackOptions)MemberwiseClone();
}
