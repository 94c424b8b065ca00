namespace ErrorManagement.Analytics.Alerts;

/// <summary>Whom alerts and reports are told. Copied by those who read it.</summary>
/// <remarks>Channels in code come on top: <c>AddAlertChannel</c>, <c>AddReportChannel</c> and <c>AddEmail</c> of the builder. Not safe for changes from several threads.</remarks>
public sealed class AlertChannelOptions
{
    /// <summary>Whether alerts are written to the host's log, category <see cref="LoggerAlertChannel.Category"/>. Default true.</summary>
    public bool Log { get; set; } = true;

    /// <summary>Webhooks, each with a name of its own. Default empty; not null; at most 20, inclusive.</summary>
    public IList<WebhookOptions> Webhooks { get; set; } = [];

    /// <summary>Channels of Slack, or of what takes its form, each with a name of its own. Default empty; not null; at most 20, inclusive.</summary>
    public IList<SlackOptions> Slack { get; set; } = [];

    /// <summary>What e-mail of the function that <c>AddEmail</c> was given says; without such a function it has no effect. Default: its own defaults, with their own bounds; not null.</summary>
    public EmailOptions Email { get; set; } = new();
}
