namespace ErrorManagement.Analytics.Alerts;

/// <summary>The body of a webhook that tells of an alert.</summary>
internal sealed record WebhookNoticeBody
{
    /// <summary>Raised when receivers must change; members that they may pass over do not raise it.</summary>
    public int Version { get; init; } = 1;

    public required string Event { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? Application { get; init; }

    public required WebhookAlert Alert { get; init; }
}
