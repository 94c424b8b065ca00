namespace ErrorManagement.CircuitBreakers;

/// <summary>Settings of breakers per key: how many there may be, and how long one is kept that nobody asks for. Copied when the partitions are built: later changes have no effect on them.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class CircuitPartitionOptions
{
    internal const int DefaultMaxPartitions = 1_000;
    internal static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How many keys have a breaker at once; one more takes the place of the least recently used. Default 1,000; at least 1 and at most 1,000,000, inclusive. A breaker takes up to 600 bytes while nothing fails.</summary>
    public int MaxPartitions { get; set; } = DefaultMaxPartitions;

    /// <summary>
    /// After how long without being asked for a breaker may go. Default 10 min; at least 1 s, inclusive; null for never.
    /// There is no timer: idle ones go when other keys come. Those that are not closed and automatic stay.
    /// </summary>
    public TimeSpan? IdleTimeout { get; set; } = DefaultIdleTimeout;
}
