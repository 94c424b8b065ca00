namespace ErrorManagement.Analytics.Records;

internal interface IPatternTrack
{
    void Observe(DateTimeOffset now);
}
