namespace ErrorManagement.Analytics.Streams;

/// <summary>What an event <c>heartbeat</c> says.</summary>
internal sealed record HeartbeatEventData(DateTimeOffset Timestamp);
