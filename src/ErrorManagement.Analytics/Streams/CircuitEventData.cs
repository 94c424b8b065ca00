namespace ErrorManagement.Analytics.Streams;

/// <summary>What an event <c>circuit</c> says.</summary>
internal sealed record CircuitEventData
{
    public required string Breaker { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required string Mode { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public long? BreakDurationMs { get; init; }

    public long FailureCount { get; init; }

    public required IReadOnlyList<CircuitCauseData> Causes { get; init; }
}
