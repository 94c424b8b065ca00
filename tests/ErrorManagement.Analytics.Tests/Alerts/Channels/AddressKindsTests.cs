using System.Buffers.Binary;
using System.Net;
using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class AddressKindsTests
{
    // First and last address of what is not public, written down apart from the code's own table (IANA, special-purpose address registries).
    private static readonly (uint First, uint Last)[] NotPublic4 =
    [
        (0x00000000, 0x00FFFFFF), (0x0A000000, 0x0AFFFFFF), (0x64400000, 0x647FFFFF), (0x7F000000, 0x7FFFFFFF), (0xA83F8110, 0xA83F8110), (0xA9FE0000, 0xA9FEFFFF), (0xAC100000, 0xAC1FFFFF),
        (0xC0000000, 0xC00000FF), (0xC0000200, 0xC00002FF), (0xC0586300, 0xC05863FF), (0xC0A80000, 0xC0A8FFFF), (0xC6120000, 0xC613FFFF), (0xC6336400, 0xC63364FF), (0xCB007100, 0xCB0071FF),
        (0xE0000000, 0xFFFFFFFF),
    ];

    // Inside 2000::/3; by the upper 64 bits.
    private static readonly (ulong First, ulong Last)[] NotPublic6 =
    [
        (0x2001_0000_0000_0000, 0x2001_01FF_FFFF_FFFF), (0x2001_0DB8_0000_0000, 0x2001_0DB8_FFFF_FFFF), (0x2002_0000_0000_0000, 0x2002_FFFF_FFFF_FFFF), (0x3FFF_0000_0000_0000, 0x3FFF_0FFF_FFFF_FFFF),
    ];

    [Theory] // S0.118
    [InlineData("127.0.0.1", AddressKind.Loopback)]
    [InlineData("127.255.255.254", AddressKind.Loopback)]
    [InlineData("::1", AddressKind.Loopback)]
    [InlineData("10.0.0.0", AddressKind.Private)]
    [InlineData("172.16.0.1", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("172.32.0.0", AddressKind.Public)]
    [InlineData("192.168.1.1", AddressKind.Private)]
    [InlineData("100.64.0.1", AddressKind.Shared)]
    [InlineData("100.128.0.0", AddressKind.Public)]
    [InlineData("169.254.1.1", AddressKind.LinkLocal)]
    [InlineData("169.254.169.254", AddressKind.Metadata)]
    [InlineData("169.254.170.2", AddressKind.Metadata)]
    [InlineData("100.100.100.200", AddressKind.Metadata)]
    [InlineData("168.63.129.16", AddressKind.Metadata)]
    [InlineData("fd00:ec2::254", AddressKind.Metadata)]
    [InlineData("fd20:ce::254", AddressKind.Metadata)]
    [InlineData("0.0.0.0", AddressKind.Reserved)]
    [InlineData("0.1.2.3", AddressKind.Reserved)]
    [InlineData("192.0.2.7", AddressKind.Reserved)]
    [InlineData("198.18.0.1", AddressKind.Reserved)]
    [InlineData("198.51.100.1", AddressKind.Reserved)]
    [InlineData("203.0.113.1", AddressKind.Reserved)]
    [InlineData("240.0.0.1", AddressKind.Reserved)]
    [InlineData("255.255.255.255", AddressKind.Reserved)]
    [InlineData("224.0.0.1", AddressKind.Multicast)]
    [InlineData("ff02::1", AddressKind.Multicast)]
    [InlineData("::", AddressKind.Reserved)]
    [InlineData("fe80::1", AddressKind.LinkLocal)]
    [InlineData("fe80::1%3", AddressKind.LinkLocal)]
    [InlineData("fc00::1", AddressKind.Private)]
    [InlineData("fdff::1", AddressKind.Private)]
    [InlineData("fec0::1", AddressKind.Private)]
    [InlineData("2001:db8::1", AddressKind.Reserved)]
    [InlineData("3fff:1::1", AddressKind.Reserved)]
    [InlineData("100::1", AddressKind.Reserved)]
    [InlineData("5f00::1", AddressKind.Reserved)]
    [InlineData("4000::1", AddressKind.Reserved)]
    [InlineData("::ffff:10.0.0.1", AddressKind.Private)]
    [InlineData("::ffff:169.254.169.254", AddressKind.Metadata)]
    [InlineData("::ffff:93.184.216.34", AddressKind.Public)]
    [InlineData("::10.0.0.1", AddressKind.Reserved)]
    [InlineData("64:ff9b::10.0.0.1", AddressKind.Private)]
    [InlineData("64:ff9b::93.184.216.34", AddressKind.Public)]
    [InlineData("64:ff9b:1::10.0.0.1", AddressKind.Reserved)]
    [InlineData("2002:0a00:0001::", AddressKind.Reserved)] // 6to4 of 10.0.0.1
    [InlineData("2001:0:0a00:1::1", AddressKind.Reserved)] // Teredo
    [InlineData("2606:2800:220:1::5efe:10.0.0.1", AddressKind.Private)] // ISATAP
    [InlineData("2606:2800:220:1:200:5efe:10.0.0.1", AddressKind.Private)]
    [InlineData("93.184.216.34", AddressKind.Public)]
    [InlineData("8.8.8.8", AddressKind.Public)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", AddressKind.Public)]
    internal void An_address_is_known_for_what_it_is(string address, AddressKind kind) => AddressKinds.Of(IPAddress.Parse(address)).Should().Be(kind);

    [Fact] // S0.118
    public void What_is_public_of_IPv4_is_what_the_registry_of_IANA_leaves()
    {
        var random = new Random(8118);
        var edges = NotPublic4.SelectMany(r => new[] { r.First, r.Last, unchecked(r.First - 1), unchecked(r.Last + 1) });
        foreach (var number in edges.Concat(Enumerable.Range(0, 100_000).Select(_ => (uint)random.NextInt64(1L << 32))))
        {
            var expected = !NotPublic4.Any(r => number >= r.First && number <= r.Last);
            var address = Fourth(number);
            (AddressKinds.Of(address) == AddressKind.Public).Should().Be(expected, "{0} is one of {1}", address, number);
            (AddressKinds.Of(address.MapToIPv6()) == AddressKind.Public).Should().Be(expected, "{0} is spelled in IPv6", address);
        }
    }

    [Fact] // S0.118
    public void What_is_public_of_IPv6_is_what_the_registry_of_IANA_leaves()
    {
        var random = new Random(8119);
        var edges = NotPublic6.SelectMany(r => new[] { r.First, r.Last, r.First - 1, r.Last + 1 }).Concat(new ulong[] { 0x2000_0000_0000_0000, 0x1FFF_FFFF_FFFF_FFFF, 0x3FFF_FFFF_FFFF_FFFF, 0x4000_0000_0000_0000 });
        foreach (var upper in edges.Concat(Enumerable.Range(0, 50_000).Select(i => ((ulong)random.NextInt64() << 1) ^ (ulong)random.Next(2))).SelectMany(u => new[] { u, (u >> 3) | (1UL << 61) }))
        {
            var lower = (ulong)random.NextInt64() | (1UL << 63); // no interface identifier of ISATAP begins so
            var expected = upper >> 61 == 1 && !NotPublic6.Any(r => upper >= r.First && upper <= r.Last);
            var bytes = new byte[16];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, upper);
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), lower);
            var address = new IPAddress(bytes);
            (AddressKinds.Of(address) == AddressKind.Public).Should().Be(expected, "of {0}", address);
        }
    }

    [Fact] // S0.118
    public void An_address_that_holds_one_of_IPv4_is_never_more_public_than_that()
    {
        var random = new Random(8120);
        foreach (var (first, last) in NotPublic4)
        {
            for (var i = 0; i < 200; i++)
            {
                var inner = Fourth((uint)random.NextInt64(first, (long)last + 1)).GetAddressBytes();
                foreach (var spelled in (byte[][])
                [
                    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, .. inner], // mapped
                    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. inner], // compatible
                    [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, .. inner], // NAT64
                    [0, 0x64, 0xFF, 0x9B, 0, 1, 0, 0, 0, 0, 0, 0, .. inner], // NAT64, local use
                    [0x20, 0x02, .. inner, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], // 6to4
                    [0x20, 0x01, 0, 0, .. inner, 0, 0, 0, 0, 0, 0, 0, 1], // Teredo, server
                    [0x20, 0x01, 0, 0, 8, 8, 8, 8, 0, 0, 0, 0, .. inner.Select(b => (byte)~b)], // Teredo, client
                    [0x26, 0x06, 0x28, 0, 2, 0x20, 0, 1, 0, 0, 0x5E, 0xFE, .. inner], // ISATAP
                ])
                {
                    AddressKinds.Of(new IPAddress(spelled)).Should().NotBe(AddressKind.Public, "{0} holds {1}", new IPAddress(spelled), new IPAddress(inner));
                }
            }
        }
    }

    private static IPAddress Fourth(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
