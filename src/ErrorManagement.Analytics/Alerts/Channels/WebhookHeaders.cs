namespace ErrorManagement.Analytics.Alerts;

/// <summary>The headers that a webhook adds.</summary>
internal static class WebhookHeaders
{
    public const string Prefix = "X-ErrorManagement-";
    public const string Signature = WebhookSignature.HeaderName;
    public const string Id = Prefix + "Id";
    public const string Event = Prefix + "Event";
}
