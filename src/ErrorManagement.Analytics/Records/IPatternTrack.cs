namespace ErrorManagement.Analytics.Records;

/// <summary>The place where a detector takes note of one occurrence. On the path of every error: quick, without locks or allocation.</summary>
internal interface IPatternTrack
{
    /// <summary>One occurrence.</summary>
    void Observe(DateTimeOffset now);
}
