namespace ErrorManagement.Analytics.Streams;

/// <summary>What an event says that could not be built: that, and the type of what was thrown, whose message may be private.</summary>
internal sealed record FailedEventData(string FailedEvent, string ErrorType, DateTimeOffset Timestamp);
