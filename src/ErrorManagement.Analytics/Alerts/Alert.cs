namespace ErrorManagement.Analytics;

/// <summary>One alert: an immutable snapshot.</summary>
public sealed record Alert
{
    /// <summary>What names this episode of the alert. Many different values, no private data.</summary>
    public required string Id { get; init; }

    /// <summary>The name of its rule, such as <c>high_error_rate</c>. Few different values.</summary>
    public required string Rule { get; init; }

    /// <summary>The name of the rule and the labels, sorted: alerts with the same one are the same alert.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How bad it is.</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary>Where it stands.</summary>
    public AlertState State { get; init; }

    /// <summary>What it is about, such as <c>component=payments</c>; empty for all. Names and values of few different values, no private data.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong, in one sentence on one line, in English.</summary>
    public required string Message { get; init; }

    /// <summary>The figure it is about, as it was last seen; null when there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The bound that the figure is over; null when there is none.</summary>
    public double? Threshold { get; init; }

    /// <summary>How many it stands for, at least 1: events; errors, patterns or whatever a rule counts, and of these the most that there were at a time in this episode (<see cref="Alerts.AlertFinding.Count"/>). A storm is one alert with a count.</summary>
    public long Count { get; init; } = 1;

    /// <summary>How often its condition was found to hold in this episode; 0 for an alert of events alone.</summary>
    public long Evaluations { get; init; }

    /// <summary>When its condition began to hold, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it began to fire, UTC; null while it is pending.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>When its condition last held, UTC.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>When its condition ceased to hold, UTC; null as long as it holds.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The records behind it, those with the most occurrences first; at most five.</summary>
    public IReadOnlyList<ErrorId> Records { get; init; } = [];

    /// <summary>The patterns behind it; empty for alerts about something else.</summary>
    public IReadOnlyList<DetectedPattern> Patterns { get; init; } = [];
}
