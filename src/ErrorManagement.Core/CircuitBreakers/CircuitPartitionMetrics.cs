namespace ErrorManagement.CircuitBreakers;

/// <summary>The figures of the breakers of one dependency, a breaker a key: an immutable snapshot.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public sealed record CircuitPartitionMetrics<TKey>
    where TKey : notnull
{
    /// <summary>The name of the partitions.</summary>
    public required string Name { get; init; }

    /// <summary>How many keys have a breaker.</summary>
    public int TotalPartitions { get; init; }

    /// <summary>How many may have one.</summary>
    public int MaxPartitions { get; init; }

    /// <summary>How many are open.</summary>
    public int OpenPartitions { get; init; }

    /// <summary>How many are half-open.</summary>
    public int HalfOpenPartitions { get; init; }

    /// <summary>How many are closed.</summary>
    public int ClosedPartitions { get; init; }

    /// <summary>Calls made through those that are there now; 0 when their metrics level does not count calls. It falls when one is evicted or removed.</summary>
    public long TotalCalls { get; init; }

    /// <summary>Calls that failed, in the same way.</summary>
    public long TotalFailures { get; init; }

    /// <summary>Calls that were not made, in the same way.</summary>
    public long TotalRejections { get; init; }

    /// <summary>How many breakers were made since the start. Rises only.</summary>
    public long Created { get; init; }

    /// <summary>How many of them were evicted, for whatever reason. Rises only.</summary>
    public long Evicted { get; init; }

    /// <summary>How many of <see cref="Evicted"/> had been idle. Rises only.</summary>
    public long EvictedIdle { get; init; }

    /// <summary>How many of <see cref="Evicted"/> were not closed and automatic, because there was nobody else to evict. Rises only; above 0 the bound is too small.</summary>
    public long EvictedProtecting { get; init; }

    /// <summary>The figures of those that tell most, those that are not closed and automatic first, then by failures and by rejections: at most as many as were asked for. The keys may be private data.</summary>
    public IReadOnlyList<KeyValuePair<TKey, CircuitBreakerMetrics>> Partitions { get; init; } = [];
}
