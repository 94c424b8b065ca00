using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>A block of Slack's: <c>header</c>, <c>section</c> or <c>context</c>. What is null is left out.</summary>
internal sealed record SlackBlock(string Type)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SlackText? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SlackText>? Fields { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SlackText>? Elements { get; init; }
}
