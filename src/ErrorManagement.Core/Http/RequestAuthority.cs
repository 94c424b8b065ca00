using System.Globalization;

namespace ErrorManagement.Http;

/// <summary>Whom a request is for: what of its address may be kept, compared and shown. Pure.</summary>
internal static class RequestAuthority
{
    /// <summary>
    /// Scheme, host and port in one spelling: lower case, the port written out, names of other scripts as they are resolved, addresses of version 6 in brackets, no dot at the end.
    /// Neither user, path, query nor fragment. Null when the address names no host.
    /// </summary>
    public static string? Of(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true })
        {
            return null;
        }

        var host = HostOf(address);
        if (host.EndsWith('.'))
        {
            host = host[..^1];
        }

        if (host.Length == 0)
        {
            return null;
        }

        return address.HostNameType == UriHostNameType.IPv6
            ? string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://[{host}]:{address.Port}")
            : string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{host}:{address.Port}");
    }

    private static string HostOf(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return address.Host; // a name that cannot be put into ASCII: the connection will say so, as it does for a plain client
        }
    }
}
