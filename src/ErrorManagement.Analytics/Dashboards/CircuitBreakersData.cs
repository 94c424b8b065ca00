namespace ErrorManagement.Analytics.Dashboards;

/// <summary>Circuit breakers on the wire.</summary>
internal sealed record CircuitBreakersData
{
    public string Type { get; init; } = CircuitBreakersChart.ChartType;

    public required string Title { get; init; }

    public required int Count { get; init; }

    public required int Open { get; init; }

    public required int HalfOpen { get; init; }

    public required BreakerRow[] Data { get; init; }

    /// <summary>One breaker.</summary>
    internal sealed record BreakerRow
    {
        public required string Name { get; init; }

        public required string State { get; init; }

        public required string Mode { get; init; }

        public required DateTimeOffset StateSince { get; init; }

        public double? RetryAfterSeconds { get; init; }

        public required TransitionAt[] Transitions { get; init; }
    }

    /// <summary>One change of state.</summary>
    internal sealed record TransitionAt
    {
        public required long Timestamp { get; init; }

        public required DateTimeOffset Datetime { get; init; }

        public required string From { get; init; }

        public required string To { get; init; }

        public required string Mode { get; init; }

        public required string Reason { get; init; }

        public long? BreakDurationMs { get; init; }

        public required long FailureCount { get; init; }

        public required Cause[] Causes { get; init; }
    }

    /// <summary>What was behind it.</summary>
    internal sealed record Cause(string ErrorType, string? Code, int Count, string? RecordId);
}
