using System.Text;
using System.Text.Json;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class WebhookBodiesTests
{
    [Fact] // S0.118
    public void A_notice_that_fires_has_its_form() => GoldenFile.CheckEverywhere("webhook-firing.json", () => ChannelSamples.Indented(WebhookBodies.Of(ChannelSamples.Notice())));

    [Fact] // S0.118
    public void A_notice_that_resolves_has_its_form() => GoldenFile.CheckEverywhere("webhook-resolved.json", () => ChannelSamples.Indented(WebhookBodies.Of(ChannelSamples.Resolved())));

    [Fact] // S0.118
    public void A_report_has_its_form() => GoldenFile.CheckEverywhere("webhook-report.json", () => ChannelSamples.Indented(WebhookBodies.Of(ChannelSamples.Report(), 1_000)));

    [Fact]
    public void Foreign_text_arrives_as_it_was_but_for_what_no_JSON_can_hold()
    {
        var body = WebhookBodies.Of(ChannelSamples.Hostile());
        body.Should().OnlyContain(b => b >= 0x20 && b < 0x7F, "it is plain ASCII");
        body.Length.Should().BeLessThan(200_000);
        using var json = JsonDocument.Parse(body);
        var alert = json.RootElement.GetProperty("alert");
        alert.GetProperty("rule").GetString().Should().Be(ChannelSamples.Nasty.Replace("\ud800", "\ufffd", StringComparison.Ordinal));
        alert.GetProperty("message").GetString().Should().HaveLength(4_000);
        alert.GetProperty("value").ValueKind.Should().Be(JsonValueKind.Null);
        alert.GetProperty("threshold").ValueKind.Should().Be(JsonValueKind.Null);
        json.RootElement.GetProperty("created_at").GetString().Should().Be("2030-01-01T12:00:00+00:00");
        json.RootElement.GetProperty("id").GetString().Should().MatchRegex("^[0-9a-f]{32}$", "a header must hold it too");
    }

    [Fact]
    public void A_notice_of_any_size_makes_a_body_of_a_bounded_one()
    {
        var notice = ChannelSamples.Hostile();
        var much = new string('\u0001', 10_000);
        notice = notice with
        {
            Alert = notice.Alert with
            {
                Labels = Enumerable.Range(0, 10_000).ToDictionary(i => $"{i}{much}", _ => much),
                Records = [.. Enumerable.Range(1, 10_000).Select(i => new ErrorId((UInt128)i))],
                Patterns = [.. Enumerable.Repeat(notice.Alert.Patterns[0] with { SuggestedActions = [.. Enumerable.Repeat(much, 100)] }, 100)],
            },
        };
        WebhookBodies.Of(notice).Length.Should().BeLessThan(2_000_000);
    }

    [Fact]
    public void A_report_that_is_too_long_goes_as_title_and_summary()
    {
        var report = ChannelSamples.Report();
        var size = Encoding.UTF8.GetByteCount(report.Json);
        Read(WebhookBodies.Of(report, size)).GetProperty("report").GetProperty("total_errors").GetInt32().Should().Be(17);
        var cut = Read(WebhookBodies.Of(report, size - 1));
        cut.GetProperty("report").ValueKind.Should().Be(JsonValueKind.Null);
        cut.GetProperty("report_omitted").GetBoolean().Should().BeTrue();
        cut.GetProperty("summary").GetString().Should().Be(report.Summary);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"a\":1}, \"id\":2")]
    public void A_report_that_is_no_JSON_cannot_break_the_body(string json)
    {
        var body = Read(WebhookBodies.Of(ChannelSamples.Report(json), 1_000));
        body.GetProperty("report_omitted").GetBoolean().Should().BeTrue();
        body.GetProperty("title").GetString().Should().Be("Errors of 2030-01-01");
    }

    private static JsonElement Read(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
