using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using ErrorManagement.Core.Tests.Http;
using ErrorManagement.TestKit;
using static ErrorManagement.ErrorCategory;
using static ErrorManagement.ErrorSeverity;

namespace ErrorManagement.Core.Tests.Classification;

// HttpClient: with and without an answer.
internal static partial class ThrownForReal
{
    private static readonly (int Status, ErrorCategory Category)[] Statuses =
    [
        (301, Permanent), (304, Permanent), (400, DataValidation), (401, Authentication), (402, Permanent), (403, Authentication), (404, Permanent), (405, Permanent), (406, Permanent),
        (407, Authentication), (408, Transient), (409, Unknown), (410, Permanent), (411, DataValidation), (412, Permanent), (413, DataValidation), (414, DataValidation), (415, Permanent),
        (416, DataValidation), (418, Permanent), (421, Transient), (422, DataValidation), (423, Transient), (425, Transient), (429, RateLimit), (431, DataValidation), (451, Permanent),
        (500, Unknown), (501, Permanent), (502, Transient), (503, Transient), (504, Transient), (505, Permanent), (507, Unknown), (511, Authentication), (520, Unknown), (522, Transient), (529, Transient),
    ];

    private static Dictionary<string, Case> Http()
    {
        var cases = new Dictionary<string, Case>
        {
            ["http: refused"] = new(() => GetAsync($"http://127.0.0.1:{LoopbackServer.ClosedPort()}/"), Transient, Warning, "socket:ConnectionRefused"),
            ["http: no such host"] = new(() => GetAsync("http://no-such-host.invalid/"), Transient, Warning, NoSuchHost),
            ["http: reset before the answer"] = new(() => AskAsync(LoopbackServer.Reset()), Transient, Warning, "socket:ConnectionReset"),
            ["http: reset inside the body"] = new(() => AskAsync(LoopbackServer.ResetInsideBody()), Transient, Warning, "socket:ConnectionReset"),
            ["http: closed before the answer"] = new(() => AskAsync(Write("")), Transient, Warning),
            ["http: closed inside the head"] = new(() => AskAsync(Write("HTTP/1.1 200 O")), Transient, Warning),
            ["http: closed inside the body"] = new(() => AskAsync(Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")), Transient, Warning),
            ["http: closed inside a body that is read as a stream"] = new(ReadEndedBodyAsync, Transient),
            ["http: garbage for an answer"] = new(() => AskAsync(Write("nonsense\r\n\r\n")), Transient, Warning),
            ["http: garbage for a chunk"] = new(() => AskAsync(Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno-number\r\n")), Transient, Warning),
            ["http: head longer than allowed"] = new(() => AskAsync(Write($"HTTP/1.1 200 OK\r\nX: {new string('x', 4_000)}\r\n\r\n"), h => h.MaxResponseHeadersLength = 1), Permanent, Warning),
            ["http: body longer than allowed"] = new(() => AskAsync(LoopbackServer.Answer(200, "too long"), configureClient: c => c.MaxResponseContentBufferSize = 1), Permanent, Warning),
            ["http: client timed out"] = new(() => AskAsync(LoopbackServer.Silence(), configureClient: c => c.Timeout = TimeSpan.FromMilliseconds(20)), Transient, Warning),
            ["http: connection timed out"] = new(() => AskAsync(LoopbackServer.Silence(), h => ConnectSlowly(h, TimeSpan.FromMilliseconds(5))), Transient, Warning),
            ["http: certificate not trusted"] = new(UntrustedCertificateAsync, Authentication, Warning),
            ["http: TLS with a server without it"] = new(PlainServerAsync, Authentication, Warning),
            ["http: proxy wants a log-on"] = new(() => AskThroughProxyAsync(407), Authentication, Warning, "http:407"),
            ["http: proxy without a way to the server"] = new(() => AskThroughProxyAsync(502), Transient, Warning, "http:502"),
            ["http: version 2 with a server that has 1"] = new(AskForVersionTwoAsync, Transient, Warning),
            ["http: no JSON in the body"] = new(() => WithClientAsync(LoopbackServer.Answer(200, "<html>"), c => c.Client.GetFromJsonAsync<int[]>(c.Address)), DataValidation),
            ["http: unknown character set"] = new(() => AskAsync(LoopbackServer.Answer(200, "x", "Content-Type: text/plain; charset=none-such")), DataValidation),
            ["http: unknown scheme"] = new(() => GetAsync("gopher://localhost/"), Permanent),
            ["http: header with a line break"] = new(Sync(() => new HttpRequestMessage().Headers.Add("X-Name", "a\nb")), DataValidation),
            ["http: header of the wrong kind"] = Undecided(() => new HttpRequestMessage().Headers.Add("Content-Type", "text/plain"), "a mistake in the program"),
            ["http: request sent twice"] = new(SendTwiceAsync, Unknown, Error, "", "a mistake in the program"),
            ["http: address without a host"] = new(() => new HttpClient().GetStringAsync(new Uri("/path", UriKind.Relative)), Unknown, Error, "", "a mistake in the program"),
        };
        foreach (var (status, category) in Statuses)
        {
            cases[$"http: answer {status}"] = new(() => AnswerAsync(status), category, Warning, $"http:{status}", category == Unknown ? "the server failed or disagrees, and does not say whether it will again" : null);
        }

        return cases;
    }

    private static Func<NetworkStream, Socket, CancellationToken, Task> Write(string answer) => async (stream, socket, token) =>
    {
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), token);
        socket.Shutdown(SocketShutdown.Both);
    };

    private static async Task AnswerAsync(int status)
    {
        await using var server = ScriptedServer.Start(new ScriptedAnswer { Status = status, Body = status == 304 ? "" : "no" });
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await client.GetAsync(server.Address);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task GetAsync(string address)
    {
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(address));
    }

    private static async Task WithClientAsync(Func<NetworkStream, Socket, CancellationToken, Task> answer, Func<(HttpClient Client, Uri Address), Task> ask, Action<SocketsHttpHandler>? configure = null)
    {
        await using var server = new LoopbackServer([.. Enumerable.Repeat(answer, 8)]); // a client asks again where nothing came
        var handler = new SocketsHttpHandler();
        configure?.Invoke(handler);
        using var client = new HttpClient(handler);
        await ask((client, server.Address));
    }

    private static Task AskAsync(Func<NetworkStream, Socket, CancellationToken, Task> answer, Action<SocketsHttpHandler>? configure = null, Action<HttpClient>? configureClient = null) =>
        WithClientAsync(
            answer,
            c =>
            {
                configureClient?.Invoke(c.Client);
                return c.Client.GetStringAsync(c.Address);
            },
            configure);

    private static Task ReadEndedBodyAsync() => WithClientAsync(Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), async c =>
    {
        await using var body = await c.Client.GetStreamAsync(c.Address);
        await body.CopyToAsync(Stream.Null);
    });

    private static void ConnectSlowly(SocketsHttpHandler handler, TimeSpan timeout)
    {
        handler.ConnectTimeout = timeout;
        handler.ConnectCallback = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return Stream.Null;
        };
    }

    private static async Task UntrustedCertificateAsync()
    {
        using var certificate = OwnCertificate();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await using var stream = new System.Net.Security.SslStream(new NetworkStream(socket));
            await stream.AuthenticateAsServerAsync(certificate);
        });
        try
        {
            await GetAsync($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        }
        finally
        {
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task PlainServerAsync()
    {
        await using var server = new LineServer("220 this is no TLS", ("", "500 what?"));
        await GetAsync($"https://127.0.0.1:{server.Port}/");
    }

    private static async Task AskThroughProxyAsync(int status)
    {
        await using var proxy = new LoopbackServer(LoopbackServer.Answer(status));
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) });
        await client.GetStringAsync(new Uri("https://shop.invalid/"));
    }

    private static Task AskForVersionTwoAsync() => WithClientAsync(LoopbackServer.Answer(400), async c =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, c.Address) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await c.Client.SendAsync(request);
    });

    private static Task SendTwiceAsync() => WithClientAsync(LoopbackServer.Answer(200), async c =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, c.Address);
        using var first = await c.Client.SendAsync(request);
        using var second = await c.Client.SendAsync(request);
    });
}
