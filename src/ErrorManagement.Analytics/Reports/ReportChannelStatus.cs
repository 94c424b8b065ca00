namespace ErrorManagement.Analytics;

/// <summary>How a channel for reports has done since the scheduler was made: an immutable snapshot.</summary>
public sealed record ReportChannelStatus
{
    /// <summary>The name of the channel.</summary>
    public required string Name { get; init; }

    /// <summary>Reports that were handed on.</summary>
    public long Sent { get; init; }

    /// <summary>Tries at which it threw. A report that is tried three times in vain counts three.</summary>
    public long Failed { get; init; }

    /// <summary>Tries for which it took too long.</summary>
    public long TimedOut { get; init; }

    /// <summary>Tries at which it was not given a report, because it still held an earlier one that had taken too long.</summary>
    public long Skipped { get; init; }

    /// <summary>Reports that were given up, because whoever asked for them gave up or the scheduler was stopped.</summary>
    public long Cancelled { get; init; }

    /// <summary>Reports that it did not hand on and that wait for a later try.</summary>
    public int Waiting { get; init; }

    /// <summary>Reports of the schedule that failed in every try.</summary>
    public long GivenUp { get; init; }

    /// <summary>Reports in whose place a newer one came while they waited for a later try.</summary>
    public long Replaced { get; init; }

    /// <summary>When it last handed one on, UTC; null for never.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>The type of what it threw last; null for nothing. Few different values, no private data.</summary>
    public string? LastFailure { get; init; }
}
