namespace ErrorManagement.Analytics.Streams;

/// <summary>What an event <c>performance</c> says.</summary>
internal sealed record PerformanceEventData
{
    public required DateTimeOffset Timestamp { get; init; }

    public long TotalErrors { get; init; }

    public int UniqueErrors { get; init; }

    public double ErrorRatePerMinute { get; init; }

    public long CurrentRatePerMinute { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("recent_errors_1h")]
    public long RecentErrors1h { get; init; }

    public required IReadOnlyDictionary<string, long> ErrorsBySeverity { get; init; }

    public double? RecoverySuccessRate { get; init; }

    public double? AvgRecoveryTimeMs { get; init; }

    /// <summary>How many breakers there are, also where <see cref="Breakers"/> has not all.</summary>
    public int BreakerCount { get; init; }

    public required IReadOnlyList<BreakerData> Breakers { get; init; }
}
