using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Families.Observability;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class SlackChannelTests
{
    private const string Path = "services/T000/B000/T0P5ECRET";

    [Fact] // S0.118
    public async Task A_notice_and_a_report_are_a_message_each()
    {
        await using var server = ScriptedServer.Start();
        server.KeepsRequests = true;
        using var channel = new SlackChannel(Options(server));
        await channel.SendAsync(ChannelSamples.Notice(), default);
        await channel.SendAsync(ChannelSamples.Report(), default);
        server.Kept.Select(r => r.FirstLine).Should().OnlyContain(l => l == $"POST /{Path} HTTP/1.1").And.HaveCount(2);
        server.Kept[0].Body.Should().Equal(SlackMessages.Of(ChannelSamples.Notice()));
        server.Kept[1].Body.Should().Equal(SlackMessages.Of(ChannelSamples.Report()));
    }

    [Theory] // S0.118
    [InlineData("channel_is_archived", "answered 410 (channel_is_archived) (1 try)")]
    [InlineData("no hook T0P5ECRET", "answered 410 (1 try)")]
    [InlineData("", "answered 410 (1 try)")]
    public async Task The_word_that_says_why_is_passed_on_and_nothing_else(string body, string message)
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(410) with { Body = body });
        using var channel = new SlackChannel(Options(server));
        var failure = (await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<AlertChannelException>()).Which;
        failure.Message.Should().Be($"Alert channel slack failed: 127.0.0.1:{server.Port} {message}");
        failure.ToString().Should().NotContain("T0P5ECRET");
    }

    [Fact]
    public async Task An_answer_without_end_is_read_for_a_few_bytes_only()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(400) with { Body = new string('x', 20_000_000) });
        using var channel = new SlackChannel(Options(server));
        await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<AlertChannelException>().WithMessage("*answered 400 (1 try)");
    }

    [Fact]
    public async Task Settings_can_change()
    {
        await using var first = ScriptedServer.Start();
        await using var second = ScriptedServer.Start();
        using var channel = new SlackChannel(Options(first));
        channel.Update(Options(second));
        await channel.SendAsync(ChannelSamples.Notice(), default);
        (first.Requests, second.Requests).Should().Be((0, 1));
    }

    private static SlackOptions Options(ScriptedServer server) => new()
    {
        Url = new Uri(server.Address, Path).ToString(),
        AllowHttp = true,
        AllowPrivateAddresses = true,
        RetryDelay = TimeSpan.Zero,
    };
}
