namespace ErrorManagement.Analytics.Reports;

/// <summary>Everything a report is written from, read once. Immutable.</summary>
internal sealed record ErrorReport
{
    public required DateTimeOffset GeneratedAt { get; init; }

    public required ErrorReportOptions Options { get; init; }

    /// <summary>The name in the title; null for none.</summary>
    public required string? ApplicationName { get; init; }

    public required RegistryStatistics Statistics { get; init; }

    public required HealthScore Health { get; init; }

    /// <summary>Critical occurrences inside the window.</summary>
    public required long CriticalErrors { get; init; }

    /// <summary>Patterns that run, those with the most occurrences first.</summary>
    public required IReadOnlyList<DetectedPattern> RunningPatterns { get; init; }

    /// <summary>Patterns that ended inside the window, newest first.</summary>
    public required IReadOnlyList<DetectedPattern> EndedPatterns { get; init; }

    /// <summary>The records that counted inside the window, those with the most errors first.</summary>
    public required IReadOnlyList<WindowedError> Errors { get; init; }

    /// <summary>Those of <see cref="Errors"/> that were first seen in the last hour, newest first.</summary>
    public required IReadOnlyList<WindowedError> NewErrors { get; init; }

    /// <summary>The minutes of the window, oldest first.</summary>
    public required IReadOnlyList<SeriesPoint> Timeline { get; init; }

    /// <summary>Breakers, those that are not closed first.</summary>
    public required IReadOnlyList<CircuitReport> Circuits { get; init; }

    /// <summary>Of <see cref="ErrorsInWindow"/>, the calls that failed in consequence of another error; null where that is not known.</summary>
    public required long? Consequences { get; init; }

    /// <summary>How long was counted, where that is less than the window; null where all of it was.</summary>
    public TimeSpan? CountedFor => Statistics.Uptime > TimeSpan.Zero && Statistics.Uptime < Options.Window ? Statistics.Uptime : null;

    /// <summary>Occurrences inside the window, and calls that failed in consequence of them.</summary>
    public long ErrorsInWindow => Timeline.Sum(static p => p.Count);

    /// <summary>Nothing was ever recorded.</summary>
    public bool IsEmpty => Statistics.TotalCount == 0 && Errors.Count == 0;

    public static bool IsClosed(CircuitReport circuit) => string.Equals(circuit.State?.Trim(), "closed", StringComparison.OrdinalIgnoreCase);
}
