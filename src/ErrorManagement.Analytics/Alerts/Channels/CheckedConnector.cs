using System.Net;
using System.Net.Sockets;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>
/// Connects to a host after all its addresses were checked, and to one of those alone: the name is looked up once, so that no second answer can lead elsewhere.
/// </summary>
/// <remarks>A name of which any address is refused is refused as a whole: a mixture is how a name is made to slip through.</remarks>
/// <param name="rules">Which addresses may be called.</param>
/// <param name="resolve">Gives the addresses of a name.</param>
internal sealed class CheckedConnector(AddressRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    // Tried one after the other: more would only make a try longer.
    private const int MostAddresses = 8;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await CheckedAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of a host, each of which may be called.</summary>
    /// <exception cref="RefusedAddressException">One may not.</exception>
    public async Task<IPAddress[]> CheckedAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        foreach (var address in addresses)
        {
            if (rules.Refusal(address) is { } refusal)
            {
                throw new RefusedAddressException(refusal);
            }
        }

        // What was judged is what is called, not what spells it.
        return [.. addresses.Take(MostAddresses).Select(static address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)];
    }
}
