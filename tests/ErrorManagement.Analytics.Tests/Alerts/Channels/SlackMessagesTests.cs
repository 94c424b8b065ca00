using System.Text.Json;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class SlackMessagesTests
{
    [Fact] // S0.118
    public void A_notice_that_fires_has_its_form() => GoldenFile.CheckEverywhere("slack-firing.json", () => ChannelSamples.Indented(SlackMessages.Of(ChannelSamples.Notice())));

    [Fact] // S0.118
    public void A_notice_that_resolves_has_its_form() => GoldenFile.CheckEverywhere("slack-resolved.json", () => ChannelSamples.Indented(SlackMessages.Of(ChannelSamples.Resolved())));

    [Fact] // S0.118
    public void Hostile_text_has_its_form() => GoldenFile.CheckEverywhere("slack-hostile.json", () => ChannelSamples.Indented(SlackMessages.Of(ChannelSamples.Hostile())));

    [Fact] // S0.118
    public void A_report_has_its_form() => GoldenFile.CheckEverywhere("slack-report.json", () => ChannelSamples.Indented(SlackMessages.Of(ChannelSamples.Report())));

    [Fact] // S0.118
    public void Foreign_text_mentions_nobody_links_nowhere_and_formats_nothing()
    {
        var texts = Texts(SlackMessages.Of(ChannelSamples.Hostile()), out var types);
        foreach (var text in texts)
        {
            text.Should().NotContainAny("<", ">", "\r", "\0", "\u202E");
        }

        types.Should().NotContain("mrkdwn");
    }

    [Fact] // S0.118
    public void Every_text_stays_below_the_bounds_of_Slack()
    {
        var notice = ChannelSamples.Hostile();
        var much = new string('&', 10_000);
        notice = notice with
        {
            ApplicationName = much,
            Alert = notice.Alert with
            {
                Rule = much,
                Message = much,
                Count = long.MaxValue,
                Labels = Enumerable.Range(0, 100).ToDictionary(i => $"{i}{much}", _ => much),
                Records = [.. Enumerable.Range(0, 1_000).Select(i => new ErrorId(UInt128.MaxValue))],
                Patterns = [.. Enumerable.Repeat(notice.Alert.Patterns[0] with { SuggestedActions = [.. Enumerable.Range(0, 50).Select(i => $"{i}{much}")] }, 50)],
            },
        };
        foreach (var body in (byte[][])[SlackMessages.Of(notice), SlackMessages.Of(ChannelSamples.Report() with { Title = much, Summary = much, ReportType = much })])
        {
            using var json = JsonDocument.Parse(body);
            json.RootElement.GetProperty("text").GetString()!.Length.Should().BeInRange(1, 4_000);
            var blocks = json.RootElement.GetProperty("blocks").EnumerateArray().ToArray();
            blocks.Should().HaveCountLessThanOrEqualTo(50);
            foreach (var block in blocks)
            {
                if (block.TryGetProperty("text", out var text))
                {
                    text.GetProperty("text").GetString()!.Length.Should().BeInRange(1, block.GetProperty("type").GetString() == "header" ? 150 : 3_000);
                }

                if (block.TryGetProperty("fields", out var fields))
                {
                    fields.GetArrayLength().Should().BeInRange(1, 10);
                    fields.EnumerateArray().Should().OnlyContain(f => f.GetProperty("text").GetString()!.Length <= 2_000);
                }

                if (block.TryGetProperty("elements", out var elements))
                {
                    elements.GetArrayLength().Should().BeInRange(1, 10);
                    elements.EnumerateArray().Should().OnlyContain(f => f.GetProperty("text").GetString()!.Length <= 2_000);
                }
            }
        }
    }

    [Fact]
    public void Empty_texts_are_not_sent_empty()
    {
        var notice = ChannelSamples.Notice();
        notice = notice with { Alert = notice.Alert with { Message = " \n", Labels = new Dictionary<string, string>(), Patterns = [], Records = [] } };
        foreach (var body in (byte[][])[SlackMessages.Of(notice), SlackMessages.Of(ChannelSamples.Report() with { Summary = "", Title = "" })])
        {
            Texts(body, out _).Should().NotContain("");
        }
    }

    private static List<string> Texts(byte[] body, out HashSet<string> types)
    {
        var texts = new List<string>();
        var found = new HashSet<string>();
        using var json = JsonDocument.Parse(body);
        Walk(json.RootElement);
        types = found;
        return texts;

        void Walk(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        if (member.NameEquals("type"))
                        {
                            found.Add(member.Value.GetString()!);
                        }

                        Walk(member.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        Walk(item);
                    }

                    break;
                case JsonValueKind.String:
                    texts.Add(element.GetString()!);
                    break;
                default:
                    break;
            }
        }
    }
}
