using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.IO.Pipes;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using System.Xml;
using ErrorManagement.Core.Tests.Http;
using static ErrorManagement.ErrorCategory;
using static ErrorManagement.ErrorSeverity;

namespace ErrorManagement.Core.Tests.Classification;

/// <summary>Ways to make .NET throw, each with the verdict it must get. A null identity is not compared: it differs between systems.</summary>
internal static class ThrownForReal
{
    internal sealed record Case(Func<Task> Throw, ErrorCategory Category, ErrorSeverity Severity, string? Identity = "");

    public static IReadOnlyDictionary<string, Case> Cases { get; } = Make();

    private static Dictionary<string, Case> Make()
    {
        var cases = new Dictionary<string, Case>
        {
            // sockets
            ["socket: refused"] = new(async () => await new TcpClient().ConnectAsync(IPAddress.Loopback, LoopbackServer.ClosedPort()), Transient, Warning, "socket:ConnectionRefused"),
            ["socket: refused, synchronous"] = new(Sync(() => new TcpClient().Connect(IPAddress.Loopback, LoopbackServer.ClosedPort())), Transient, Warning, "socket:ConnectionRefused"),
            ["socket: receive timed out"] = new(Sync(ReceiveTimesOut), Transient, Warning, "socket:TimedOut"),
            ["socket: address in use"] = new(Sync(BindTwice), Transient, Warning, "socket:AddressAlreadyInUse"),
            ["socket: reset while reading a stream"] = new(ReadFromResetAsync, Transient, Error, "socket:ConnectionReset"),
            ["web socket: refused"] = new(async () => await new ClientWebSocket().ConnectAsync(new Uri($"ws://127.0.0.1:{LoopbackServer.ClosedPort()}/"), default), Transient, Error, null),

            // HTTP without an answer
            ["http: refused"] = new(() => GetAsync($"http://127.0.0.1:{LoopbackServer.ClosedPort()}/"), Transient, Warning, "socket:ConnectionRefused"),
            ["http: reset before the answer"] = new(() => AskAsync(LoopbackServer.Reset()), Transient, Warning, "socket:ConnectionReset"),
            ["http: reset inside the body"] = new(() => AskAsync(LoopbackServer.ResetInsideBody()), Transient, Warning, null),
            ["http: garbage for an answer"] = new(() => AskAsync((stream, _, token) => stream.WriteAsync("nonsense\r\n\r\n"u8.ToArray(), token).AsTask()), Transient, Warning),
            ["http: client timed out"] = new(() => AskAsync(LoopbackServer.Silence(), TimeSpan.FromMilliseconds(20)), Transient, Warning),
            ["http: certificate not trusted"] = new(UntrustedCertificateAsync, Authentication, Warning, null),

            // cancellation by somebody else's token
            ["cancel: own deadline of the operation"] = new(OwnDeadlineAsync, Transient, Warning),
            ["cancel: token cancelled before the wait"] = new(Sync(() => new SemaphoreSlim(0).Wait(new CancellationToken(true))), Transient, Warning),
            ["timeout: WaitAsync"] = new(() => new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMilliseconds(1)), Transient, Warning),
            ["timeout: named pipe"] = new(Sync(() => new NamedPipeClientStream("em-no-such-pipe").Connect(1)), Transient, Warning),
            ["timeout: pattern"] = new(Sync(() => Regex.IsMatch(new string('a', 40), "^(a+)+b$", RegexOptions.None, TimeSpan.FromMilliseconds(1))), Transient, Warning), // a TimeoutException, so U10 says transient

            // files
            ["file: not found"] = new(Sync(() => File.ReadAllText("/no-such-file-em")), Permanent, Error),
            ["file: no such directory"] = new(Sync(() => File.ReadAllText("/no-such-directory-em/file")), Permanent, Error),
            ["file: path too long"] = new(Sync(() => File.WriteAllText(Path.Combine(Path.GetTempPath(), new string('x', 5_000)), "")), Permanent, Error),
            ["file: a directory is no file"] = new(Sync(() => File.ReadAllText(Path.GetTempPath())), Authentication, Error, null),
            ["file: locked by another"] = new(Sync(OpenTwice), Transient, Error, null),
            ["file: exists already"] = new(Sync(CreateTwice), Transient, Error, null),
            ["file: end of stream"] = new(Sync(() => new BinaryReader(Stream.Null).ReadInt32()), Transient, Error),
            ["file: not an archive"] = new(Sync(() => new ZipArchive(new MemoryStream([1, 2, 3])).Dispose()), DataValidation, Error),
            ["file: not gzip"] = new(Sync(() => new GZipStream(new MemoryStream([1, 2, 3, 4]), CompressionMode.Decompress).ReadByte()), DataValidation, Error),

            // data
            ["json: cut off"] = new(Sync(() => JsonSerializer.Deserialize<int[]>("[1,")), DataValidation, Error),
            ["json: wrong type"] = new(Sync(() => JsonSerializer.Deserialize<int>("\"x\"")), DataValidation, Error),
            ["json: document"] = new(Sync(() => JsonDocument.Parse("{").Dispose()), DataValidation, Error),
            ["xml: not well-formed"] = new(Sync(() => new XmlDocument().LoadXml("<a>")), DataValidation, Error),
            ["parse: number"] = new(Sync(() => int.Parse("x", CultureInfo.InvariantCulture)), DataValidation, Error),
            ["parse: number too large"] = new(Sync(() => int.Parse("99999999999", CultureInfo.InvariantCulture)), DataValidation, Error),
            ["parse: GUID"] = new(Sync(() => Guid.Parse("x")), DataValidation, Error),
            ["parse: date"] = new(Sync(() => DateTime.ParseExact("x", "O", CultureInfo.InvariantCulture)), DataValidation, Error),
            ["parse: address"] = new(Sync(() => _ = new Uri("http://:x")), DataValidation, Error),
            ["parse: base 64"] = new(Sync(() => Convert.FromBase64String("?")), DataValidation, Error),
            ["parse: enumeration"] = new(Sync(() => Enum.Parse<ErrorCategory>("x")), DataValidation, Error),
            ["parse: pattern"] = new(Sync(() => Regex.IsMatch("", "(")), DataValidation, Error),
            ["parse: culture"] = new(Sync(() => _ = new CultureInfo("!")), DataValidation, Error),
            ["decode: UTF-8"] = new(Sync(() => new UTF8Encoding(false, true).GetString([0xff])), DataValidation, Error),
            ["argument: null"] = new(Sync(() => ArgumentNullException.ThrowIfNull(null as object)), DataValidation, Error),
            ["argument: out of range"] = new(Sync(() => "abc"[2..1].ToString()), DataValidation, Error),
            ["argument: plain"] = new(Sync(() => new Dictionary<int, int> { { 1, 1 } }.Add(1, 1)), DataValidation, Error),
            ["arithmetic: overflow"] = new(Sync(() => _ = checked(int.MaxValue + Environment.ProcessorCount)), DataValidation, Error),
            ["table: constraint"] = new(Sync(ViolateConstraint), DataValidation, Error, null),
            ["crypto: wrong tag"] = new(Sync(WrongTag), DataValidation, Error, null),
            ["crypto: no certificate"] = new(Sync(() => X509CertificateLoader.LoadCertificate([1, 2, 3])), DataValidation, Error, null),

            // programs and types
            ["program: not found"] = new(Sync(() => Process.Start("no-such-program-em")), Permanent, Error, "hresult:0x00000002"),
            ["load: no such assembly"] = new(Sync(() => Assembly.Load("No.Such.Assembly")), Permanent, Error, null),
            ["load: not an assembly"] = new(Sync(() => Assembly.Load([1, 2, 3])), Permanent, Error, null),
            ["load: no such type"] = new(Sync(() => Type.GetType("No.Such.Type", throwOnError: true)), Permanent, Error),
            ["load: no such constructor"] = new(Sync(() => Activator.CreateInstance<Uri>()), Permanent, Error),
            ["load: no such library"] = new(Sync(() => NativeLibrary.Load("no-such-library-em")), Permanent, Error),
            ["load: initializer failed"] = new(Sync(() => RuntimeHelpers.RunClassConstructor(typeof(BrokenStatics).TypeHandle)), Permanent, Error),
            ["support: read-only list"] = new(Sync(() => ((IList<int>)Array.Empty<int>()).Add(1)), Permanent, Error),
            ["support: not implemented"] = new(Sync(() => throw new NotImplementedException()), Permanent, Error),
            ["lookup: key not found"] = new(Sync(() => _ = new Dictionary<int, int>()[1]), Permanent, Error),

            // mistakes in a program: nothing is known about them
            ["bug: null reference"] = new(Sync(() => _ = Nothing().Length), Unknown, Error),
            ["bug: empty sequence"] = new(Sync(() => _ = Array.Empty<int>().First()), Unknown, Error),
            ["bug: index"] = new(Sync(() => _ = Array.Empty<int>()[Environment.ProcessorCount]), Unknown, Error),
            ["bug: cast"] = new(Sync(() => _ = (string)(object)1), Unknown, Error),
            ["bug: division by zero"] = new(Sync(() => _ = 1 / (Environment.ProcessorCount - Environment.ProcessorCount)), Unknown, Error),
            ["bug: disposed"] = new(Sync(UseDisposed), Unknown, Error),
            ["bug: closed channel"] = new(Sync(WriteToClosed), Unknown, Error),

            // danger for the process
            ["critical: memory"] = new(Sync(() => _ = new string('x', int.MaxValue)), Unknown, Critical),
            ["critical: stack"] = new(Sync(ExhaustStack), Unknown, Critical),

            // wrapped
            ["wrapped: task result"] = new(Sync(() => Task.FromException(new TimeoutException()).Wait()), Transient, Warning),
            ["wrapped: reflection"] = new(Sync(() => typeof(ThrownForReal).GetMethod(nameof(Parse), BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null)), DataValidation, Error),
            ["wrapped: several tasks"] = new(Sync(() => Task.WaitAll(Task.FromException(new InvalidOperationException("odd")), Task.FromException(new SocketException((int)SocketError.HostNotFound)))), Transient, Warning, "socket:HostNotFound"),
            ["wrapped: refused connection in a host's own"] = new(WrapRefusedAsync, Transient, Error, "socket:ConnectionRefused"),
        };

        foreach (var (status, category) in new (int, ErrorCategory)[]
        {
            (301, Permanent), (400, DataValidation), (401, Authentication), (403, Authentication), (404, Permanent), (405, Permanent), (407, Authentication), (408, Transient),
            (409, Unknown), (410, Permanent), (413, DataValidation), (418, Permanent), (422, DataValidation), (425, Transient), (429, RateLimit),
            (500, Unknown), (501, Permanent), (502, Transient), (503, Transient), (504, Transient), (507, Unknown),
        })
        {
            cases[$"http: answer {status}"] = new(Sync(() => new HttpResponseMessage((HttpStatusCode)status).EnsureSuccessStatusCode()), category, Warning, $"http:{status}");
        }

        if (OperatingSystem.IsLinux())
        {
            cases["file: disk full"] = new(Sync(() => File.WriteAllText("/dev/full", "x")), Transient, Error, "hresult:0x0000001c");
        }

        return cases;
    }

    private static Func<Task> Sync(Action throwing) => () =>
    {
        throwing();
        return Task.CompletedTask;
    };

    private static string Nothing() => null!;

    private static int Parse() => int.Parse("x", CultureInfo.InvariantCulture);

    private static async Task GetAsync(string address)
    {
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(address));
    }

    private static async Task AskAsync(Func<NetworkStream, Socket, CancellationToken, Task> answer, TimeSpan? timeout = null)
    {
        await using var server = new LoopbackServer(answer);
        using var client = new HttpClient { Timeout = timeout ?? TimeSpan.FromMinutes(1) };
        await client.GetStringAsync(server.Address);
    }

    private static async Task OwnDeadlineAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        await Task.Delay(Timeout.Infinite, deadline.Token);
    }

    private static async Task WrapRefusedAsync()
    {
        try
        {
            await GetAsync($"http://127.0.0.1:{LoopbackServer.ClosedPort()}/");
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException("Prices could not be had.", e);
        }
    }

    private static async Task UntrustedCertificateAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        using var usable = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await using var stream = new SslStream(new NetworkStream(socket));
            await stream.AuthenticateAsServerAsync(usable);
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

    private static async Task ReadFromResetAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using (var server = await listener.AcceptSocketAsync())
        {
            server.LingerState = new LingerOption(true, 0);
        }

        await client.GetStream().ReadExactlyAsync(new byte[1]);
    }

    private static void ReceiveTimesOut()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1 };
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

    private static void OpenTwice()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var first = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var second = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void CreateTwice()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var second = new FileStream(path, FileMode.CreateNew);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void ViolateConstraint()
    {
        using var table = new DataTable();
        table.Columns.Add("id", typeof(int)).Unique = true;
        table.Rows.Add(1);
        table.Rows.Add(1);
    }

    private static void WrongTag()
    {
        using var aes = new AesGcm(new byte[16], 16);
        aes.Decrypt(new byte[12], new byte[4], new byte[16], new byte[4]);
    }

    private static void UseDisposed()
    {
        var stream = new MemoryStream();
        stream.Dispose();
        stream.ReadByte();
    }

    private static void WriteToClosed()
    {
        var channel = Channel.CreateUnbounded<int>();
        channel.Writer.Complete();
        channel.Writer.Complete();
    }

    private static void ExhaustStack()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ExhaustStack();
    }

    private static class BrokenStatics
    {
        static BrokenStatics() => throw new InvalidOperationException("broken");
    }
}
