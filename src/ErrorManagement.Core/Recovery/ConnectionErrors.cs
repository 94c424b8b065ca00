using System.Data.Common;
using System.Net.Sockets;
using System.Net.WebSockets;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Recovery;

/// <summary>Tells a connection that was refused, lost or not had from everything else: what a background worker has to expect.</summary>
internal static class ConnectionErrors
{
    private const int MaxDepth = 16;

    public static bool Is(Exception exception)
    {
        try
        {
            var current = exception;
            for (var depth = 0; depth < MaxDepth && current is not null; depth++, current = current.InnerException)
            {
                if (current is SocketException or WebSocketException or HttpIOException or HttpRequestException { StatusCode: null } or DbException { IsTransient: true })
                {
                    return true;
                }
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // IsTransient is virtual
        }

        return false;
    }
}
