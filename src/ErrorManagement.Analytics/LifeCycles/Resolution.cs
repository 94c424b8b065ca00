namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>That a record was marked resolved.</summary>
/// <param name="Utc">When, UTC ticks, as it is shown.</param>
/// <param name="Steady">When, on the steady clock.</param>
/// <param name="Release">The release that mends it; null for all.</param>
internal sealed record Resolution(long Utc, long Steady, string? Release)
{
    // The clock of the hot path is read coarsely, that of who stamps an occurrence is not.
    private const long ClockError = 50 * TimeSpan.TicksPerMillisecond;

    /// <summary>Whether an occurrence shows that the error is back: it happened afterwards, and in no release that is older than the one that mends it.</summary>
    /// <param name="timestamp">When it happened, UTC ticks, as it was told; null for just now.</param>
    /// <param name="release">Where; null when that is not known, which is no reason to keep silent.</param>
    /// <param name="seen">The releases, in the order they were seen.</param>
    /// <param name="steady">The steady clock, now.</param>
    /// <param name="utc">The wall clock, now.</param>
    public bool IsRefutedBy(long? timestamp, string? release, SeenReleases seen, long steady, long utc) =>
        !(timestamp is { } at && utc - at > steady - Steady + ClockError) && !IsTooOld(release, seen);

    /// <summary>Whether a release is older than the one that mends it.</summary>
    public bool IsTooOld(string? release, SeenReleases seen) => Release is { } mended && release is not null && ReleaseOrder.IsOlder(release, mended, seen);
}
