using System.Net;
using System.Net.Sockets;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Which addresses a channel may call. Pure; made from options, then fixed.</summary>
internal sealed class AddressRules
{
    private readonly IPNetwork[] _allowed;
    private readonly bool _allowPrivate;

    public AddressRules(HttpChannelOptions options)
    {
        _allowPrivate = options.AllowPrivateAddresses;
        _allowed = [.. options.AllowedNetworks.Select(static text => TryParseNetwork(text, out var network) ? network : (IPNetwork?)null).OfType<IPNetwork>()];
    }

    /// <summary>Reads a network such as <c>10.0.0.0/8</c>; one that spells IPv4 in IPv6 is the network of IPv4 that it means.</summary>
    public static bool TryParseNetwork(string? text, out IPNetwork network)
    {
        if (!IPNetwork.TryParse(text, out network) || !IPAddress.TryParse(text.AsSpan(0, text!.IndexOf('/', StringComparison.Ordinal)), out var given) || !IsWhole(given, network.PrefixLength))
        {
            network = default;
            return false;
        }

        if (network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96)
        {
            network = new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96);
        }

        return true;
    }

    /// <summary>What an address is that must not be called, such as <c>10.0.0.1, a private address</c>; null when it may be.</summary>
    public string? Refusal(IPAddress address)
    {
        var plain = AddressKinds.Plain(address);
        if (Array.Exists(_allowed, network => network.Contains(plain)))
        {
            return null;
        }

        var kind = AddressKinds.Of(address);
        return kind == AddressKind.Public || (_allowPrivate && kind is AddressKind.Loopback or AddressKind.Private or AddressKind.Shared) ? null : $"{Shown(address)}, {Named(kind)}";
    }

    // With a bit set behind the prefix it is not clear whether one address or the network around it is meant.
    private static bool IsWhole(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }

    // Without its zone: the name of an interface is nobody's business.
    private static string Shown(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()).ToString() : address.ToString();

    private static string Named(AddressKind kind) => kind switch
    {
        AddressKind.Loopback => "an address of this machine",
        AddressKind.Private => "a private address",
        AddressKind.Shared => "an address of a shared network",
        AddressKind.LinkLocal => "a link-local address",
        AddressKind.Metadata => "the address of a cloud's metadata service",
        AddressKind.Multicast => "a multicast address",
        _ => "an address that is reserved",
    };
}
