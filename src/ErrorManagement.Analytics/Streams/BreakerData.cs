namespace ErrorManagement.Analytics.Streams;

/// <summary>A breaker in an event <c>performance</c>; null is what it does not count.</summary>
internal sealed record BreakerData(string Name, string State, string Mode, long? TotalCalls, long? FailedCalls, long? RejectedCalls, double? FailureRate);
