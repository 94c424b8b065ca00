using System.Text.Json;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>The body of a webhook that hands a report on.</summary>
internal sealed record WebhookReportBody
{
    /// <summary>As that of <see cref="WebhookNoticeBody"/>.</summary>
    public int Version { get; init; } = 1;

    public required string Event { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string ReportType { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Whether the report itself is left out, because it is too long or no JSON.</summary>
    public bool ReportOmitted { get; init; }

    public JsonElement? Report { get; init; }
}
