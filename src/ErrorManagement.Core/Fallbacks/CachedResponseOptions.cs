namespace ErrorManagement.Fallbacks;

/// <summary>Settings of a fallback that answers from a cache. Copied when it is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class CachedResponseOptions
{
    internal const string DefaultName = "cached_response";
    internal const int DefaultCapacity = 1_000;
    internal static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromSeconds(300);

    /// <summary>The name in statistics and exceptions. Default <c>cached_response</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>How long an answer is good: while its age is less than this. Default 300 s; more than zero, exclusive. Measured by elapsed time: setting the wall clock changes nothing.</summary>
    public TimeSpan TimeToLive { get; set; } = DefaultTimeToLive;

    /// <summary>How many answers are kept; the one set longest ago goes first. Default 1,000; at least 1, inclusive.</summary>
    public int Capacity { get; set; } = DefaultCapacity;

    /// <summary>The key under which the fallback itself answers and learns. Default null: it does neither, since calls that share a key get each other's answers; For gives a fallback for a key.</summary>
    public string? DefaultKey { get; set; }

    internal CachedResponseOptions Copy() => (CachedResponseOptions)MemberwiseClone();
}
