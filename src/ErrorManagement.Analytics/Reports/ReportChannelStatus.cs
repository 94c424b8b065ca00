namespace ErrorManagement.Analytics;

/// <summary>How a channel for reports has done since the scheduler was made: an immutable snapshot.</summary>
public sealed record ReportChannelStatus
{
    /// <summary>The name of the channel.</summary>
    public required string Name { get; init; }

    /// <summary>Reports that were handed on.</summary>
    public long Sent { get; init; }

    /// <summary>Reports at which it threw.</summary>
    public long Failed { get; init; }

    /// <summary>Reports for which it took too long.</summary>
    public long TimedOut { get; init; }

    /// <summary>Reports that it was not given, because it still held an earlier one that had taken too long.</summary>
    public long Skipped { get; init; }

    /// <summary>Reports that were given up, because whoever asked for them gave up or the scheduler was stopped.</summary>
    public long Cancelled { get; init; }

    /// <summary>When it last handed one on, UTC; null for never.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>The type of what it threw last; null for nothing. Few different values, no private data.</summary>
    public string? LastFailure { get; init; }
}
