namespace ErrorManagement.Analytics.Alerts;

/// <summary>What an incoming webhook of Slack's takes.</summary>
internal sealed record SlackMessage
{
    /// <summary>What notifications show, and readers that know no blocks.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the text is formatted.</summary>
    public bool Mrkdwn { get; init; }

    public bool UnfurlLinks { get; init; }

    public bool UnfurlMedia { get; init; }

    public required IReadOnlyList<SlackBlock> Blocks { get; init; }
}
