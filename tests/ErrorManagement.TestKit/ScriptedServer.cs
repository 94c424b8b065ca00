using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ErrorManagement.TestKit;

/// <summary>
/// A real HTTP/1.1 server on a free loopback port that misbehaves on demand: statuses and headers, late answers, resets, a closed port.
/// <see cref="Answer"/> holds until it is changed (a phase); answers given to <see cref="Enqueue"/> come first, one a request.
/// </summary>
/// <remarks>Safe on any thread. Requests may have a body with Content-Length or in chunks; connections are kept alive.</remarks>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<ScriptedAnswer> _next = new();
    private readonly ConcurrentQueue<ScriptedRequest> _kept = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly CancellationTokenSource _stop = new();
    private volatile ScriptedAnswer _answer;
    private Socket _listener;
    private Task _accepting = Task.CompletedTask;
    private bool _open;
    private long _requests;
    private long _accepted;

    private ScriptedServer(ScriptedAnswer answer)
    {
        _answer = answer;
        _listener = Bind(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));
        Open();
    }

    /// <summary>The port; it stays the same while the port is closed.</summary>
    public int Port { get; }

    /// <summary>The address of the root.</summary>
    public Uri Address { get; }

    /// <summary>What every request gets from now on.</summary>
    public ScriptedAnswer Answer
    {
        get => _answer;
        set => _answer = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Answers by the first line of a request, such as <c>GET /a HTTP/1.1</c>, before the queue and <see cref="Answer"/>, where it gives one; null for no such rule. Called on several threads at once.</summary>
    public Func<string, ScriptedAnswer?>? Route { get; set; }

    /// <summary>Whether requests that arrive on new connections are kept, in memory, with headers and content.</summary>
    public bool KeepsRequests { get; set; }

    /// <summary>The requests that were kept, in the order they arrived in.</summary>
    public IReadOnlyList<ScriptedRequest> Kept => [.. _kept];

    /// <summary>How many whole requests have arrived, answered or not.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>How many connections were accepted.</summary>
    public long Connections => Interlocked.Read(ref _accepted);

    public static ScriptedServer Start(ScriptedAnswer? answer = null) => new(answer ?? ScriptedAnswer.Ok);

    /// <summary>Answers for the next requests, in order, before <see cref="Answer"/> holds again.</summary>
    public void Enqueue(params ScriptedAnswer[] answers)
    {
        foreach (var answer in answers)
        {
            _next.Enqueue(answer);
        }
    }

    /// <summary>Waits until so many requests have arrived in all.</summary>
    public Task WaitForRequestsAsync(long count, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (Requests >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Refuses connections from now on and resets those that are open. The port stays ours: nobody else can take it.</summary>
    public void ClosePort()
    {
        lock (_gate)
        {
            if (_open)
            {
                _open = false;
                _listener.Dispose();
                // Bound but not listening: the system answers connection attempts with a refusal.
                _listener = Bind(Port);
            }
        }

        ResetConnections();
    }

    /// <summary>Accepts connections again, on the same port.</summary>
    public void ReopenPort()
    {
        lock (_gate)
        {
            if (!_open)
            {
                Open();
            }
        }
    }

    /// <summary>Resets all open connections, as a crash of the other side does.</summary>
    public void ResetConnections()
    {
        foreach (var connection in _connections.Keys)
        {
            Reset(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task accepting;
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            _stop.Cancel();
            _open = false;
            _listener.Dispose();
            accepting = _accepting;
        }

        await accepting;
        ResetConnections();
        await Task.WhenAll(_connections.Values);
        _stop.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (!OperatingSystem.IsWindows())
        {
            // Connections of the last opening may still be in TIME_WAIT. On Windows the option would let two sockets share the port.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Open()
    {
        _listener.Listen();
        _open = true;
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return; // closed
            }

            Interlocked.Increment(ref _accepted);
            connection.NoDelay = true;
            var start = new TaskCompletionSource();
            _connections[connection] = ServeAsync(connection, start.Task);
            start.SetResult();
            if (_stop.IsCancellationRequested || !ReferenceEquals(listener, Volatile.Read(ref _listener)))
            {
                Reset(connection); // accepted while the port was being closed
            }
        }
    }

    private async Task ServeAsync(Socket connection, Task registered)
    {
        await registered;
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: false);
            var keeps = KeepsRequests;
            var reader = new RequestReader(stream, keeps);
            while (await reader.ReadAsync(_stop.Token))
            {
                if (keeps)
                {
                    _kept.Enqueue(reader.Request);
                }

                Count();
                var answer = Route?.Invoke(reader.FirstLine) ?? (_next.TryDequeue(out var next) ? next : _answer);
                if (!await AnswerAsync(connection, stream, answer))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or FormatException)
        {
            // The client went away, the server stops, or what came is no HTTP: this connection is over.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }

    private async Task<bool> AnswerAsync(Socket connection, NetworkStream stream, ScriptedAnswer answer)
    {
        if (answer.After is { } after)
        {
            await after.WaitAsync(_stop.Token);
        }

        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, _stop.Token);
        }

        if (answer.Ending == ScriptedEnding.ResetBeforeAnswer)
        {
            Reset(connection);
            return false;
        }

        if (answer.Ending == ScriptedEnding.CloseBeforeAnswer)
        {
            return false;
        }

        var body = Encoding.UTF8.GetBytes(answer.Body);
        var half = body.Length / 2;
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Scripted\r\nContent-Type: text/plain; charset=utf-8\r\n"))
            .Append(answer.IsChunked ? "Transfer-Encoding: chunked\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n"));
        foreach (var (name, value) in answer.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        var bytes = Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
        if (answer.Ending == ScriptedEnding.ResetInMidAnswer)
        {
            await stream.WriteAsync(bytes.Concat(answer.IsChunked ? Chunk(body[..half]) : body[..half]).ToArray(), _stop.Token);
            // Loopback has delivered it by now; on Linux the client still reads it after the reset.
            Reset(connection);
            return false;
        }

        var sent = answer.IsChunked ? [.. Chunk(body[..half]), .. Chunk(body[half..]), .. "0\r\n\r\n"u8] : body;
        await stream.WriteAsync(bytes.Concat(sent).ToArray(), _stop.Token);
        return answer.Ending != ScriptedEnding.CloseAfterAnswer;
    }

    // An empty chunk would be the end.
    private static byte[] Chunk(byte[] part) =>
        part.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes(part.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. part, .. "\r\n"u8];

    private static void Reset(Socket connection)
    {
        try
        {
            connection.LingerState = new LingerOption(true, 0); // close sends RST instead of FIN
            connection.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already gone.
        }
    }

    private void Count()
    {
        lock (_gate)
        {
            var count = Interlocked.Increment(ref _requests);
            foreach (var (_, reached) in _waiting.Where(w => w.Count <= count))
            {
                reached.TrySetResult();
            }

            _waiting.RemoveAll(w => w.Count <= count);
        }
    }
}
