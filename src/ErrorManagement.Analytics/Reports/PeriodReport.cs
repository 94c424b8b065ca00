namespace ErrorManagement.Analytics;

/// <summary>What the reports of a day, a week and an incident have in common: an immutable snapshot.</summary>
public abstract record PeriodReport
{
    private protected PeriodReport()
    {
    }

    /// <summary>The name of the application; null for none.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Since when the registry counts, UTC, where that is later than the begin of the period: what was before is not known, though it reads 0. Null where all of the period was counted, or lies in the future.</summary>
    public DateTimeOffset? CountedSince { get; init; }

    /// <summary>The errors: occurrences, and calls that failed in consequence of them. Exact, those included whose records had to go.</summary>
    public long TotalErrors { get; init; }

    /// <summary>Of <see cref="TotalErrors"/>, the calls that failed in consequence of another error without reaching it: rejections by an open circuit breaker, retries that were exhausted. Null for a registry that does not tell.</summary>
    public long? Consequences { get; init; }

    /// <summary>The occurrences by severity; a severity without any is absent.</summary>
    public IReadOnlyDictionary<ErrorSeverity, long> SeverityBreakdown { get; init; } = new Dictionary<ErrorSeverity, long>();

    /// <summary>The records with the most occurrences, falling.</summary>
    public IReadOnlyList<ReportedError> TopErrors { get; init; } = [];

    /// <summary>How many of the records that are held were first seen in the period.</summary>
    public int NewErrors { get; init; }

    /// <summary>When there were more errors than usual, oldest first.</summary>
    public IReadOnlyList<DetectedAnomaly> Anomalies { get; init; } = [];

    /// <summary>The patterns that ran, oldest first.</summary>
    public IReadOnlyList<DetectedPattern> Patterns { get; init; } = [];

    /// <summary>The circuit breakers, those that changed their state first.</summary>
    public IReadOnlyList<ReportedCircuit> Circuits { get; init; } = [];
}
