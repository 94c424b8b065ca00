using System.Net;
using System.Net.Sockets;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Families.Observability;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class CheckedConnectorTests
{
    private const string Public = "93.184.216.34";

    [Theory] // S0.118
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("fe80::1")]
    public async Task A_name_that_stands_for_an_address_that_is_not_public_is_refused(string address)
    {
        var refused = await Refusal(new WebhookOptions(), address);
        refused.Should().Contain(address);
    }

    [Fact] // S0.118
    public async Task A_name_of_which_one_address_is_private_is_refused_wherever_that_one_stands()
    {
        (await Refusal(new WebhookOptions(), Public, "10.0.0.1")).Should().Be("10.0.0.1, a private address");
        (await Refusal(new WebhookOptions(), "10.0.0.1", Public)).Should().Be("10.0.0.1, a private address");
        (await Refusal(new WebhookOptions(), [.. Enumerable.Repeat(Public, 100), "10.0.0.1"])).Should().Be("10.0.0.1, a private address");
    }

    [Fact] // S0.118
    public async Task A_name_with_public_addresses_keeps_them_in_their_order()
    {
        var addresses = await Connector(new WebhookOptions(), Public, "8.8.8.8", "2606:2800:220:1::1").CheckedAsync("example.org", default);
        addresses.Select(a => a.ToString()).Should().Equal(Public, "8.8.8.8", "2606:2800:220:1::1");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    [InlineData("127.1")]
    public async Task An_address_in_any_spelling_is_judged_itself_and_not_looked_up(string host)
    {
        var connector = new CheckedConnector(new AddressRules(new WebhookOptions()), (_, _) => throw new InvalidOperationException("not to be looked up"));
        await ((Func<Task>)(() => connector.CheckedAsync(host, default))).Should().ThrowAsync<RefusedAddressException>();
    }

    [Fact]
    public async Task A_name_without_addresses_is_not_found() =>
        await ((Func<Task>)(() => Connector(new WebhookOptions()).CheckedAsync("example.org", default))).Should().ThrowAsync<SocketException>();

    [Fact] // S0.118
    public async Task A_refused_name_is_never_connected_to()
    {
        await using var server = ScriptedServer.Start();
        using var channel = Channel(server, _ => [IPAddress.Parse(Public), IPAddress.Loopback]);
        var failure = await Failure(channel);
        failure.Message.Should().Be($"Alert channel webhook failed: hook.example:{server.Port} stands for 127.0.0.1, an address of this machine; it was not called (1 try)");
        server.Connections.Should().Be(0);
    }

    [Fact] // S0.118
    public async Task The_name_localhost_is_looked_up_and_refused()
    {
        await using var server = ScriptedServer.Start();
        using var channel = new WebhookChannel(new WebhookOptions { Url = $"http://localhost:{server.Port}/", AllowHttp = true, AllowUnsigned = true });
        (await Failure(channel)).Message.Should().Contain("an address of this machine; it was not called");
        server.Connections.Should().Be(0);
    }

    [Fact] // S0.118
    public async Task A_name_that_changes_its_address_is_checked_at_each_connection_and_looked_up_once_for_it()
    {
        await using var server = ScriptedServer.Start(new ScriptedAnswer { Ending = ScriptedEnding.Complete, Headers = [KeyValuePair.Create("Connection", "close")] });
        var asked = 0;
        using var channel = Channel(server, _ => ++asked == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("127.0.0.2")], "127.0.0.1/32");
        await channel.SendAsync(ChannelSamples.Notice(), default);
        asked.Should().Be(1, "a second look-up could answer something else than what was checked");

        (await Failure(channel)).Message.Should().Contain("stands for 127.0.0.2");
        asked.Should().Be(2);
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task A_connection_is_used_again()
    {
        await using var server = ScriptedServer.Start();
        using var channel = Channel(server, _ => [IPAddress.Loopback], "127.0.0.1/32");
        for (var i = 0; i < 5; i++)
        {
            await channel.SendAsync(ChannelSamples.Notice(), default);
        }

        server.Connections.Should().Be(1);
    }

    private static WebhookChannel Channel(ScriptedServer server, Func<string, IPAddress[]> resolve, params string[] allowed) => new(
        new WebhookOptions { Url = $"http://hook.example:{server.Port}/", AllowHttp = true, AllowUnsigned = true, AllowedNetworks = [.. allowed], RetryDelay = TimeSpan.Zero },
        timeProvider: null,
        (host, _) => Task.FromResult(resolve(host)));

    private static CheckedConnector Connector(WebhookOptions options, params string[] addresses) =>
        new(new AddressRules(options), (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));

    private static async Task<string> Refusal(WebhookOptions options, params string[] addresses) =>
        (await ((Func<Task>)(() => Connector(options, addresses).CheckedAsync("example.org", default))).Should().ThrowAsync<RefusedAddressException>()).Which.Refusal;

    private static async Task<AlertChannelException> Failure(WebhookChannel channel) =>
        (await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<AlertChannelException>()).Which;
}
