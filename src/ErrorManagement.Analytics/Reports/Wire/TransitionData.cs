namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>One change of a circuit breaker's state.</summary>
internal sealed record TransitionData(DateTimeOffset Timestamp, string From, string To, string Reason, IReadOnlyList<string> Causes);
