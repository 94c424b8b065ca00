using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ErrorManagement.Core.Tests.Http;

/// <summary>A server on a real socket that does, request by request, what a test tells it: raw, so that it can also misbehave.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Func<NetworkStream, Socket, CancellationToken, Task>> _script = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    public LoopbackServer(params Func<NetworkStream, Socket, CancellationToken, Task>[] script)
    {
        foreach (var step in script)
        {
            _script.Enqueue(step);
        }

        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What arrived, in order: first line and body, such as <c>POST / HTTP/1.1|body</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>A port of this machine on which nobody listens.</summary>
    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static Func<NetworkStream, Socket, CancellationToken, Task> Answer(int status, string body = "", params string[] headers) =>
        (stream, _, token) => stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Reason\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{body}"), token).AsTask();

    /// <summary>Closes the connection with a reset, before a byte of the answer.</summary>
    public static Func<NetworkStream, Socket, CancellationToken, Task> Reset() => (_, socket, _) =>
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        return Task.CompletedTask;
    };

    /// <summary>Sends the head and half of the body, then resets.</summary>
    public static Func<NetworkStream, Socket, CancellationToken, Task> ResetInsideBody() => async (stream, socket, token) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"u8.ToArray(), token);
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    };

    /// <summary>Never answers.</summary>
    public static Func<NetworkStream, Socket, CancellationToken, Task> Silence() => (_, _, token) => Task.Delay(Timeout.Infinite, token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var socket = await _listener.AcceptSocketAsync(_stop.Token);
            _connections.Add(ServeAsync(socket));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        await using var stream = new NetworkStream(socket);
        while (await ReadRequestAsync(stream) is { } request)
        {
            Requests.Enqueue(request);
            if (!_script.TryDequeue(out var step))
            {
                step = Answer(418);
            }

            await step(stream, socket, _stop.Token);
        }
    }

    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var length = lines.FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line.AsSpan(15), provider: null) : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return $"{lines[0]}|{Encoding.ASCII.GetString(body)}";
    }
}
