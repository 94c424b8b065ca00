namespace ErrorManagement.Analytics.Alerts;

/// <summary>One reason to alert: an immutable value.</summary>
public sealed record DecidedAlert
{
    /// <summary>What it is, by the names of <see cref="AlertRuleNames"/>: <c>high_error_rate</c>, <c>critical_errors</c> or <c>error_patterns</c>.</summary>
    public required string Type { get; init; }

    /// <summary>How bad it is.</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary>What is wrong, in one sentence on one line, in English.</summary>
    public required string Message { get; init; }

    /// <summary>The figure: errors a minute, or critical errors; null for patterns.</summary>
    public double? Value { get; init; }

    /// <summary>The patterns that run; empty for alerts about a figure.</summary>
    public IReadOnlyList<DetectedPattern> Patterns { get; init; } = [];
}
