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

        var host = address.IdnHost;
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
}
