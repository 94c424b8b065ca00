namespace ErrorManagement.Analytics;

/// <summary>Where every captured occurrence went: <see cref="Captured"/> is the sum of the others, at every reading. None of them is ever negative.</summary>
public sealed record LossLedger
{
    /// <summary>Occurrences that reached the registry, and calls that failed in consequence of them. Falls with a clear only.</summary>
    public long Captured { get; init; }

    /// <summary>Occurrences kept with their details, those included in whose place their records keep newer examples by now. Records that are held only.</summary>
    public long Kept { get; init; }

    /// <summary>Occurrences that were counted, and whose details were not kept because enough like them are.</summary>
    public long SampledOut { get; init; }

    /// <summary>Occurrences whose details were lost, by reason; a reason that never occurred is absent.</summary>
    public IReadOnlyDictionary<DropReason, long> Dropped { get; init; } = new Dictionary<DropReason, long>();

    /// <summary>How long ago details were last lost that the registry should have kept: the queue was full, or recording or finishing failed. Null when they never were.</summary>
    public TimeSpan? LastLossAge { get; init; }
}
