using System.IO.Pipes;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ErrorManagement.Core.Tests.Http;
using static ErrorManagement.ErrorCategory;
using static ErrorManagement.ErrorSeverity;

namespace ErrorManagement.Core.Tests.Classification;

// Sockets, pipes and TLS.
internal static partial class ThrownForReal
{
    // Which one depends on whether the machine has a name server at all.
    private const string NoSuchHost = "socket:HostNotFound|socket:TryAgain|socket:NoData";

    private static Dictionary<string, Case> Sockets() => new()
    {
        ["socket: refused"] = new(async () => await new TcpClient().ConnectAsync(IPAddress.Loopback, LoopbackServer.ClosedPort()), Transient, Warning, "socket:ConnectionRefused"),
        ["socket: refused, synchronous"] = new(Sync(() => new TcpClient().Connect(IPAddress.Loopback, LoopbackServer.ClosedPort())), Transient, Warning, "socket:ConnectionRefused"),
        ["socket: no such host"] = new(() => Dns.GetHostAddressesAsync("no-such-host.invalid"), Transient, Warning, NoSuchHost),
        ["socket: no such host to connect to"] = new(async () => await new TcpClient().ConnectAsync("no-such-host.invalid", 80), Transient, Warning, NoSuchHost),
        ["socket: receive timed out"] = new(Sync(ReceiveTimesOut), Transient, Warning, "socket:TimedOut"),
        ["socket: nothing there yet"] = new(Sync(ReceiveWithoutBlocking), Transient, Warning, "socket:WouldBlock"),
        ["socket: address in use"] = new(Sync(BindTwice), Transient, Warning, "socket:AddressAlreadyInUse"),
        ["socket: address of another machine"] = new(Sync(() => new TcpListener(IPAddress.Parse("192.0.2.1"), 0).Start()), Transient, Warning, "socket:AddressNotAvailable"),
        ["socket: not connected"] = new(Sync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Receive(new byte[1])), Transient, Warning, "socket:NotConnected"),
        ["socket: no such file to connect to"] = new(Sync(() => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified).Connect(new UnixDomainSocketEndPoint("/no-such-em"))), Transient, Warning, "socket:AddressNotAvailable"),
        ["socket: reset"] = new(() => ReceiveFromResetAsync(async c => await c.Client.ReceiveAsync(new byte[1])), Transient, Warning, "socket:ConnectionReset"),
        ["socket: reset while reading a stream"] = new(() => ReceiveFromResetAsync(async c => await c.GetStream().ReadExactlyAsync(new byte[1])), Transient, Error, "socket:ConnectionReset"),
        ["socket: closed while reading a stream"] = new(() => ReceiveFromResetAsync(async c => await c.GetStream().ReadExactlyAsync(new byte[1]), reset: false), Transient),
        ["socket: read of a stream timed out"] = new(ReadTimesOutAsync, Transient, Error, "socket:TimedOut"),
        ["pipe: broken"] = new(Sync(WriteToBrokenPipe), Transient, Error, "socket:Shutdown"),
        ["pipe: nobody listens"] = new(Sync(() => new NamedPipeClientStream("em-no-such-pipe").Connect(1)), Transient, Warning),
        ["tls: certificate not trusted"] = new(() => TlsAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }), Authentication),
        ["tls: no version in common"] = new(() => TlsAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.Tls13 }, SslProtocols.Tls12), Authentication, Identity: AnyHResult),
        ["tls: the other side does not speak it"] = new(() => TlsWithAsync("220 smtp ready, not tls\r\n"u8.ToArray()), Authentication),
        ["tls: the other side hangs up"] = new(() => TlsWithAsync([]), Transient),
    };

    private static void ReceiveTimesOut()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Receive(new byte[1]);
    }

    private static void ReceiveWithoutBlocking()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Receive(new byte[1]);
    }

    private static void BindTwice()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        using var second = new TcpListener((IPEndPoint)first.LocalEndpoint);
        second.Start();
    }

    private static async Task ReceiveFromResetAsync(Func<TcpClient, Task> receive, bool reset = true)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using (var server = await listener.AcceptSocketAsync())
        {
            server.LingerState = new LingerOption(reset, 0);
        }

        await receive(client);
    }

    private static async Task ReadTimesOutAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient { ReceiveTimeout = 1 };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        client.GetStream().ReadByte();
    }

    private static void WriteToBrokenPipe()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using (var client = new AnonymousPipeClientStream(PipeDirection.In, server.GetClientHandleAsString()))
        {
            server.DisposeLocalCopyOfClientHandle();
        }

        server.Write(new byte[1]);
    }

    private static X509Certificate2 OwnCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task TlsAsync(SslClientAuthenticationOptions options, SslProtocols serverProtocols = SslProtocols.None)
    {
        using var certificate = OwnCertificate();
        await WithPeerAsync(
            async server =>
            {
                await using var tls = new SslStream(server);
                await tls.AuthenticateAsServerAsync(certificate, clientCertificateRequired: false, serverProtocols, checkCertificateRevocation: false);
            },
            async client =>
            {
                await using var tls = new SslStream(client);
                await tls.AuthenticateAsClientAsync(options);
            });
    }

    private static Task TlsWithAsync(byte[] answer) => WithPeerAsync(
        async server => await server.WriteAsync(answer),
        async client =>
        {
            await using var tls = new SslStream(client);
            await tls.AuthenticateAsClientAsync("localhost");
        });

    /// <summary>Two ends of a connection; the server's is closed in good order when it is done, with what the client sent read first.</summary>
    private static async Task WithPeerAsync(Func<NetworkStream, Task> serve, Func<NetworkStream, Task> ask)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptSocketAsync();
        var serving = ServeAsync();
        try
        {
            await ask(client.GetStream());
        }
        finally
        {
            client.Close();
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task ServeAsync()
        {
            await using var stream = new NetworkStream(server);
            await serve(stream);
            server.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(new byte[1024]) > 0)
            {
                // what is left unread would turn the end into a reset
            }
        }
    }
}
