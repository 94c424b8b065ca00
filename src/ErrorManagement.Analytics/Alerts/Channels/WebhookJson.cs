using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>How bodies of webhooks are written; generated, so that it works ahead of time. What HTML could take for markup, and all that is not ASCII, is escaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(WebhookNoticeBody))]
[JsonSerializable(typeof(WebhookReportBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
