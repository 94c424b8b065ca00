namespace ErrorManagement.Analytics;

/// <summary>How a layer does: an immutable snapshot, all of one moment.</summary>
public sealed record LayerStatus
{
    /// <summary>The layer; <c>(other)</c> for all that came when a hundred without settings were known already. Few different values.</summary>
    public required string Layer { get; init; }

    /// <summary>Whether it has settings. One that has none is counted, has no score and no recovery, and always escalates.</summary>
    public bool IsKnown { get; init; }

    /// <summary>How many errors it had.</summary>
    public long ErrorCount { get; init; }

    /// <summary>The sum of the weights of its errors.</summary>
    public double SeverityScore { get; init; }

    /// <summary>The highest severity it has seen once it has as many errors as its threshold; Info, which is low, before. Error is high, Warning is medium.</summary>
    public ErrorSeverity EscalationLevel { get; init; }

    /// <summary>Whether somebody else has to take over.</summary>
    public bool ShouldEscalate { get; init; }

    /// <summary>How many errors it had in the last 60 seconds; 10,001 stands for that many or more.</summary>
    public int ErrorsPerMinute { get; init; }

    /// <summary>Whether these are more than its limit: it escalates, and automatic recovery is skipped.</summary>
    public bool IsOverLimit { get; init; }

    /// <summary>Its last error; null when it had none.</summary>
    public LayerError? LastError { get; init; }

    /// <summary>What was said beside its errors, the later in the place of the earlier: simple values without secrets, at most 50 names. May hold private data.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = new Dictionary<string, object?>();

    /// <summary>How many recovery actions were tried; those that were not attempted do not count.</summary>
    public long RecoveryAttempts { get; init; }

    /// <summary>How many of them succeeded; a partial recovery is none.</summary>
    public long SuccessfulRecoveries { get; init; }

    /// <summary>How many recoveries were not begun because the layer was over its limit of errors, or had as many under way as it may.</summary>
    public long SkippedRecoveries { get; init; }

    /// <summary>How many recoveries are under way.</summary>
    public int RunningRecoveries { get; init; }
}
