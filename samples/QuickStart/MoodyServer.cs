using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QuickStart;

/// <summary>A real HTTP server on a free loopback port, small enough to read, that can be told to misbehave.</summary>
internal sealed class MoodyServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Socket> _connections = [];
    private readonly Lock _gate = new();
    private readonly int _port;
    private Socket _listener;
    private ServerMood _mood;
    private int _served;

    public MoodyServer()
    {
        _listener = Bind(0);
        _port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Listen();
    }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/"));

    /// <summary>How many requests arrived.</summary>
    public int Served => Volatile.Read(ref _served);

    public ServerMood Mood
    {
        get
        {
            lock (_gate)
            {
                return _mood;
            }
        }

        set
        {
            lock (_gate)
            {
                var before = _mood;
                _mood = value;
                if (value == ServerMood.Down && before != ServerMood.Down)
                {
                    // Bound but not listening: connections are refused and nobody else can take the port.
                    _listener.Dispose();
                    _listener = Bind(_port);
                }
                else if (before == ServerMood.Down && value != ServerMood.Down)
                {
                    Listen();
                }

                foreach (var connection in _connections)
                {
                    connection.Close(); // a new mood begins with new connections
                }

                _connections.Clear();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        lock (_gate)
        {
            _listener.Dispose();
            foreach (var connection in _connections)
            {
                connection.Close();
            }
        }

        _stop.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (!OperatingSystem.IsWindows())
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); // the same port again, at once
        }

        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Listen()
    {
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = await listener.AcceptAsync(_stop.Token);
                lock (_gate)
                {
                    if (!ReferenceEquals(listener, _listener))
                    {
                        connection.Close(); // it came while the port was being closed
                        return;
                    }

                    _connections.Add(connection);
                }

                _ = ServeAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The port was closed.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            using var stream = new NetworkStream(connection, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            while (await ReadRequestAsync(reader))
            {
                Interlocked.Increment(ref _served);
                await AnswerAsync(connection, stream);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client gave up, or the mood changed.
        }
        finally
        {
            lock (_gate)
            {
                _connections.Remove(connection);
            }
        }
    }

    // The sample sends GET only: a request ends with its first blank line.
    private async Task<bool> ReadRequestAsync(StreamReader reader)
    {
        var any = false;
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.Length == 0)
            {
                return any;
            }

            any = true;
        }

        return false;
    }

    private async Task AnswerAsync(Socket connection, NetworkStream stream)
    {
        switch (Mood)
        {
            case ServerMood.Overloaded:
                await SendAsync(stream, "503 Service Unavailable", "Retry-After: 1\r\n", "overloaded", whole: true);
                break;
            case ServerMood.Slow:
                await Task.Delay(TimeSpan.FromSeconds(5), _stop.Token);
                await SendAsync(stream, "200 OK", "", "too late", whole: true);
                break;
            case ServerMood.Resetting:
                await SendAsync(stream, "200 OK", "", new string('.', 2000), whole: false);
                connection.LingerState = new LingerOption(true, 0); // closing now sends a reset
                connection.Close();
                break;
            default:
                await SendAsync(stream, "200 OK", "", "17 in stock", whole: true);
                break;
        }
    }

    private async Task SendAsync(NetworkStream stream, string status, string headers, string body, bool whole)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n{headers}\r\n{(whole ? body : body[..(body.Length / 2)])}");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);
    }
}
