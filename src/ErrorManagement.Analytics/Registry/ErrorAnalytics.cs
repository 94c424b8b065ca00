using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics;

/// <summary>What errors there are, and how often recovering from them succeeds: an immutable snapshot.</summary>
/// <remarks>Totals are exact. By type, component and message, it has the records that are held; <see cref="UnassignedErrors"/> says how much is missing there, so that the sums agree.</remarks>
public sealed record ErrorAnalytics
{
    private const int MostMessages = 10;

    /// <summary>Occurrences since the start or the last clear. Exact. <c>total_errors</c></summary>
    public long TotalErrors { get; init; }

    /// <summary>Occurrences by type, falling; with equal numbers in the order of names. <c>errors_by_type</c></summary>
    public IReadOnlyList<NamedCount> ErrorsByType { get; init; } = [];

    /// <summary>Occurrences by component, falling; with equal numbers in the order of names. <c>errors_by_component</c></summary>
    public IReadOnlyList<NamedCount> ErrorsByComponent { get; init; } = [];

    /// <summary>Occurrences by severity, exact; a severity without any is absent. <c>errors_by_severity</c></summary>
    public IReadOnlyDictionary<ErrorSeverity, long> ErrorsBySeverity { get; init; } = new Dictionary<ErrorSeverity, long>();

    /// <summary>Occurrences of no record that is held: their records had to give their place to others, or there was no place for them. <see cref="TotalErrors"/> is this and the sum by type, or by component.</summary>
    public long UnassignedErrors { get; init; }

    /// <summary>Occurrences of the last 60 seconds. <c>current_rate_per_minute</c></summary>
    public long CurrentRatePerMinute { get; init; }

    /// <summary>The ten groups of messages with the most occurrences, falling. <c>top_error_patterns</c></summary>
    public IReadOnlyList<MessageGroup> TopMessages { get; init; } = [];

    /// <summary>The attempts to recover that the figures below are of: those that the manager keeps, the last 100 unless its options say otherwise. 0 where there is no manager.</summary>
    public int RecoveryAttempts { get; init; }

    /// <summary>The share of attempts to recover that succeeded, 0 to 1; null when there was none. <c>recovery_success_rate</c></summary>
    public double? RecoverySuccessRate { get; init; }

    /// <summary>How long an attempt took on average, in milliseconds; null when there was none. <c>avg_recovery_time_ms</c></summary>
    public double? AverageRecoveryTimeMs { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="recovery">The recovery manager; null where there is none.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    public static ErrorAnalytics Of(IErrorRegistry registry, RecoveryManager? recovery = null)
    {
        ArgumentNullException.ThrowIfNull(registry);

        // Records first: what happens in between is unassigned rather than counted twice.
        var records = registry.GetErrors();
        var statistics = registry.GetStatistics();
        var attempts = recovery?.GetSummary();
        var held = records.Sum(static record => record.Count);
        var hadAttempts = attempts is { TotalAttempts: > 0 };
        return new ErrorAnalytics
        {
            TotalErrors = statistics.TotalCount,
            ErrorsByType = Falling(records, static record => record.ErrorType),
            ErrorsByComponent = Falling(records, static record => record.Component),
            ErrorsBySeverity = statistics.SeverityBreakdown,
            UnassignedErrors = Math.Max(0, statistics.TotalCount - held),
            CurrentRatePerMinute = statistics.CurrentRatePerMinute,
            TopMessages = MessageGroup.Of(records, MostMessages),
            RecoveryAttempts = attempts?.TotalAttempts ?? 0,
            RecoverySuccessRate = hadAttempts ? attempts!.SuccessRate : null,
            AverageRecoveryTimeMs = hadAttempts ? attempts!.AverageDurationMs : null,
        };
    }

    private static IReadOnlyList<NamedCount> Falling(IReadOnlyList<ErrorRecord> records, Func<ErrorRecord, string> name) =>
    [
        .. records.GroupBy(name, static record => record.Count, StringComparer.Ordinal)
            .Select(static group => new NamedCount(group.Key, group.Sum()))
            .OrderByDescending(static entry => entry.Count)
            .ThenBy(static entry => entry.Name, StringComparer.Ordinal),
    ];
}
