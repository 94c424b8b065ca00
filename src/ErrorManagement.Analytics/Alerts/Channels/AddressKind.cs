namespace ErrorManagement.Analytics.Alerts;

/// <summary>What an IP address is for, as far as it matters for whether it may be called.</summary>
internal enum AddressKind
{
    /// <summary>Anybody on the internet can have it.</summary>
    Public,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>A private network: RFC 1918, and unique local addresses of IPv6.</summary>
    Private,

    /// <summary>The network between a carrier and its customers, RFC 6598.</summary>
    Shared,

    /// <summary>The network segment alone.</summary>
    LinkLocal,

    /// <summary>A service of a cloud that tells a machine about itself, its credentials included.</summary>
    Metadata,

    /// <summary>Many machines at once.</summary>
    Multicast,

    /// <summary>An address that no machine has: unspecified, broadcast, for documentation, for measurements, kept for later, or of a way of wrapping addresses that is no longer in use.</summary>
    Reserved,
}
