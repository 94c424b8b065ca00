namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>One episode of a pattern.</summary>
internal sealed record PatternData
{
    public required string Type { get; init; }

    public required string Subject { get; init; }

    public required long Count { get; init; }

    public required double WindowSeconds { get; init; }

    public required DateTimeOffset DetectedAt { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required bool IsActive { get; init; }

    public required IReadOnlyList<string> SuggestedActions { get; init; }
}
