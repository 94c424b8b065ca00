namespace ErrorManagement.Analytics.Streams;

/// <summary>What an event <c>dropped</c> says: how many events this reader lost since the last one, and in all.</summary>
internal sealed record DroppedEventData(long Dropped, long TotalDropped, DateTimeOffset Timestamp);
