using System.Text.Json;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Makes messages for Slack. Pure. Every text is plain, escaped and below Slack's bounds: 150 characters for a header, 3,000 for a section, 2,000 for a field, 10 fields.</summary>
internal static class SlackMessages
{
    private const int MaxText = 1_000;
    private const int MaxHeader = 150;
    private const int MaxSection = 2_900;
    private const int MaxField = 300;
    private const int MaxName = 80;
    private const int MaxApplication = 40;
    private const int MaxAction = 400;
    private const int MostFields = 10;

    public static byte[] Of(AlertNotice notice)
    {
        var alert = notice.Alert;
        var application = string.IsNullOrWhiteSpace(notice.ApplicationName) ? "" : $" in {ChannelText.Slack(notice.ApplicationName, MaxApplication)}"; // of ten services that tell one channel
        var lead = $"{AlertWords.SignOf(alert)} {AlertWords.StateOf(alert)} {alert.Severity.ToWireName()}{application}: {ChannelText.Slack(alert.Rule, MaxName)}";
        var blocks = new List<SlackBlock>
        {
            Header(lead),
            Section(ChannelText.Slack(alert.Message, MaxSection)),
            new("section") { Fields = [.. AlertWords.Facts(notice).Take(MostFields).Select(static fact => new SlackText($"{ChannelText.Slack(fact.Name, MaxName)}: {ChannelText.Slack(fact.Value, MaxField)}"))] },
        };
        if (AlertWords.Actions(alert) is { Count: > 0 } actions)
        {
            blocks.Add(Section("What to do:\n" + string.Join('\n', actions.Select(static action => "• " + ChannelText.Slack(action, MaxAction)))));
        }

        blocks.Add(Context($"{AlertWords.Instant(notice.At)} · {ChannelText.Slack(MessageIds.Of(notice), MaxField)}{(alert.Records.Count == 0 ? "" : $" · records {AlertWords.Records(alert)}")}"));
        return Write($"{lead}: {ChannelText.Slack(alert.Message, MaxText)}{CountOf(alert)}", blocks);
    }

    public static byte[] Of(ReportDocument document)
    {
        var title = ChannelText.Slack(document.Title, MaxHeader - 4);
        var summary = ChannelText.Slack(document.Summary, MaxSection);
        return Write(
            $"📊 {title}: {ChannelText.Slack(document.Summary, MaxText)}",
            [Header($"📊 {title}"), Section(summary), Context($"{AlertWords.Instant(document.GeneratedAt)} · {ChannelText.Slack(document.ReportType, MaxName)}")]);
    }

    // What a rule counts are errors rather than times.
    private static string CountOf(Alert alert) => alert.Count <= 1 ? ""
        : alert.Evaluations > 0 ? $" (count {ReportFigures.Count(alert.Count)})"
        : $" ({ReportFigures.Count(alert.Count)} times)";

    private static byte[] Write(string text, IReadOnlyList<SlackBlock> blocks) =>
        JsonSerializer.SerializeToUtf8Bytes(new SlackMessage { Text = text, Blocks = blocks }, SlackJson.Default.SlackMessage);

    private static SlackBlock Header(string text) => new("header") { Text = Filled(text) };

    private static SlackBlock Section(string text) => new("section") { Text = Filled(text) };

    private static SlackBlock Context(string text) => new("context") { Elements = [Filled(text)] };

    // Slack takes no text that is empty.
    private static SlackText Filled(string text) => new(text.Length == 0 ? "–" : text);
}
