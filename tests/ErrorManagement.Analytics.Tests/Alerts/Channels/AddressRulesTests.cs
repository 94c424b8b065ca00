using System.Net;
using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class AddressRulesTests
{
    [Theory] // S0.118
    [InlineData("93.184.216.34", null)]
    [InlineData("10.0.0.1", "10.0.0.1, a private address")]
    [InlineData("127.0.0.1", "127.0.0.1, an address of this machine")]
    [InlineData("169.254.169.254", "169.254.169.254, the address of a cloud's metadata service")]
    [InlineData("169.254.0.9", "169.254.0.9, a link-local address")]
    [InlineData("100.64.0.1", "100.64.0.1, an address of a shared network")]
    [InlineData("224.0.0.1", "224.0.0.1, a multicast address")]
    [InlineData("0.0.0.0", "0.0.0.0, an address that is reserved")]
    [InlineData("fe80::1%3", "fe80::1, a link-local address")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1, a private address")]
    public void Only_public_addresses_may_be_called(string address, string? refusal) => Rules().Refusal(IPAddress.Parse(address)).Should().Be(refusal);

    [Theory] // S0.118
    [InlineData("10.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("fd12::1", true)]
    [InlineData("64:ff9b::192.168.0.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("169.254.7.7", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    public void Private_addresses_may_be_allowed_and_what_hands_out_credentials_is_not_among_them(string address, bool isAllowed) =>
        (Rules(o => o.AllowPrivateAddresses = true).Refusal(IPAddress.Parse(address)) is null).Should().Be(isAllowed);

    [Theory] // S0.118
    [InlineData("10.20.0.0/16", "10.20.255.255", true)]
    [InlineData("10.20.0.0/16", "10.21.0.0", false)]
    [InlineData("10.20.0.0/16", "::ffff:10.20.0.1", true)]
    [InlineData("10.20.0.0/16", "64:ff9b::10.20.0.1", true)]
    [InlineData("::ffff:10.20.0.0/112", "10.20.0.1", true)]
    [InlineData("::ffff:10.20.0.0/112", "10.21.0.1", false)]
    [InlineData("169.254.169.254/32", "169.254.169.254", true)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    [InlineData("fd12:3456::/32", "fd12:3456::9", true)]
    [InlineData("fd12:3456::/32", "fd12:3457::9", false)]
    public void A_network_may_be_allowed_and_nothing_beside_it(string network, string address, bool isAllowed) =>
        (Rules(o => o.AllowedNetworks.Add(network)).Refusal(IPAddress.Parse(address)) is null).Should().Be(isAllowed);

    private static AddressRules Rules(Action<WebhookOptions>? configure = null)
    {
        var options = new WebhookOptions();
        configure?.Invoke(options);
        return new AddressRules(options);
    }
}
