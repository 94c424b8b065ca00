namespace ErrorManagement.Analytics;

/// <summary>How often one release of the program brought an error.</summary>
/// <param name="Release">The release, at most 200 characters; few different values. Null for occurrences of no release that is known, and for those of releases beyond the first 32 of the record.</param>
/// <param name="Count">How often, at least 1. The counts of all releases of a record add up to <see cref="ErrorRecord.Count"/>.</param>
/// <param name="FirstSeen">When it was first seen in that release, UTC.</param>
/// <param name="LastSeen">When it was last seen in that release, UTC; not before <paramref name="FirstSeen"/>.</param>
public sealed record ReleaseCount(string? Release, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen)
{
    /// <summary>Whether they came in bursts; null where that is not known, as in exports of older versions. Threads that count together may leave it off by a few; of records that were put together or taken apart it is an estimate.</summary>
    public MeanCrowding? Crowding { get; init; }
}
