using System.Net;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Http;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Http;

public sealed partial class HttpResilienceTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CallCounter _transport = new();

    public void Dispose() => _transport.Dispose();

    [Fact]
    public async Task One_line_gives_retries_time_outs_and_breakers()
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.WithStatus(503, TimeSpan.Zero), ScriptedAnswer.WithStatus(429, TimeSpan.Zero));
        using var client = new HttpClient(new ResilienceHandler { InnerHandler = new SocketsHttpHandler() });

        (await client.GetStringAsync(server.Address)).Should().Be("ok");

        server.Requests.Should().Be(3);
        var breaker = HttpResilience.Default.Breakers.Find($"http://127.0.0.1:{server.Port}")!.GetMetrics();
        (breaker.FailedCalls, breaker.SuccessfulCalls).Should().Be((2, 1));
    }

    [Fact]
    public void The_defaults_are_said_and_have_nothing_that_cannot_work()
    {
        var resilience = new HttpResilience();

        resilience.ToString().Should().Be("timeout(30 s) > retry(3, 1 s x2 <= 60 s) > partitions(http) > timeout(10 s)");
        resilience.CheckSettings().Should().BeEmpty();
        HttpResilience.Default.CheckSettings().Should().BeEmpty();
        new HttpResilience(new HttpResilienceOptions { TotalTimeout = null, AttemptTimeout = null }).ToString().Should().Be("retry(3, 1 s x2 <= 60 s) > partitions(http)");
        new HttpResilience(new HttpResilienceOptions { AttemptTimeout = TimeSpan.FromSeconds(40), CircuitBreaker = { FailureThreshold = 3 } }).CheckSettings()
            .Select(w => w.Rule).Should().BeEquivalentTo("retries-trip-breaker", "break-shorter-than-timeout", "timeout-never-fires");
    }

    [Theory] // U9
    [InlineData(200, 1, 0)]
    [InlineData(304, 1, 0)]
    [InlineData(400, 1, 0)]
    [InlineData(401, 1, 0)]
    [InlineData(403, 1, 0)]
    [InlineData(404, 1, 0)]
    [InlineData(409, 1, 0)]
    [InlineData(422, 1, 0)]
    [InlineData(408, 4, 4)]
    [InlineData(429, 4, 4)]
    [InlineData(500, 1, 1)]
    [InlineData(501, 1, 1)]
    [InlineData(502, 4, 4)]
    [InlineData(503, 4, 4)]
    [InlineData(504, 4, 4)]
    [InlineData(505, 1, 1)]
    public async Task A_status_says_whether_it_is_tried_again_and_whether_it_counts(int status, int sent, int failures)
    {
        var resilience = Quick();
        _transport.Answer = (_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status));
        using var client = Client(resilience);

        ((int)(await client.GetAsync(new Uri("http://x/"))).StatusCode).Should().Be(status);

        _transport.Sent.Should().Be(sent);
        resilience.Breakers.Find("http://x:80")!.GetMetrics().FailedCalls.Should().Be(failures);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Callers_bad_requests_cannot_open_the_circuit(int status)
    {
        var resilience = Quick(o => o.CircuitBreaker.FailureThreshold = 5);
        _transport.Answer = (_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status));
        using var client = Client(resilience);

        for (var i = 0; i < 200; i++)
        {
            await client.GetAsync(new Uri("http://x/"));
        }

        var metrics = resilience.Breakers.Find("http://x:80")!.GetMetrics();
        (metrics.State, metrics.FailedCalls, metrics.SuccessfulCalls).Should().Be((CircuitState.Closed, 0, 200), "an answer shows that the other side works");
    }

    [Fact]
    public async Task A_host_that_fails_opens_its_own_circuit_and_no_other()
    {
        var resilience = Quick();
        _transport.Answer = (request, _) => Task.FromResult(new HttpResponseMessage(request.RequestUri!.Host == "down" ? HttpStatusCode.BadGateway : HttpStatusCode.OK));
        using var client = Client(resilience);
        for (var call = 0; call < 5; call++) // of 4 tries each
        {
            (await client.GetAsync(new Uri("http://down/"))).StatusCode.Should().Be(HttpStatusCode.BadGateway);
        }

        var rejected = (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://someone:secret@DOWN:80/private?token=secret#secret"))))
            .Should().BeOfType<CircuitOpenException>().Which;

        rejected.BreakerName.Should().Be("http http://down:80");
        rejected.RetryAfter.Should().BeCloseTo(TimeSpan.FromSeconds(15.75), TimeSpan.FromSeconds(0.75));
        rejected.ToString().Should().NotContain("secret").And.NotContain("private").And.NotContain("someone");
        _transport.Sent.Should().Be(20, "a rejected call is not sent, and not retried");
        (await client.GetAsync(new Uri("http://up/"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync(new Uri("https://down/"))).StatusCode.Should().Be(HttpStatusCode.BadGateway, "another scheme is another authority");
        resilience.Breakers.Select(b => (b.Key, b.Value.State)).Should().BeEquivalentTo(
            [("http://down:80", CircuitState.Open), ("http://up:80", CircuitState.Closed), ("https://down:443", CircuitState.Closed)]);
    }

    [Fact]
    public async Task Breakers_outlive_the_handlers_that_a_factory_makes_anew()
    {
        var resilience = Quick(o => o.CircuitBreaker.FailureThreshold = 4);
        _transport.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway));
        using (var first = Client(resilience))
        {
            await first.GetAsync(new Uri("http://x/"));
        }

        using var second = Client(resilience);

        (await Record.ExceptionAsync(() => second.GetAsync(new Uri("http://x/")))).Should().BeOfType<CircuitOpenException>();
    }

    [Fact]
    public async Task A_host_says_who_shares_a_breaker_who_has_none_and_what_it_is_called()
    {
        var resilience = Quick(o =>
        {
            o.Name = "shops";
            o.BreakerKey = request => request.RequestUri!.Host switch
            {
                "health" => null,
                "broken" => throw new InvalidOperationException("broken"),
                var host => host[^1..],
            };
        });
        using var client = Client(resilience);
        foreach (var host in new[] { "a1", "b1", "a2", "health", "broken" })
        {
            await client.GetAsync(new Uri($"http://{host}/"));
        }

        resilience.Breakers.Select(b => (b.Key, b.Value.Name)).Should().BeEquivalentTo([("1", "shops"), ("2", "shops"), ("http://broken:80", "shops")], "keys of a host's own may be private");
        _transport.Sent.Should().Be(5);

        resilience = Quick(o => o.BreakerNaming = key => key.Contains('x') ? "partner" : throw new InvalidOperationException("broken"));
        using var named = Client(resilience);
        await named.GetAsync(new Uri("http://x/"));
        await named.GetAsync(new Uri("http://y/"));
        resilience.Breakers.Select(b => b.Value.Name).Should().BeEquivalentTo("partner", "http");
    }

    [Fact]
    [Behaviour("X29")]
    public async Task A_post_whose_try_timed_out_is_neither_sent_again_nor_waited_for()
    {
        var resilience = Quick(o => o.Retry.InitialDelay = TimeSpan.FromSeconds(1));
        _transport.Answer = Hang;
        using var client = Client(resilience);
        using var body = new StringContent("pay");
        var posting = client.PostAsync(new Uri("http://x/"), body);

        _clock.Advance(TimeSpan.FromSeconds(10));

        (await Record.ExceptionAsync(() => posting)).Should().BeOfType<CallTimeoutException>().Which.PolicyName.Should().Be("http attempt");
        _transport.Sent.Should().Be(1);
        resilience.Breakers.Find("http://x:80")!.GetMetrics().FailedCalls.Should().Be(1, "a try that was never made is no failure");
    }

    [Fact]
    [Behaviour("X29")]
    public async Task A_post_that_may_be_repeated_and_a_get_are_sent_again_after_a_time_out()
    {
        var resilience = Quick();
        using var client = Client(resilience);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            _transport.Answer = Hang;
            using var request = new HttpRequestMessage(method, "http://x/");
            request.Options.Set(ResilienceHandler.AllowRetries, true);
            var sending = client.SendAsync(request);
            _transport.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted));

            _clock.Advance(TimeSpan.FromSeconds(10));

            (await sending).StatusCode.Should().Be(HttpStatusCode.Accepted);
        }

        _transport.Sent.Should().Be(4);
    }

    [Fact]
    public async Task The_time_of_all_tries_is_one_and_its_end_is_told_from_the_callers()
    {
        var resilience = Quick(o => o.AttemptTimeout = null);
        _transport.Answer = Hang;
        using var client = Client(resilience);
        using var caller = new CancellationTokenSource();
        var late = client.GetAsync(new Uri("http://x/"), caller.Token);
        _clock.Advance(TimeSpan.FromSeconds(30));
        (await Record.ExceptionAsync(() => late)).Should().BeOfType<CallTimeoutException>().Which.PolicyName.Should().Be("http total");

        var given = client.GetAsync(new Uri("http://x/"), caller.Token);
        await caller.CancelAsync();
        (await Record.ExceptionAsync(() => given)).Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(caller.Token);

        _transport.Sent.Should().Be(2);
        resilience.Breakers.Find("http://x:80")!.GetMetrics().State.Should().Be(CircuitState.Closed);
    }

    [Theory] // D12
    [InlineData(5, 30, 2)]
    [InlineData(29, 30, 2)]
    [InlineData(30, 30, 1)]
    [InlineData(86_400, 30, 1)]
    [InlineData(61, null, 1)]
    [InlineData(60, null, 2)]
    public async Task A_delay_that_does_not_fit_in_the_time_left_ends_the_call_at_once_with_the_answer(int asked, int? total, int sent)
    {
        var resilience = Quick(o => o.TotalTimeout = total is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        _transport.Answer = (_, _) =>
        {
            var answer = new HttpResponseMessage(_transport.Sent == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(asked));
            return Task.FromResult(answer);
        };
        using var client = Client(resilience);

        var getting = client.GetAsync(new Uri("http://x/"));
        getting.IsCompleted.Should().Be(sent == 1);
        if (sent == 2)
        {
            _clock.Advance(TimeSpan.FromSeconds(asked) - TimeSpan.FromTicks(1));
            _transport.Sent.Should().Be(1, "no delay is shortened");
            _clock.Advance(TimeSpan.FromTicks(1));
        }

        using var answer = await getting;
        (_transport.Sent, (int)answer.StatusCode).Should().Be((sent, sent == 1 ? 503 : 200));
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(asked));
    }

    [Fact]
    public async Task Changed_settings_apply_from_the_next_request_on_and_breakers_keep_their_state()
    {
        var resilience = Quick(o => o.CircuitBreaker.FailureThreshold = 4);
        _transport.Answer = (request, _) => Task.FromResult(new HttpResponseMessage(request.RequestUri!.Host == "down" ? HttpStatusCode.BadGateway : HttpStatusCode.NotFound));
        using var client = Client(resilience);
        await client.GetAsync(new Uri("http://down/"));
        await client.GetAsync(new Uri("http://up/"));
        var before = resilience.Breakers.Find("http://up:80");

        var changed = QuickOptions(o =>
        {
            o.Retry.MaxRetries = 1;
            o.CircuitBreaker.FailureThreshold = 2;
            o.Answers.IsFailure = status => status == HttpStatusCode.NotFound;
        });
        resilience.Apply(changed);

        (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://down/")))).Should().BeOfType<CircuitOpenException>();
        await client.GetAsync(new Uri("http://up/"));
        await client.GetAsync(new Uri("http://up/"));
        resilience.Breakers.Find("http://up:80").Should().BeSameAs(before);
        before!.State.Should().Be(CircuitState.Open, "the new threshold holds");
        resilience.ToString().Should().Contain("retry(1,");
        FluentActions.Invoking(() => resilience.Apply(new HttpResilienceOptions { Retry = null! })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Every_setting_out_of_bounds_is_named_at_once()
    {
        FluentActions.Invoking(() => new HttpResilience(new HttpResilienceOptions
        {
            Name = " ",
            TotalTimeout = TimeSpan.Zero,
            AttemptTimeout = TimeSpan.MaxValue,
            Retry = { MaxRetries = -1 },
            CircuitBreaker = { FailureThreshold = 0 },
            Partitions = { MaxPartitions = 0 },
            Answers = { MaxRetryAfter = TimeSpan.FromTicks(-1) },
        })).Should().Throw<ArgumentException>().Which.Message.Should()
            .ContainAll("Name must be", "TotalTimeout must be null, or more than zero", "AttemptTimeout must be", "MaxRetries", "FailureThreshold", "MaxPartitions", "MaxRetryAfter");
        FluentActions.Invoking(() => new HttpResilience(new HttpResilienceOptions { Retry = null!, CircuitBreaker = null!, Partitions = null!, Answers = null! }))
            .Should().Throw<ArgumentException>().Which.Message.Should().ContainAll("Retry must be", "CircuitBreaker must be", "Partitions must be", "Answers must be");
        FluentActions.Invoking(() => new ResilienceHandler((HttpResilience)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task What_is_reported_carries_the_name_of_the_breaker_and_nothing_of_the_path()
    {
        var sink = new RecordingSink();
        var options = QuickOptions();
        options.Name = "payments";
        var resilience = new HttpResilience(options, _clock, sink: sink);
        _transport.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway));
        using var client = Client(resilience);

        await client.GetAsync(new Uri("http://x/private?token=secret"));

        var reported = sink.Reported.Should().ContainSingle().Which;
        reported.Component.Should().Be("payments http://x:80").And.Be(resilience.Breakers.Single().Value.Name);
        $"{reported.Message} {reported.Exception}".Should().NotContain("secret").And.NotContain("private");
    }

    [Fact]
    public async Task A_request_without_an_address_goes_without_a_breaker()
    {
        var resilience = Quick();
        using var invoker = new HttpMessageInvoker(new ResilienceHandler(resilience) { InnerHandler = _transport });
        using var nowhere = new HttpRequestMessage(HttpMethod.Get, (Uri?)null);
        using var somewhere = new HttpRequestMessage(HttpMethod.Get, new Uri("/relative", UriKind.Relative));

        await invoker.SendAsync(nowhere, default);
        await invoker.SendAsync(somewhere, default);

        (_transport.Sent, resilience.Breakers.Count).Should().Be((2, 0));
    }

    private static Task<HttpResponseMessage> Hang(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return never.Task;
    }

    /// <summary>The defaults, but without waiting between tries.</summary>
    private static HttpResilienceOptions QuickOptions(Action<HttpResilienceOptions>? change = null)
    {
        var options = new HttpResilienceOptions { Retry = { InitialDelay = TimeSpan.Zero } };
        change?.Invoke(options);
        return options;
    }

    private HttpResilience Quick(Action<HttpResilienceOptions>? change = null) => new(QuickOptions(change), _clock);

    private HttpClient Client(HttpResilience resilience) => new(new ResilienceHandler(resilience) { InnerHandler = _transport }, disposeHandler: false);

    private sealed class CallCounter : HttpMessageHandler
    {
        private int _sent;

        public int Sent => _sent;

        public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = (_, _) => Task.FromResult(new HttpResponseMessage());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sent);
            return Answer(request, cancellationToken);
        }
    }
}
