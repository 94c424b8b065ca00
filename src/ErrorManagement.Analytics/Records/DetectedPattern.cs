namespace ErrorManagement.Analytics;

/// <summary>One episode of a pattern: an immutable snapshot.</summary>
public sealed record DetectedPattern
{
    /// <summary>Which pattern.</summary>
    public required PatternKind Kind { get; init; }

    /// <summary>What it is about: the error type for <see cref="PatternKind.HighFrequency"/> and <see cref="PatternKind.Recurring"/>, the component for <see cref="PatternKind.ComponentFlood"/>, the way through the layers for <see cref="PatternKind.LayerCascade"/>, such as <c>infrastructure→api</c>; <c>all</c> for the others. Few different values.</summary>
    public required string Subject { get; init; }

    /// <summary>The most occurrences seen in one window of the episode.</summary>
    public long Count { get; init; }

    /// <summary>The window the count is over. One minute.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>How sure the detector is, 0 to 1, inclusive.</summary>
    public double Confidence { get; init; }

    /// <summary>When the first of the errors behind it happened, UTC; null where that is not known.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>When the episode was first detected, UTC.</summary>
    public DateTimeOffset DetectedAt { get; init; }

    /// <summary>When the pattern last held, UTC.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether it still runs.</summary>
    public bool IsActive { get; init; }

    /// <summary>What names this episode as long as it is known, such as <c>burst:all:20261122T101500.000Z</c>: kind, subject, when it was detected. Many different values.</summary>
    public string Id { get; init; } = "";

    /// <summary>The layers of the errors behind it, deepest first as far as their order is known; empty when none is known.</summary>
    public IReadOnlyList<string> AffectedLayers { get; init; } = [];

    /// <summary>The records behind it, those with the most occurrences first; at most five. Empty when none is held.</summary>
    public IReadOnlyList<ErrorId> Records { get; init; } = [];

    /// <summary>What to do about it, most useful first; never empty.</summary>
    public IReadOnlyList<string> SuggestedActions { get; init; } = [];
}
