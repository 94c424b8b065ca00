using System.Net;
using System.Net.Sockets;
using System.Text;
using ErrorManagement.Families.Observability;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

/// <summary>Receivers that mean harm, or do not speak HTTP well: what they send is written byte by byte.</summary>
public sealed class WebhookAttackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();

    [Fact] // S0.118: a webhook that hangs
    public async Task A_head_that_never_ends_costs_the_time_of_a_try_and_no_more()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (write, end) =>
        {
            await write("HTTP/1.1 200 OK\r\nX-Slow: a");
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, end);
        });
        using var channel = Channel(server);

        var sending = FailureAsync(channel);
        await begun.Task.WaitAsync(Patience);
        sending.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await sending.WaitAsync(Patience)).Message.Should().EndWith($"127.0.0.1:{server.Port} gave no answer within 10 s (1 try)");
    }

    [Fact] // S0.118
    public async Task Interim_answers_without_end_are_no_answer()
    {
        var many = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (write, end) =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                await write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                if (i == 500)
                {
                    many.TrySetResult();
                }
            }
        });
        using var channel = Channel(server);

        var sending = FailureAsync(channel);
        await many.Task.WaitAsync(Patience);
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await sending.WaitAsync(Patience)).Message.Should().Contain("gave no answer within 10 s");
    }

    [Theory] // S0.118
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "")] // without a length: until the connection ends
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", "x")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n", "")]
    public async Task A_body_that_never_ends_holds_no_message_up(string head, string drop)
    {
        await using var server = new RawServer(async (write, end) =>
        {
            await write(head);
            await write(drop);
            await Task.Delay(Timeout.InfiniteTimeSpan, end);
        });
        using var channel = Channel(server);

        for (var i = 0; i < 6; i++)
        {
            await channel.SendAsync(ChannelSamples.Notice($"n-{i}"), default).AsTask().WaitAsync(Patience);
        }

        server.Requests.Should().Be(6, "more than there may be connections");
    }

    [Theory] // S0.118
    [InlineData("")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    public async Task A_connection_that_ends_before_the_head_does_is_tried_again(string head)
    {
        await using var server = new RawServer(async (write, _) => await write(head));
        server.Then = async (write, _) => await write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var channel = Channel(server, retries: 3);

        await channel.SendAsync(ChannelSamples.Notice(), default).AsTask().WaitAsync(Patience);

        server.Requests.Should().Be(2);
    }

    [Theory] // S0.118
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", "answered 101")]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\n", "answered 304, a redirect")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\nContent-Length: 0\r\n\r\n", "answered 302, a redirect, which is not followed")]
    [InlineData("HTTP/1.1 410 Gone\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", "answered 410 (1 try)")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "answered something that is no HTTP")]
    [InlineData("HTTP/1.1 two hundred\r\n\r\n", "answered something that is no HTTP")]
    public async Task What_does_not_say_that_the_message_was_taken_is_a_failure(string head, string failure)
    {
        await using var server = new RawServer(async (write, _) => await write(head));
        using var channel = Channel(server);

        (await FailureAsync(channel).WaitAsync(Patience)).Message.Should().Contain(failure);
    }

    [Theory] // S0.118: all spellings of this machine that a parser of addresses may take
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("LOCALHOST")]
    [InlineData("１２７.0.0.1")]
    public async Task No_spelling_of_this_machine_leads_to_it(string host)
    {
        await using var server = new RawServer(async (write, _) => await write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        var options = new WebhookOptions { Url = $"http://{host}:{server.Port}/", AllowHttp = true, AllowUnsigned = true, MaxRetries = 0 };

        var send = async () =>
        {
            using var channel = new WebhookChannel(options, _clock);
            await channel.SendAsync(ChannelSamples.Notice(), default);
        };

        (await send.Should().ThrowAsync<Exception>()).Which.Should().Match(thrown => thrown is ArgumentException || thrown is AlertChannelException);
        server.Connections.Should().Be(0);
    }

    private WebhookChannel Channel(RawServer server, int retries = 0) => new(
        new WebhookOptions { Url = $"http://127.0.0.1:{server.Port}/hook", AllowHttp = true, AllowUnsigned = true, AllowedNetworks = ["127.0.0.1/32"], MaxRetries = retries, RetryDelay = TimeSpan.Zero },
        _clock);

    private static async Task<AlertChannelException> FailureAsync(WebhookChannel channel) =>
        (await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<AlertChannelException>()).Which;

    /// <summary>Reads a request of each connection, and then writes what it is told to; the connection ends with that.</summary>
    private sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly Func<Func<string, Task>, CancellationToken, Task> _first;
        private readonly Task _accepting;
        private int _connections;
        private int _requests;

        public RawServer(Func<Func<string, Task>, CancellationToken, Task> answer)
        {
            _first = answer;
            _listener.Start();
            _accepting = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections => Volatile.Read(ref _connections);

        public int Requests => Volatile.Read(ref _requests);

        /// <summary>What it answers from the second request on; null for the same.</summary>
        public Func<Func<string, Task>, CancellationToken, Task>? Then { get; set; }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _listener.Stop();
            await _accepting;
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(_end.Token);
                    Interlocked.Increment(ref _connections);
                    _ = ServeAsync(client);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // It ends.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var socket = client;
            try
            {
                var stream = socket.GetStream();
                await ReadRequestAsync(stream);
                var answer = Interlocked.Increment(ref _requests) > 1 && Then is { } then ? then : _first;
                await answer(text => stream.WriteAsync(Encoding.ASCII.GetBytes(text), _end.Token).AsTask(), _end.Token);
                socket.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The other side, or the test, has ended it.
            }
        }

        private async Task ReadRequestAsync(NetworkStream stream)
        {
            var read = new List<byte>();
            var buffer = new byte[8_192];
            while (true)
            {
                var count = await stream.ReadAsync(buffer, _end.Token);
                if (count == 0)
                {
                    return;
                }

                read.AddRange(buffer[..count]);
                var text = Encoding.ASCII.GetString([.. read]);
                if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var head)
                {
                    var length = int.Parse(text.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
                    if (read.Count >= head + 4 + length)
                    {
                        return;
                    }
                }
            }
        }
    }
}
