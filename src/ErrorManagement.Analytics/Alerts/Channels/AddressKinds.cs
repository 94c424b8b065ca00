using System.Net;
using System.Net.Sockets;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what an IP address is for. Pure.</summary>
/// <remarks>
/// By the special-purpose registries of IANA for IPv4 and IPv6 (RFC 6890 and those after it). Of IPv6 only what is assigned for the internet is public, and all else is not, whatever it may become.
/// Addresses that stand for an IPv4 address are judged by that one.
/// </remarks>
internal static class AddressKinds
{
    // The first that holds an address says what it is: single addresses stand before the networks around them.
    private static readonly (IPNetwork Network, AddressKind Kind)[] Fourth =
    [
        (IPNetwork.Parse("169.254.169.254/32"), AddressKind.Metadata), // most clouds
        (IPNetwork.Parse("169.254.170.0/24"), AddressKind.Metadata), // credentials of containers
        (IPNetwork.Parse("100.100.100.200/32"), AddressKind.Metadata), // inside the shared network
        (IPNetwork.Parse("168.63.129.16/32"), AddressKind.Metadata), // public by its number, answered by the platform
        (IPNetwork.Parse("192.0.0.192/32"), AddressKind.Metadata),
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Shared),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.LinkLocal),
        (IPNetwork.Parse("224.0.0.0/4"), AddressKind.Multicast),
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Reserved), // this network: many systems take it for this machine
        (IPNetwork.Parse("192.0.0.0/24"), AddressKind.Reserved), // assignments of protocols
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Reserved), // documentation
        (IPNetwork.Parse("192.88.99.0/24"), AddressKind.Reserved), // relays of 6to4
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Reserved), // measurements
        (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Reserved), // documentation
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Reserved), // documentation
        (IPNetwork.Parse("240.0.0.0/4"), AddressKind.Reserved), // kept for later, and the broadcast
    ];

    private static readonly (IPNetwork Network, AddressKind Kind)[] Sixth =
    [
        (IPNetwork.Parse("fd00:ec2::/32"), AddressKind.Metadata),
        (IPNetwork.Parse("fd20:ce::254/128"), AddressKind.Metadata),
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        (IPNetwork.Parse("fec0::/10"), AddressKind.Private), // site-local, no longer given out
        (IPNetwork.Parse("fe80::/10"), AddressKind.LinkLocal),
        (IPNetwork.Parse("ff00::/8"), AddressKind.Multicast),
        (IPNetwork.Parse("2001::/23"), AddressKind.Reserved), // assignments of protocols, Teredo among them, which hides an IPv4 address
        (IPNetwork.Parse("2001:db8::/32"), AddressKind.Reserved), // documentation
        (IPNetwork.Parse("2002::/16"), AddressKind.Reserved), // 6to4, which hides an IPv4 address
        (IPNetwork.Parse("3fff::/20"), AddressKind.Reserved), // documentation
        (IPNetwork.Parse("2000::/3"), AddressKind.Public),
    ];

    // NAT64: on networks without IPv4 every IPv4 address is reached through it.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>What an address is for. One that stands for another, or holds another, is what that one is.</summary>
    public static AddressKind Of(IPAddress address)
    {
        var plain = Plain(address);
        if (plain.AddressFamily == AddressFamily.InterNetwork)
        {
            return Find(Fourth, plain, AddressKind.Public);
        }

        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return AddressKind.Reserved;
        }

        var kind = Find(Sixth, plain, AddressKind.Reserved);
        return kind == AddressKind.Public && Tunnelled(plain) is { } inner ? Find(Fourth, inner, AddressKind.Public) : kind;
    }

    /// <summary>The address without a zone, and the IPv4 address in the place of one that merely spells it in IPv6 (mapped, or translated by NAT64).</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        var whole = new IPAddress(bytes);
        return whole.IsIPv4MappedToIPv6 || Translated.Contains(whole) ? new IPAddress(bytes.AsSpan(12)) : whole;
    }

    // ISATAP: an interface identifier that ends in the IPv4 address that packets are sent on to.
    private static IPAddress? Tunnelled(IPAddress address)
    {
        var bytes = address.GetAddressBytes().AsSpan();
        return (bytes[8] & 0xFC) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE ? new IPAddress(bytes[12..]) : null;
    }

    private static AddressKind Find((IPNetwork Network, AddressKind Kind)[] table, IPAddress address, AddressKind otherwise)
    {
        foreach (var (network, kind) in table)
        {
            if (network.Contains(address))
            {
                return kind;
            }
        }

        return otherwise;
    }
}
