namespace ErrorManagement.Analytics;

/// <summary>What was seen of one release: what <see cref="ReleaseComparison"/> compares.</summary>
/// <param name="Release">The release; not empty. Few different values.</param>
/// <param name="Exposure">How much of a chance errors had.</param>
/// <param name="Errors">Its errors; those of one fingerprint are added up.</param>
public sealed record ReleaseObservation(string Release, ReleaseExposure Exposure, IReadOnlyList<ReleaseErrorCount> Errors)
{
    /// <summary>How long it was looked at; null for <see cref="Exposure"/> where that is a time. Without either, what is known of bursts tells nothing.</summary>
    public TimeSpan? Observed { get; init; }

    /// <summary>Occurrences of errors that are not known any more: no part of <see cref="Errors"/>, and not compared.</summary>
    public long LostCount { get; init; }
}
