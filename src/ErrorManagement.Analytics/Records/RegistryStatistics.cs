namespace ErrorManagement.Analytics;

/// <summary>The registry in figures: an immutable snapshot.</summary>
public sealed record RegistryStatistics
{
    /// <summary>When it was read, UTC, by the registry's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Occurrences since the start or the last clear. Exact.</summary>
    public long TotalCount { get; init; }

    /// <summary>Records held now.</summary>
    public int UniqueErrors { get; init; }

    /// <summary>Records that had to give their place to others, since the start or the last clear.</summary>
    public long EvictedRecords { get; init; }

    /// <summary>Occurrences of those records. They are part of <see cref="TotalCount"/> and of no record that is held.</summary>
    public long EvictedCount { get; init; }

    /// <summary>What the records held now and the errors that wait for their names take in memory, in bytes, by estimate.</summary>
    public long EstimatedBytes { get; init; }

    /// <summary>Time since the start or the last clear.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>Occurrences of the last hour divided by the minutes observed: the uptime, at least 1 and at most 60 minutes.</summary>
    public double ErrorRatePerMinute { get; init; }

    /// <summary>Occurrences of the last 60 seconds.</summary>
    public long CurrentRatePerMinute { get; init; }

    /// <summary>Occurrences of the last hour: of this minute and the 59 before it; all of them while the registry is younger than an hour. Minutes are those of the clock as it was at the start.</summary>
    public long RecentErrors1h { get; init; }

    /// <summary>The five types with the most occurrences, falling.</summary>
    public IReadOnlyList<NamedCount> TopErrorTypes { get; init; } = [];

    /// <summary>The five components with the most occurrences, falling.</summary>
    public IReadOnlyList<NamedCount> TopComponents { get; init; } = [];

    /// <summary>Occurrences by severity; a severity without any is absent.</summary>
    public IReadOnlyDictionary<ErrorSeverity, long> SeverityBreakdown { get; init; } = new Dictionary<ErrorSeverity, long>();

    /// <summary>Records held now by where they stand in their lives; a status without any is absent.</summary>
    public IReadOnlyDictionary<ErrorStatus, int> StatusBreakdown { get; init; } = new Dictionary<ErrorStatus, int>();

    /// <summary>Pattern episodes that run now.</summary>
    public int PatternsDetected { get; init; }

    /// <summary>The caller's own cancellations that were recorded; they are no errors and in no other figure.</summary>
    public long CallerCancellations { get; init; }

    /// <summary>What was captured and where it went; the sum always balances.</summary>
    public LossLedger Ledger { get; init; } = new();
}
