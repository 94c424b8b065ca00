namespace ErrorManagement.Analytics.Alerts;

/// <summary>What a rule finds: that its condition holds, for all or for what the labels name.</summary>
public sealed record AlertFinding
{
    /// <summary>What is wrong, in one sentence on one line. Control characters are shown by their numbers; at most 1,000 characters are kept.</summary>
    public required string Message { get; init; }

    /// <summary>What it is about, such as <c>component=payments</c>: findings with the same labels are the same alert. Empty for all. At most 16, names of at most 60 and values of at most 200 characters; few different values, no private data.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How bad it is; null for the rule's own severity.</summary>
    public ErrorSeverity? Severity { get; init; }

    /// <summary>The figure it is about; null when there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The bound that the figure is over; null when there is none.</summary>
    public double? Threshold { get; init; }

    /// <summary>How many it stands for, such as the errors behind a rate; null where there is nothing to count, and less than 1 reads so, too.</summary>
    public long? Count { get; init; }

    /// <summary>The records behind it, those with the most occurrences first; the first five are kept.</summary>
    public IReadOnlyList<ErrorId> Records { get; init; } = [];

    /// <summary>The patterns behind it; empty for alerts about something else.</summary>
    public IReadOnlyList<DetectedPattern> Patterns { get; init; } = [];
}
