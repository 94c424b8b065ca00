namespace ErrorManagement.Analytics;

/// <summary>One episode of a pattern: an immutable snapshot.</summary>
public sealed record DetectedPattern
{
    /// <summary>Which pattern.</summary>
    public required PatternKind Kind { get; init; }

    /// <summary>What it is about: the error type for <see cref="PatternKind.HighFrequency"/>, the component for <see cref="PatternKind.ComponentFlood"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>The most occurrences seen in one window of the episode.</summary>
    public long Count { get; init; }

    /// <summary>The window the count is over. One minute.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>How sure the detector is, 0 to 1, inclusive.</summary>
    public double Confidence { get; init; }

    /// <summary>When the episode was first detected, UTC.</summary>
    public DateTimeOffset DetectedAt { get; init; }

    /// <summary>When the pattern last held, UTC.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether it still runs.</summary>
    public bool IsActive { get; init; }

    /// <summary>What to do about it, most useful first; never empty.</summary>
    public IReadOnlyList<string> SuggestedActions { get; init; } = [];
}
