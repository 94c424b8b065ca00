namespace ErrorManagement.Analytics.Alerts;

/// <summary>An alert on the wire.</summary>
internal sealed record WebhookAlert
{
    public required string Id { get; init; }

    public required string Rule { get; init; }

    public required string Fingerprint { get; init; }

    public required string Severity { get; init; }

    public required string State { get; init; }

    public required SortedDictionary<string, string> Labels { get; init; }

    public required string Message { get; init; }

    public double? Value { get; init; }

    public double? Threshold { get; init; }

    public long Count { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FiredAt { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public required IReadOnlyList<string> Records { get; init; }

    public required IReadOnlyList<WebhookPattern> Patterns { get; init; }
}
