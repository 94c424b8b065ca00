using System.Collections.Concurrent;
using System.Net;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Http;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Http;

// Against a server on a real socket.
public sealed partial class HttpResilienceTests
{
    [Fact]
    public async Task A_server_that_is_refused_and_comes_back_is_reached_again()
    {
        await using var server = ScriptedServer.Start();
        var resilience = Quick(o => o.CircuitBreaker.FailureThreshold = 8);
        using var client = Network(resilience);
        (await client.GetStringAsync(server.Address)).Should().Be("ok");
        server.ClosePort();
        for (var i = 0; i < 2; i++)
        {
            (await Record.ExceptionAsync(() => client.GetAsync(server.Address))).Should().BeOfType<HttpRequestException>();
        }

        (await Record.ExceptionAsync(() => client.GetAsync(server.Address))).Should().BeOfType<CircuitOpenException>();
        server.ReopenPort();
        (await Record.ExceptionAsync(() => client.GetAsync(server.Address))).Should().BeOfType<CircuitOpenException>("the break is not over");
        _clock.Advance(TimeSpan.FromSeconds(17));
        (await client.GetStringAsync(server.Address)).Should().Be("ok");
        (await client.GetStringAsync(server.Address)).Should().Be("ok");

        BreakerOf(resilience, server).State.Should().Be(CircuitState.Closed);
        server.Requests.Should().Be(3);
    }

    [Fact]
    public async Task A_connection_that_is_reset_before_the_answer_is_tried_again_and_counts()
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.Reset, ScriptedAnswer.Reset);
        var resilience = Quick();
        using var client = Network(resilience);

        (await client.GetStringAsync(server.Address)).Should().Be("ok");

        server.Requests.Should().Be(3);
        BreakerOf(resilience, server).GetMetrics().FailedCalls.Should().Be(2);
    }

    [Fact]
    public async Task A_connection_that_is_closed_before_the_answer_the_transport_replaces_by_itself_and_never_for_a_body()
    {
        var closed = ScriptedAnswer.Ok with { Ending = ScriptedEnding.CloseBeforeAnswer };
        await using var server = ScriptedServer.Start();
        server.Enqueue(closed, closed);
        var resilience = Quick();
        using var client = Network(resilience);

        (await client.GetStringAsync(server.Address)).Should().Be("ok");

        server.Requests.Should().Be(3);
        BreakerOf(resilience, server).GetMetrics().FailedCalls.Should().Be(0, "the handler never saw it");

        server.Answer = closed;
        using var body = new StringContent("pay");
        (await Record.ExceptionAsync(() => client.PostAsync(server.Address, body))).Should().BeOfType<HttpRequestException>();
        server.Requests.Should().Be(4);
        BreakerOf(resilience, server).GetMetrics().FailedCalls.Should().Be(1);

        (await Record.ExceptionAsync(() => client.GetAsync(server.Address))).Should().BeOfType<HttpRequestException>();
        server.Requests.Should().BeGreaterThan(4 + 4, "the transport makes each of the 4 tries several times");
        BreakerOf(resilience, server).GetMetrics().FailedCalls.Should().Be(1 + 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_breaks_inside_the_body_is_the_callers(bool chunked)
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.ResetInMidAnswer with { IsChunked = chunked });
        var resilience = Quick();
        using var client = Network(resilience);

        (await Record.ExceptionAsync(() => client.GetStringAsync(server.Address))).Should().BeOfType<HttpRequestException>();

        server.Requests.Should().Be(1, "the body is read after the handler is done");
        BreakerOf(resilience, server).GetMetrics().SuccessfulCalls.Should().Be(1);
    }

    [Fact]
    public async Task A_chunked_answer_read_as_it_comes_is_whole_whatever_becomes_of_the_time_outs()
    {
        await using var server = ScriptedServer.Start(new() { IsChunked = true, Body = new string('x', 100_000) });
        using var client = Network(Quick());
        for (var i = 0; i < 5; i++)
        {
            using var answer = await client.GetAsync(server.Address, HttpCompletionOption.ResponseHeadersRead);
            _clock.Advance(TimeSpan.FromMinutes(1)); // the time of the try ended with the head of the answer

            (await answer.Content.ReadAsStringAsync()).Should().HaveLength(100_000);
        }
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_answers_is_given_up_try_by_try()
    {
        var never = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(ScriptedAnswer.Held(never.Task));
        var resilience = Quick(o => o.Retry.MaxRetries = 1);
        using var client = Network(resilience);

        var getting = client.GetAsync(server.Address);
        await server.WaitForRequestsAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await server.WaitForRequestsAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await Record.ExceptionAsync(() => getting)).Should().BeOfType<CallTimeoutException>().Which.InnerException.Should().BeOfType<TimeoutException>();
        BreakerOf(resilience, server).GetMetrics().FailedCalls.Should().Be(2);
        never.SetResult();
    }

    [Fact]
    public async Task A_connection_the_server_closed_while_it_idled_costs_no_try()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.Ok with { Ending = ScriptedEnding.CloseAfterAnswer });
        var resilience = Quick();
        using var client = Network(resilience);
        for (var i = 0; i < 50; i++)
        {
            using var body = new StringContent("pay");
            using var answer = i % 2 == 0 ? await client.GetAsync(server.Address) : await client.PostAsync(server.Address, body);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        var metrics = BreakerOf(resilience, server).GetMetrics();
        (server.Requests, metrics.SuccessfulCalls, metrics.FailedCalls).Should().Be((50, 50, 0), "the transport opens another connection by itself");
    }

    [Fact]
    public async Task Sixteen_callers_with_redirects_and_failures_keep_their_requests_and_answers_apart()
    {
        const int Callers = 16, Calls = 25;
        var seen = new ConcurrentDictionary<string, int>();
        await using var server = ScriptedServer.Start();
        server.Route = line =>
        {
            var path = line.Split(' ')[1];
            var visits = seen.AddOrUpdate(path, 1, static (_, before) => before + 1);
            return path.StartsWith("/from", StringComparison.Ordinal) ? ScriptedAnswer.Redirect("/to" + path[5..])
                : visits < 3 ? ScriptedAnswer.WithStatus(503)
                : ScriptedAnswer.Ok with { Body = path };
        };
        var resilience = Quick(o => o.CircuitBreaker.FailureRateThreshold = null);
        resilience.Breakers.GetOrAdd($"http://127.0.0.1:{server.Port}").Disable();
        using var client = Network(resilience);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < Calls; call++)
            {
                (await client.GetStringAsync(new Uri(server.Address, $"/from-{caller}-{call}"))).Should().Be($"/to-{caller}-{call}");
            }
        })));

        seen.Values.Should().OnlyContain(visits => visits == 3, "each try begins where the caller sent it");
        (seen.Count, server.Requests).Should().Be((2 * Callers * Calls, 6 * Callers * Calls));
    }

    [Fact]
    public async Task A_body_that_may_wait_for_100_goes_out_once()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(503));
        using var client = Network(Quick());
        using var request = new HttpRequestMessage(HttpMethod.Put, server.Address) { Content = new StringContent("x") };
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request);

        ((int)answer.StatusCode, server.Requests).Should().Be((503, 1));
    }

    [Fact]
    public async Task The_synchronous_form_retries_waits_and_breaks_as_well()
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.WithStatus(503, TimeSpan.Zero), ScriptedAnswer.Reset);
        var resilience = Quick();
        using var client = Network(resilience);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);

        using var answer = await Task.Run(() => client.Send(request));

        ((int)answer.StatusCode, server.Requests).Should().Be((200, 3));
        BreakerOf(resilience, server).GetMetrics().FailedCalls.Should().Be(2);
    }

    private static HttpClient Network(HttpResilience resilience) => new(new ResilienceHandler(resilience) { InnerHandler = new SocketsHttpHandler() });

    private static CircuitBreaker BreakerOf(HttpResilience resilience, ScriptedServer server) => resilience.Breakers.Find($"http://127.0.0.1:{server.Port}")!;
}
