namespace ErrorManagement.Analytics;

/// <summary>One episode of a pattern: an immutable snapshot.</summary>
public sealed record DetectedPattern
{
    /// <summary>Which pattern.</summary>
    public required PatternKind Kind { get; init; }

    /// <summary>What it is about: the error type for <see cref="PatternKind.HighFrequency"/> and <see cref="PatternKind.Recurring"/>, the component for <see cref="PatternKind.ComponentFlood"/>, the way through the layers for <see cref="PatternKind.LayerCascade"/>, such as <c>infrastructure→api</c>; <c>all</c> for the others. Few different values.</summary>
    public required string Subject { get; init; }

    /// <summary>The most occurrences seen in one window of the episode; for <see cref="PatternKind.Recurring"/> among the last ten errors, for <see cref="PatternKind.LayerCascade"/> in one climb.</summary>
    public long Count { get; init; }

    /// <summary>The window the count is over; for <see cref="PatternKind.Recurring"/> how long it runs on after its type was last seen. One minute or, for recurring, cascade and degradation, five.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>How sure the detector is, 0 to 1, inclusive.</summary>
    public double Confidence { get; init; }

    /// <summary>When the first of the errors behind it happened, UTC; null where that is not known: a <see cref="LayeredErrorContext"/> knows it, a registry does not.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>When the episode was first detected, UTC: the occurrence at which the pattern began to hold.</summary>
    public DateTimeOffset DetectedAt { get; init; }

    /// <summary>When the pattern last held, UTC; for <see cref="PatternKind.Recurring"/> when its type was last seen.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether it still runs.</summary>
    public bool IsActive { get; init; }

    /// <summary>What names this episode as long as it is known, such as <c>burst:all:20261122T101500.000Z</c>: kind, subject as it was then, when it was detected. Many different values.</summary>
    public string Id { get; init; } = "";

    /// <summary>The layers of the errors behind it, deepest first as far as their order is known, at most 32; empty when none is known. For a type or a component those in which its records happened last.</summary>
    public IReadOnlyList<string> AffectedLayers { get; init; } = [];

    /// <summary>The records behind it that are held, those with the most occurrences first; at most five. Of its type, its component, its layers or, for the others, all: seen since the window in which it was detected began, first seen before it last held.</summary>
    public IReadOnlyList<ErrorId> Records { get; init; } = [];

    /// <summary>What to do about it, most useful first; three.</summary>
    public IReadOnlyList<string> SuggestedActions { get; init; } = [];
}
