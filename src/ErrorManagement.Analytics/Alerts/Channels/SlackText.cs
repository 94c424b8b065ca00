namespace ErrorManagement.Analytics.Alerts;

/// <summary>A text object of Slack's, always a plain one: plain text knows no mentions, links and formatting.</summary>
/// <param name="Text">The text, with what Slack wants escaped.</param>
internal sealed record SlackText(string Text)
{
    public string Type { get; init; } = "plain_text";

    /// <summary>Whether names between colons become pictures.</summary>
    public bool Emoji { get; init; }
}
