namespace ErrorManagement.Analytics.Alerts;

/// <summary>A pattern on the wire.</summary>
internal sealed record WebhookPattern
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Subject { get; init; }

    public long Count { get; init; }

    public double WindowSeconds { get; init; }

    public double Confidence { get; init; }

    public DateTimeOffset DetectedAt { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    public required IReadOnlyList<string> SuggestedActions { get; init; }
}
