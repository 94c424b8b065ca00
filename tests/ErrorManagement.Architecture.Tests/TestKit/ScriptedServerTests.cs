using System.Net;
using System.Net.Sockets;
using System.Text;
using ErrorManagement.TestKit;

namespace ErrorManagement.Architecture.Tests.TestKit;

public sealed class ScriptedServerTests : IAsyncLifetime, IDisposable
{
    // Longer than any step takes, so that a hanging test ends with a message.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScriptedServer _server = ScriptedServer.Start();
    private readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = Patience }) { Timeout = Patience };

    public Task InitializeAsync()
    {
        _client.BaseAddress = _server.Address;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_phase_holds_until_the_next_one()
    {
        (await _client.GetStringAsync("a")).Should().Be("ok");
        _server.Answer = ScriptedAnswer.WithStatus(503, TimeSpan.FromSeconds(2));
        for (var i = 0; i < 3; i++)
        {
            using var refused = await _client.GetAsync("b");
            refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(2));
        }

        _server.Answer = ScriptedAnswer.Ok;
        (await _client.GetStringAsync("c")).Should().Be("ok");
        _server.Requests.Should().Be(5);
        _server.Connections.Should().Be(1, "answers keep the connection alive");
    }

    [Fact]
    public async Task Enqueued_answers_come_first_one_a_request()
    {
        _server.Enqueue(ScriptedAnswer.WithStatus(500), ScriptedAnswer.WithStatus(429).WithHeader("X-Limit", "7"));

        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await _client.GetAsync("x");
            seen.Add(answer.StatusCode);
        }

        seen.Should().Equal(HttpStatusCode.InternalServerError, HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_route_answers_by_the_first_line_and_leaves_the_rest_to_the_phase()
    {
        _server.Route = line => line.StartsWith("GET /b ", StringComparison.Ordinal) ? ScriptedAnswer.Redirect("/c") : line.Contains("/c") ? new() { Body = line } : null;

        (await _client.GetStringAsync("a")).Should().Be("ok");
        (await _client.GetStringAsync("b")).Should().Be("GET /c HTTP/1.1");
        _server.Requests.Should().Be(3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("some more of it")]
    public async Task A_chunked_answer_is_whole_and_keeps_the_connection(string body)
    {
        _server.Answer = new() { IsChunked = true, Body = body };

        (await _client.GetStringAsync("a")).Should().Be(body);
        (await _client.GetStringAsync("b")).Should().Be(body);
        _server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task A_connection_closed_after_the_answer_is_not_used_again()
    {
        _server.Answer = ScriptedAnswer.Ok with { Ending = ScriptedEnding.CloseAfterAnswer };

        (await _client.GetStringAsync("a")).Should().Be("ok");
        (await _client.GetStringAsync("b")).Should().Be("ok");
        (_server.Requests, _server.Connections).Should().Be((2, 2));
    }

    [Fact]
    public async Task A_held_answer_waits_for_the_test()
    {
        var gate = new TaskCompletionSource();
        _server.Answer = ScriptedAnswer.Held(gate.Task);

        var call = _client.GetStringAsync("held");
        await _server.WaitForRequestsAsync(1).WaitAsync(Patience);
        call.IsCompleted.Should().BeFalse();
        gate.SetResult();

        (await call).Should().Be("ok");
    }

    [Fact]
    public async Task A_late_answer_outlasts_the_patience_of_the_client()
    {
        _server.Answer = ScriptedAnswer.Late(Patience);
        using var impatient = new HttpClient { BaseAddress = _server.Address, Timeout = TimeSpan.FromMilliseconds(50) };

        (await impatient.Invoking(c => c.GetStringAsync("slow")).Should().ThrowAsync<TaskCanceledException>()).WithInnerException<TimeoutException>();
        _server.Requests.Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_reset_before_the_answer_is_an_error_of_the_connection()
    {
        _server.Enqueue(ScriptedAnswer.Ok);
        await _client.GetStringAsync("first");
        _server.Answer = ScriptedAnswer.Reset;

        await _client.Invoking(c => c.GetStringAsync("reset")).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task A_reset_in_mid_answer_comes_after_the_head()
    {
        _server.Answer = ScriptedAnswer.ResetInMidAnswer;
        for (var i = 0; i < 50; i++)
        {
            using var answer = await _client.GetAsync("half", HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            (await answer.Content.Invoking(c => c.ReadAsStringAsync()).Should().ThrowAsync<Exception>()).Which.Should().Match<Exception>(e => e is HttpRequestException || e is IOException);
        }
    }

    [Fact]
    public async Task A_closed_port_refuses_and_the_same_port_opens_again()
    {
        for (var i = 0; i < 20; i++)
        {
            (await _client.GetStringAsync("open")).Should().Be("ok");
            _server.ClosePort();
            _server.ClosePort();
            (await _client.Invoking(c => c.GetStringAsync("closed")).Should().ThrowAsync<HttpRequestException>())
                .WithInnerException<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
            _server.ReopenPort();
            _server.ReopenPort();
        }

        _server.Address.Port.Should().Be(_server.Port);
        (await _client.GetStringAsync("open")).Should().Be("ok");
    }

    [Fact]
    public async Task Bodies_with_a_length_and_in_chunks_are_read_to_their_end()
    {
        using var fixedLength = new StringContent(new string('a', 100_000));
        (await _client.PostAsync("a", fixedLength)).StatusCode.Should().Be(HttpStatusCode.OK);
        using var chunks = new HttpRequestMessage(HttpMethod.Post, "b") { Content = new StringContent(new string('b', 100_000)) };
        chunks.Headers.TransferEncodingChunked = true;
        (await _client.SendAsync(chunks)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _client.GetStringAsync("c")).Should().Be("ok");

        _server.Requests.Should().Be(3);
        _server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task Many_clients_are_counted_exactly()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _client.GetStringAsync($"{i}")));
        await _server.WaitForRequestsAsync(200);

        _server.Requests.Should().Be(200);
    }

    [Fact]
    public async Task What_is_no_http_costs_its_connection_only()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _server.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n"));
            (await socket.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience)).Should().Be(0);
        }

        (await _client.GetStringAsync("next")).Should().Be("ok");
    }

    [Fact]
    public async Task Disposing_ends_held_answers_and_may_be_done_twice()
    {
        _server.Answer = ScriptedAnswer.Held(Task.Delay(Timeout.Infinite));
        var call = _client.GetStringAsync("held");
        await _server.WaitForRequestsAsync(1).WaitAsync(Patience);

        await _server.DisposeAsync().AsTask().WaitAsync(Patience);
        await _server.DisposeAsync();

        await call.Invoking(c => c).Should().ThrowAsync<HttpRequestException>();
    }
}
