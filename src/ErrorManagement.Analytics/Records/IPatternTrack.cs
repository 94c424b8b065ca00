namespace ErrorManagement.Analytics.Records;

/// <summary>The place where a detector takes note of one occurrence. On the path of every error: quick, without locks or allocation.</summary>
internal interface IPatternTrack
{
    /// <summary>One occurrence.</summary>
    /// <param name="now">When, on the steady clock.</param>
    /// <param name="layer">The layer that it happened in; null when that is not known.</param>
    void Observe(DateTimeOffset now, string? layer = null);
}
