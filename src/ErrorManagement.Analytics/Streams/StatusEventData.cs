namespace ErrorManagement.Analytics.Streams;

/// <summary>What an event <c>status</c> says.</summary>
internal sealed record StatusEventData
{
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>10 to 100; null where nobody computes it.</summary>
    public double? HealthScore { get; init; }

    public double UptimeSeconds { get; init; }

    public long TotalErrors { get; init; }

    public int UniqueErrors { get; init; }

    public int RunningPatterns { get; init; }

    public int OpenBreakers { get; init; }

    public int HalfOpenBreakers { get; init; }
}
