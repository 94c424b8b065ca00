namespace ErrorManagement.Analytics.Records;

internal interface IPatternDetector
{
    IPatternTrack Track(string errorType, string component);

    IReadOnlyList<DetectedPattern> GetPatterns(DateTimeOffset now, TimeSpan window);

    void Clear();
}
