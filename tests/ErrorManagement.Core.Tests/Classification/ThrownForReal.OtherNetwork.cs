using System.Net;
using System.Net.Mail;
using System.Net.NetworkInformation;
using System.Net.WebSockets;
using ErrorManagement.Core.Tests.Http;
using ErrorManagement.TestKit;
using static ErrorManagement.ErrorCategory;
using static ErrorManagement.ErrorSeverity;

namespace ErrorManagement.Core.Tests.Classification;

#pragma warning disable SYSLIB0014 // old programs still ask with WebRequest, so what it throws is judged here

// Web sockets, mail, FTP, the old web requests, the listener, ping.
internal static partial class ThrownForReal
{
    private static Dictionary<string, Case> OtherNetwork() => new()
    {
        ["web socket: refused"] = new(() => new ClientWebSocket().ConnectAsync(new Uri($"ws://127.0.0.1:{LoopbackServer.ClosedPort()}/"), default), Transient, Error, "socket:ConnectionRefused"),
        ["web socket: no such address"] = new(() => ShakeHandsAsync(404), Permanent, Identity: "http:404"),
        ["web socket: log-on wanted"] = new(() => ShakeHandsAsync(401), Authentication, Identity: "http:401"),
        ["web socket: server busy"] = new(() => ShakeHandsAsync(503), Transient, Identity: "http:503"),
        ["web socket: wrong scheme"] = new(() => new ClientWebSocket().ConnectAsync(new Uri("ftp://localhost/"), default), DataValidation),

        ["mail: refused"] = new(() => SendMailAsync(LoopbackServer.ClosedPort()), Transient, Error, "socket:ConnectionRefused"),
        ["mail: server goes down"] = new(() => MailAsync("421 closing down"), Transient, Error, "smtp:421"),
        ["mail: mailbox busy"] = new(() => MailAsync("220 hello", ("RCPT", "450 busy"), ("", "250 fine")), Transient, Error, "smtp:450"),
        ["mail: no such mailbox"] = new(() => MailAsync("220 hello", ("RCPT", "550 nobody here"), ("", "250 fine")), Permanent, Error, "smtp:550"),
        ["mail: several without a mailbox"] = new(() => MailAsync("220 hello", "a@x.invalid,b@x.invalid", ("RCPT", "550 nobody here"), ("", "250 fine")), Permanent, Error, "smtp:550"),
        ["mail: sender must log on"] = new(() => MailAsync("220 hello", ("MAIL", "530 who are you?"), ("", "250 fine")), Authentication, Error, "smtp:530"),
        ["mail: message too large"] = new(() => MailAsync("220 hello", ("MAIL", "552 too large"), ("", "250 fine")), DataValidation, Error, "smtp:552"),
        ["mail: bad address"] = new(Sync(() => _ = new MailAddress("no address")), DataValidation),
        ["mail: no host"] = Undecided(() => new SmtpClient().Send("a@x.invalid", "b@x.invalid", "", ""), "a mistake in the program"),

        ["ftp: log-on failed"] = new(() => FtpAsync(("USER", "331 password?"), ("PASS", "530 no"), ("", "220 fine")), Authentication, Error, "ftp:530"),
        ["ftp: no such file"] = new(() => FtpAsync(("USER", "230 in"), ("PWD", "257 \"/\""), ("TYPE", "200 fine"), ("DELE", "550 no such file"), ("", "220 fine")), Permanent, Error, "ftp:550"),
        ["ftp: file busy"] = new(() => FtpAsync(("USER", "230 in"), ("PWD", "257 \"/\""), ("TYPE", "200 fine"), ("DELE", "450 busy"), ("", "220 fine")), Transient, Error, "ftp:450"),

        ["web request: refused"] = new(() => WebRequest.Create(new Uri($"http://127.0.0.1:{LoopbackServer.ClosedPort()}/")).GetResponseAsync(), Transient, Error, "socket:ConnectionRefused"),
        ["web request: no such host"] = new(() => WebRequest.Create(new Uri("http://no-such-host.invalid/")).GetResponseAsync(), Transient, Error, NoSuchHost),
        ["web request: timed out"] = new(WebRequestTimesOutAsync, Transient),
        ["web request: answer 404"] = new(() => WebRequestAsync(404), Permanent, Error, "http:404"),
        ["web request: answer 401"] = new(() => WebRequestAsync(401), Authentication, Error, "http:401"),
        ["web request: answer 429"] = new(() => WebRequestAsync(429), RateLimit, Error, "http:429"),
        ["web request: answer 500"] = new(() => WebRequestAsync(500), Unknown, Error, "http:500", "the server failed and does not say whether it will again"),
        ["web request: answer 503"] = new(() => WebRequestAsync(503), Transient, Error, "http:503"),
        ["web request: no such file"] = new(() => WebRequest.Create(new Uri("file:///no-such-file-em")).GetResponseAsync(), Permanent),

        ["listener: address without an end"] = new(Sync(() => new HttpListener().Prefixes.Add("http://localhost:1")), DataValidation),
        ["listener: not started"] = Undecided(() => new HttpListener().GetContext(), "a mistake in the program"),
        ["ping: no such host"] = new(() => new Ping().SendPingAsync("no-such-host.invalid"), Transient, Error, NoSuchHost),
    };

    private static async Task ShakeHandsAsync(int status)
    {
        await using var server = ScriptedServer.Start(new ScriptedAnswer { Status = status });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws" }.Uri, default);
    }

    private static Task MailAsync(string greeting, params (string Command, string Answer)[] answers) => MailAsync(greeting, "a@x.invalid", answers);

    private static async Task MailAsync(string greeting, string recipients, params (string Command, string Answer)[] answers)
    {
        await using var server = new LineServer(greeting, answers is [] ? [("", "250 fine")] : answers);
        await SendMailAsync(server.Port, recipients);
    }

    private static async Task SendMailAsync(int port, string recipients = "a@x.invalid")
    {
        using var client = new SmtpClient("127.0.0.1", port);
        using var message = new MailMessage("shop@x.invalid", recipients, "subject", "body");
        await client.SendMailAsync(message);
    }

    private static async Task FtpAsync(params (string Command, string Answer)[] answers)
    {
        await using var server = new LineServer("220 hello", answers);
        var request = (FtpWebRequest)WebRequest.Create(new Uri($"ftp://127.0.0.1:{server.Port}/file"));
        request.Method = WebRequestMethods.Ftp.DeleteFile;
        request.KeepAlive = false;
        using var answer = await request.GetResponseAsync();
    }

    private static async Task WebRequestAsync(int status)
    {
        await using var server = ScriptedServer.Start(new ScriptedAnswer { Status = status });
        using var answer = await WebRequest.Create(server.Address).GetResponseAsync();
    }

    private static async Task WebRequestTimesOutAsync()
    {
        await using var server = new LoopbackServer(LoopbackServer.Silence());
        var request = WebRequest.Create(server.Address);
        request.Timeout = 5;
        using var answer = request.GetResponse(); // the asynchronous form knows no time-out
    }
}
