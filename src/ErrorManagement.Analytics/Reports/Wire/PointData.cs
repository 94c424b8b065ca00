namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A bucket of time: when it begins, in Unix seconds and in words, and how many errors it had.</summary>
internal sealed record PointData(long Timestamp, DateTimeOffset Datetime, long Count);
