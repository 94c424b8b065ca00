using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>How messages to Slack are written; generated, so that it works ahead of time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(SlackMessage))]
internal sealed partial class SlackJson : JsonSerializerContext;
