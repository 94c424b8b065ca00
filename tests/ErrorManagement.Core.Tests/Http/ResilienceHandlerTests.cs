using System.Net;
using System.Net.Http.Json;
using System.Text;
using ErrorManagement.Classification;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Http;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using static ErrorManagement.Core.Tests.Http.LoopbackServer;
using static ErrorManagement.Core.Tests.Http.StubTransport;

namespace ErrorManagement.Core.Tests.Http;

public class ResilienceHandlerTests
{
    [Fact] // D12
    public async Task A_delay_of_more_seconds_than_an_int_holds_is_not_taken_for_none()
    {
        await using var server = new LoopbackServer(Answer(503, "", "Retry-After: 3000000000"), Answer(200));
        using var client = new HttpClient(new ResilienceHandler(new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero })) { InnerHandler = new SocketsHttpHandler() });

        using var answer = await client.GetAsync(server.Address);

        ((int)answer.StatusCode).Should().Be(503);
        server.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task After_a_redirect_a_retry_goes_back_to_where_the_caller_sent_it()
    {
        await using var server = new LoopbackServer(Answer(302, "", "Location: /b"), Answer(503), Answer(200, "fine"));
        using var client = new HttpClient(new ResilienceHandler(new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero })) { InnerHandler = new SocketsHttpHandler() });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/a"));
        request.Headers.Authorization = new("Bearer", "x");

        using var answer = await client.SendAsync(request);

        ((int)answer.StatusCode).Should().Be(200);
        server.Requests.Select(r => r.Split(' ')[1]).Should().Equal("/a", "/b", "/a");
    }

    [Fact] // D9
    public async Task A_caller_who_gave_up_while_the_answer_came_gets_a_cancellation_and_not_that_answer()
    {
        using var caller = new CancellationTokenSource();
        using var transport = new StubTransport(async (_, _) =>
        {
            await caller.CancelAsync();
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        });
        using var invoker = new HttpMessageInvoker(new ResilienceHandler(new RetryPolicy()) { InnerHandler = transport });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost/");

        await FluentActions.Awaiting(() => invoker.SendAsync(request, caller.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_transient_answer_is_retried_and_the_caller_gets_the_good_one()
    {
        await using var server = new LoopbackServer(Answer(503), Answer(429, "wait"), Answer(200, "fine"));
        var retry = new VerdictRetry();
        using var client = Client(retry);

        (await client.GetStringAsync(server.Address)).Should().Be("fine");

        server.Requests.Should().HaveCount(3);
        retry.Verdicts.Select(v => (v.Category, v.Identity.ToString())).Should().Equal((ErrorCategory.Transient, "http:503"), (ErrorCategory.RateLimit, "http:429"));
    }

    [Fact]
    public async Task When_all_tries_fail_the_caller_gets_the_last_answer_and_no_exception()
    {
        await using var server = new LoopbackServer(Answer(503, "one"), Answer(503, "two"), Answer(503, "three", "X-Try: 3"));
        using var client = Client(new VerdictRetry(maxRetries: 2));

        using var answer = await client.GetAsync(server.Address);

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.GetValues("X-Try").Should().Equal("3");
        (await answer.Content.ReadAsStringAsync()).Should().Be("three");
        FluentActions.Invoking(answer.EnsureSuccessStatusCode).Should().Throw<HttpRequestException>().Which.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(407, false)]
    [InlineData(408, true)]
    [InlineData(409, false)]
    [InlineData(428, false)]
    [InlineData(429, true)]
    [InlineData(430, false)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(501, true)]
    [InlineData(503, true)]
    [InlineData(599, true)]
    public async Task Policies_see_408_429_and_all_from_500_as_failures(int status, bool isFailure)
    {
        using var answer = new TrackedAnswer((HttpStatusCode)status);
        var retry = new VerdictRetry(maxRetries: 0);
        using var client = Client(retry, new StubTransport(Give(answer)));

        (await client.GetAsync(new Uri("http://x/"))).Should().BeSameAs(answer);

        retry.Seen.Should().HaveCount(isFailure ? 1 : 0);
        retry.Seen.OfType<HttpRequestException>().Select(e => (int)e.StatusCode!.Value).Should().Equal(isFailure ? [status] : []);
        answer.IsDisposed.Should().BeFalse();
    }

    [Fact]
    public async Task A_host_says_which_statuses_are_failures_and_a_function_that_throws_leaves_the_default()
    {
        var retry = new VerdictRetry(maxRetries: 0);
        var options = new ResilienceHandlerOptions { IsFailure = status => status == HttpStatusCode.NotFound };
        using (var client = Client(retry, new StubTransport(Give(new HttpResponseMessage(HttpStatusCode.NotFound)), Give(new HttpResponseMessage(HttpStatusCode.BadGateway))), options))
        {
            await client.GetAsync(new Uri("http://x/"));
            await client.GetAsync(new Uri("http://x/"));
        }

        retry.Verdicts.Select(v => v.Identity.ToString()).Should().Equal("http:404");

        options = new ResilienceHandlerOptions { IsFailure = _ => throw new InvalidOperationException("broken") };
        using (var client = Client(retry, new StubTransport(Give(new HttpResponseMessage(HttpStatusCode.NotFound)), Give(new HttpResponseMessage(HttpStatusCode.BadGateway))), options))
        {
            await client.GetAsync(new Uri("http://x/"));
            await client.GetAsync(new Uri("http://x/"));
        }

        retry.Verdicts.Select(v => v.Identity.ToString()).Should().Equal("http:404", "http:502");
    }

    [Theory] // [79]
    [InlineData("Retry-After: 7", 7.0)]
    [InlineData("Retry-After: 0", 0.0)]
    [InlineData("Retry-After: Tue, 01 Jan 2030 12:01:30 GMT", 90.0)]
    [InlineData("Retry-After: Tue, 01 Jan 2030 11:00:00 GMT", 0.0)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("Retry-After: -1", null)]
    [InlineData("X-Nothing: 1", null)]
    public async Task The_delay_a_server_asks_for_is_on_the_verdict(string header, double? seconds)
    {
        await using var server = new LoopbackServer(Answer(503, "", header), Answer(200));
        var retry = new VerdictRetry();
        using var client = Client(retry, time: new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero)));

        await client.GetAsync(server.Address);

        retry.Verdicts.Should().ContainSingle().Which.RetryAfter?.TotalSeconds.Should().Be(seconds);
        (retry.Verdicts[0].RetryAfter is null).Should().Be(seconds is null);
    }

    [Theory] // D12
    [InlineData(10, 2)]
    [InlineData(11, 1)]
    public async Task A_delay_above_the_bound_ends_the_retrying_and_the_caller_sees_it(int asked, int requests)
    {
        await using var server = new LoopbackServer(Answer(429, "", $"Retry-After: {asked}"), Answer(200));
        var retry = new VerdictRetry();
        using var client = Client(retry, options: new ResilienceHandlerOptions { MaxRetryAfter = TimeSpan.FromSeconds(10) });

        using var answer = await client.GetAsync(server.Address);

        server.Requests.Should().HaveCount(requests);
        retry.Verdicts[0].RetryAfter.Should().Be(TimeSpan.FromSeconds(asked)); // never shortened
        if (requests == 1)
        {
            answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(asked));
        }
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    [InlineData("CONNECT", 1)]
    [InlineData("LOCK", 1)]
    [InlineData("GET", 2)]
    [InlineData("HEAD", 2)]
    [InlineData("OPTIONS", 2)]
    [InlineData("TRACE", 2)]
    [InlineData("PUT", 2)]
    [InlineData("DELETE", 2)]
    public async Task Only_idempotent_methods_are_sent_again(string method, int sent)
    {
        var transport = new StubTransport(Give(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)), Give(new HttpResponseMessage(HttpStatusCode.OK)));
        using var client = Client(new VerdictRetry(), transport);
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://x/");

        using var answer = await client.SendAsync(request);

        transport.Sent.Should().Be(sent);
        answer.StatusCode.Should().Be(sent == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_post_is_sent_again_when_the_host_or_the_request_says_so()
    {
        (await SendAsync(HttpMethod.Post, optionsSay: true, requestSays: null)).Should().Be(2);
        (await SendAsync(HttpMethod.Post, optionsSay: false, requestSays: true)).Should().Be(2);
        (await SendAsync(HttpMethod.Post, optionsSay: true, requestSays: false)).Should().Be(1);
        (await SendAsync(HttpMethod.Get, optionsSay: false, requestSays: false)).Should().Be(1);

        static async Task<int> SendAsync(HttpMethod method, bool optionsSay, bool? requestSays)
        {
            var transport = new StubTransport(Give(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)), Give(new HttpResponseMessage(HttpStatusCode.OK)));
            using var client = Client(new VerdictRetry(), transport, new ResilienceHandlerOptions { RetryNonIdempotent = optionsSay });
            using var request = new HttpRequestMessage(method, "http://x/");
            if (requestSays is { } says)
            {
                request.Options.Set(ResilienceHandler.AllowRetries, says);
            }

            await client.SendAsync(request);
            return transport.Sent;
        }
    }

    [Fact]
    public async Task A_post_whose_connection_breaks_is_not_retried_and_its_exception_leaves_unchanged_and_unmarked()
    {
        var broken = new HttpRequestException("reset");
        var transport = new StubTransport(Throw(broken));
        var retry = new VerdictRetry();
        using var client = Client(retry, transport);

        var thrown = await Record.ExceptionAsync(() => client.PostAsync(new Uri("http://x/"), null));

        thrown.Should().BeSameAs(broken); // D5
        transport.Sent.Should().Be(1);
        retry.Verdicts.Should().ContainSingle().Which.CanRetry.Should().BeFalse();
        ErrorClassifier.Default.Classify(broken).CanRetry.Should().BeTrue("a retry around the client is the host's own decision");
    }

    [Fact]
    public async Task A_post_is_not_sent_twice_even_when_a_time_out_inside_the_retry_hides_what_happened()
    {
        await using var server = new LoopbackServer(Silence(), Answer(200)); // X29
        var timeout = new ManualTimeout();
        using var client = Client(new VerdictRetry(inner: timeout));
        var posting = client.PostAsync(server.Address, new StringContent("pay"));
        await ArrivalsAsync(server, 1);
        timeout.Strike();

        var thrown = await Record.ExceptionAsync(() => posting);

        thrown.Should().BeOfType<TaskCanceledException>().Which.InnerException.Should().BeOfType<TimeoutException>("that is how an HttpClient says it");
        timeout.Started.Should().Be(2, "the retry did not know better");
        server.Requests.Should().Equal("POST / HTTP/1.1|pay");
    }

    [Fact]
    public async Task A_get_that_timed_out_inside_the_retry_is_sent_again()
    {
        await using var server = new LoopbackServer(Silence(), Answer(200, "fine"));
        var timeout = new ManualTimeout();
        using var client = Client(new VerdictRetry(inner: timeout));
        var getting = client.GetStringAsync(server.Address);
        await ArrivalsAsync(server, 1);
        timeout.Strike();

        (await getting).Should().Be("fine");
    }

    [Fact]
    public async Task A_policy_that_repeats_a_post_on_its_good_answer_gets_that_answer_again()
    {
        var transport = new StubTransport(Give(new TrackedAnswer(HttpStatusCode.OK)));
        using var client = Client(new Custom(async attempt =>
        {
            await attempt();
            return await attempt();
        }), transport);

        var answer = await client.PostAsync(new Uri("http://x/"), null);

        transport.Sent.Should().Be(1);
        ((TrackedAnswer)answer).IsDisposed.Should().BeFalse();
    }

    public static TheoryData<string, bool> Contents => new()
    {
        { "bytes", true }, { "string", true }, { "form", true }, { "memory", true }, { "json", true }, { "multipart", true },
        { "stream", false }, { "multipart with a stream", false }, { "waits for 100", false },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task A_body_is_sent_again_only_when_it_is_held_in_memory(string kind, bool again)
    {
        await using var server = new LoopbackServer(Answer(503), Answer(200));
        using var client = Client(new VerdictRetry());
        using var request = new HttpRequestMessage(HttpMethod.Put, server.Address)
        {
            Content = kind switch
            {
                "bytes" => new ByteArrayContent([65, 66]),
                "string" or "waits for 100" => new StringContent("text"),
                "form" => new FormUrlEncodedContent([new("a", "b")]),
                "memory" => new ReadOnlyMemoryContent("AB"u8.ToArray()),
                "json" => await LengthKnownAsync(JsonContent.Create(new { A = 1 })),
                "multipart" => new MultipartFormDataContent("edge") { { new StringContent("x"), "y" } },
                "stream" => new StreamContent(new MemoryStream("AB"u8.ToArray())),
                _ => new MultipartFormDataContent("edge") { { new StreamContent(new MemoryStream("AB"u8.ToArray())), "y" } },
            },
        };
        request.Headers.ExpectContinue = kind == "waits for 100" ? true : null;

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(again ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        server.Requests.Should().HaveCount(again ? 2 : 1);
        server.Requests.Distinct().Should().ContainSingle("a repeated request is the same request");
    }

    [Fact]
    public async Task A_connection_that_is_reset_before_the_answer_is_retried()
    {
        await using var server = new LoopbackServer(Reset(), Reset(), Answer(200, "fine"));
        var retry = new VerdictRetry();
        using var client = Client(retry);

        (await client.GetStringAsync(server.Address)).Should().Be("fine");

        retry.Verdicts.Should().OnlyContain(v => v.Category == ErrorCategory.Transient && v.Identity.ToString() == "socket:ConnectionReset");
    }

    [Fact]
    public async Task A_connection_that_breaks_inside_the_body_is_the_callers_as_with_a_plain_client()
    {
        // A known limit: the body is read after the handler is done.
        await using var server = new LoopbackServer(ResetInsideBody(), ResetInsideBody());
        var retry = new VerdictRetry();
        using var client = Client(retry);
        using var plain = new HttpClient();

        var thrown = await Record.ExceptionAsync(() => client.GetStringAsync(server.Address));
        var plainly = await Record.ExceptionAsync(() => plain.GetStringAsync(server.Address));

        thrown.Should().BeOfType(plainly!.GetType());
        retry.Seen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_connection_leaves_as_a_plain_client_throws_it()
    {
        var address = new Uri($"http://127.0.0.1:{ClosedPort()}/");
        var retry = new VerdictRetry(maxRetries: 2);
        using var client = Client(retry);

        var thrown = await Record.ExceptionAsync(() => client.GetAsync(address));

        thrown.Should().BeOfType<HttpRequestException>().And.BeSameAs(retry.Seen[^1]);
        retry.Seen.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_rejection_comes_out_unchanged()
    {
        var gate = new Gate(admitted: 0);
        var transport = new StubTransport();
        using var client = Client(gate, transport);

        (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://x/")))).Should().BeSameAs(gate.Refusal);
        transport.Sent.Should().Be(0);
    }

    [Fact]
    public async Task A_rejection_after_a_failed_try_comes_out_and_the_answer_of_that_try_is_disposed()
    {
        var gate = new Gate(admitted: 1);
        using var failed = new TrackedAnswer(HttpStatusCode.ServiceUnavailable);
        using var client = Client(new VerdictRetry(inner: gate), new StubTransport(Give(failed)));

        (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://x/")))).Should().BeSameAs(gate.Refusal);
        failed.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Answers_of_discarded_tries_are_disposed_and_the_returned_one_is_not()
    {
        TrackedAnswer[] answers = [new(HttpStatusCode.ServiceUnavailable), new(HttpStatusCode.BadGateway), new(HttpStatusCode.OK)]; // [81]
        using var client = Client(new VerdictRetry(), new StubTransport([.. answers.Select(Give)]));

        (await client.GetAsync(new Uri("http://x/"))).Should().BeSameAs(answers[2]);

        answers.Select(a => a.IsDisposed).Should().Equal(true, true, false);
    }

    [Fact]
    public async Task A_discarded_answer_is_disposed_before_the_next_try_so_that_its_connection_is_free()
    {
        var first = new TrackedAnswer(HttpStatusCode.ServiceUnavailable);
        var wasDisposed = false;
        using var client = Client(new VerdictRetry(), new StubTransport(Give(first), (_, _) =>
        {
            wasDisposed = first.IsDisposed;
            return Task.FromResult(new HttpResponseMessage());
        }));

        await client.GetAsync(new Uri("http://x/"));

        wasDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task A_failed_answer_followed_by_a_broken_connection_leaves_the_connections_exception()
    {
        var broken = new HttpRequestException("reset");
        using var failed = new TrackedAnswer(HttpStatusCode.ServiceUnavailable);
        using var client = Client(new VerdictRetry(maxRetries: 1), new StubTransport(Give(failed), Throw(broken)));

        (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://x/")))).Should().BeSameAs(broken);
        failed.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task A_policy_that_wraps_the_last_failure_still_gives_the_caller_the_answer()
    {
        using var failed = new TrackedAnswer(HttpStatusCode.ServiceUnavailable);
        using var client = Client(new Custom(async attempt =>
        {
            try
            {
                return await attempt();
            }
            catch (HttpRequestException e)
            {
                throw new ResilienceException("budget", "no more retries", cause: e);
            }
        }), new StubTransport(Give(failed)));

        (await client.GetAsync(new Uri("http://x/"))).Should().BeSameAs(failed);
        failed.IsDisposed.Should().BeFalse();
    }

    [Fact]
    public async Task An_answer_that_the_policy_puts_in_the_place_is_returned_and_the_failed_one_disposed()
    {
        using var failed = new TrackedAnswer(HttpStatusCode.ServiceUnavailable);
        using var instead = new TrackedAnswer(HttpStatusCode.OK);
        using var client = Client(new Custom(async attempt =>
        {
            try
            {
                return await attempt();
            }
            catch (HttpRequestException)
            {
                return instead;
            }
        }), new StubTransport(Give(failed)));

        (await client.GetAsync(new Uri("http://x/"))).Should().BeSameAs(instead);
        (failed.IsDisposed, instead.IsDisposed).Should().Be((true, false));
    }

    [Fact]
    public async Task An_answer_that_comes_in_after_its_policy_gave_up_is_disposed()
    {
        var late = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var lateAnswer = new TrackedAnswer(HttpStatusCode.OK);
        using var good = new TrackedAnswer(HttpStatusCode.OK);
        var timeout = new ManualTimeout(abandons: true);
        using var client = Client(new VerdictRetry(inner: timeout), new StubTransport((_, _) => late.Task, Give(good)));
        var getting = client.GetAsync(new Uri("http://x/"));
        timeout.Strike();
        (await getting).Should().BeSameAs(good);

        late.SetResult(lateAnswer);
        (await Record.ExceptionAsync(() => timeout.Abandoned!)).Should().BeAssignableTo<OperationCanceledException>();

        (lateAnswer.IsDisposed, good.IsDisposed).Should().Be((true, false));
    }

    [Fact]
    public async Task The_callers_cancellation_leaves_as_it_is_and_nothing_is_retried()
    {
        await using var server = new LoopbackServer(Silence());
        using var caller = new CancellationTokenSource();
        var retry = new VerdictRetry();
        using var client = Client(retry);
        var getting = client.GetAsync(server.Address, caller.Token);
        await ArrivalsAsync(server, 1);
        await caller.CancelAsync();

        var thrown = await Record.ExceptionAsync(() => getting);

        thrown.Should().BeOfType<TaskCanceledException>().Which.CancellationToken.Should().Be(caller.Token);
        retry.Verdicts.Should().ContainSingle().Which.IsCallerCancellation.Should().BeTrue();
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task The_clients_own_time_out_covers_all_tries_and_looks_as_ever()
    {
        await using var server = new LoopbackServer(Silence());
        var retry = new VerdictRetry();
        using var client = Client(retry);
        client.Timeout = TimeSpan.FromMilliseconds(50);

        var thrown = await Record.ExceptionAsync(() => client.GetAsync(server.Address));

        thrown.Should().BeOfType<TaskCanceledException>().Which.InnerException.Should().BeOfType<TimeoutException>();
        retry.Verdicts.Should().ContainSingle().Which.IsCallerCancellation.Should().BeTrue("to the handler it is the caller who gives up");
    }

    [Fact]
    public async Task Each_request_may_have_a_policy_of_its_own()
    {
        var gates = new Dictionary<string, Gate> { ["up"] = new(admitted: 1), ["down"] = new(admitted: 0) };
        using var client = Handler(new ResilienceHandler(request => gates[request.RequestUri!.Host]), new StubTransport(Give(new HttpResponseMessage())));

        (await client.GetAsync(new Uri("http://up/"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://down/")))).Should().BeSameAs(gates["down"].Refusal);
    }

    [Fact]
    public async Task A_function_that_picks_no_policy_is_named()
    {
        using var client = Handler(new ResilienceHandler(_ => null!), new StubTransport());

        (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://x/")))).Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("null").And.Contain("GET");
    }

    [Fact]
    public async Task The_synchronous_form_does_the_same()
    {
        await using var server = new LoopbackServer(Answer(503), Answer(200, "fine"), Answer(503), Answer(503));
        using var client = Client(new VerdictRetry(maxRetries: 1));

        using var first = new HttpRequestMessage(HttpMethod.Get, server.Address);
        using var good = await Task.Run(() => client.Send(first));
        good.StatusCode.Should().Be(HttpStatusCode.OK);
        using var second = new HttpRequestMessage(HttpMethod.Get, server.Address);
        using var failed = await Task.Run(() => client.Send(second));
        failed.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);

        var gate = new Gate(admitted: 0);
        using var closed = Client(gate);
        using var third = new HttpRequestMessage(HttpMethod.Get, server.Address);
        Record.Exception(() => closed.Send(third)).Should().BeSameAs(gate.Refusal);
    }

    [Fact]
    public async Task Many_requests_at_once_keep_their_answers_apart()
    {
        var random = new Random(20261121);
        var answers = new System.Collections.Concurrent.ConcurrentBag<TrackedAnswer>();
        var gate = new Lock();
        using var client = Client(new VerdictFreeRetry(), new Flaky(() =>
        {
            lock (gate)
            {
                return random.Next(3) == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable;
            }
        }, answers));

        var returned = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => client.GetAsync(new Uri($"http://x/{i}")))));

        returned.Should().OnlyHaveUniqueItems();
        returned.Cast<TrackedAnswer>().Should().OnlyContain(a => !a.IsDisposed);
        answers.Except(returned.Cast<TrackedAnswer>()).Should().OnlyContain(a => a.IsDisposed);
        foreach (var (answer, i) in returned.Select((answer, i) => (answer, i)))
        {
            answer.RequestMessage!.RequestUri!.AbsolutePath.Should().Be($"/{i}");
        }
    }

    [Fact]
    public void A_bound_below_zero_is_refused_by_name_value_and_bound()
    {
        FluentActions.Invoking(() => new ResilienceHandler(new VerdictRetry(), new ResilienceHandlerOptions { MaxRetryAfter = TimeSpan.FromTicks(-1) }))
            .Should().Throw<ArgumentException>().WithMessage("*MaxRetryAfter*at least zero*-00:00:00.0000001*");
        FluentActions.Invoking(() => new ResilienceHandler(new VerdictRetry(), new ResilienceHandlerOptions { MaxRetryAfter = TimeSpan.Zero })).Should().NotThrow();
        FluentActions.Invoking(() => new ResilienceHandler((IExecutionPolicy)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ResilienceHandler((Func<HttpRequestMessage, IExecutionPolicy>)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task Options_changed_later_have_no_effect()
    {
        var options = new ResilienceHandlerOptions();
        var transport = new StubTransport(Give(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)), Give(new HttpResponseMessage()));
        using var client = Client(new VerdictRetry(), transport, options);
        options.RetryNonIdempotent = true;
        options.IsFailure = _ => false;

        (await client.PostAsync(new Uri("http://x/"), null)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync(new Uri("http://x/"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static HttpClient Client(IExecutionPolicy policy, HttpMessageHandler? transport = null, ResilienceHandlerOptions? options = null, TimeProvider? time = null) =>
        Handler(new ResilienceHandler(policy, options, time), transport ?? new SocketsHttpHandler());

    private static HttpClient Handler(ResilienceHandler handler, HttpMessageHandler transport)
    {
        handler.InnerHandler = transport;
        return new HttpClient(handler);
    }

    private static async Task<HttpContent> LengthKnownAsync(HttpContent content)
    {
        // The test's server does not read chunks.
        await content.LoadIntoBufferAsync();
        return content;
    }

    private static async Task ArrivalsAsync(LoopbackServer server, int count)
    {
        while (server.Requests.Count < count)
        {
            await Task.Yield();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_nobody_gets_holds_no_connection_while_a_retry_waits(bool synchronous)
    {
        var time = new FakeTimeProvider();
        using var failed = new TrackedAnswer(HttpStatusCode.ServiceUnavailable);
        using var fine = new TrackedAnswer(HttpStatusCode.OK);
        using var client = new HttpClient(new ResilienceHandler(new RetryPolicy(new RetryOptions(), timeProvider: time)) { InnerHandler = new StubTransport(Give(failed), Give(fine)) });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://x/");

        var sending = synchronous ? Task.Run(() => client.Send(request)) : client.SendAsync(request);
        SpinWait.SpinUntil(() => time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
        var wasDisposed = failed.IsDisposed;
        time.Advance(TimeSpan.FromSeconds(1));

        (await sending).Should().BeSameAs(fine);
        (wasDisposed, fine.IsDisposed).Should().Be((true, false));
    }

    /// <summary>Retries five times whatever happens, and keeps nothing, so that many calls may share it.</summary>
    private sealed class VerdictFreeRetry : TestPolicy
    {
        public override async ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
        {
            for (var left = 5; ; left--)
            {
                try
                {
                    return await operation(state, cancellationToken);
                }
                catch (HttpRequestException) when (left > 0)
                {
                }
            }
        }
    }

    private sealed class Flaky(Func<HttpStatusCode> next, System.Collections.Concurrent.ConcurrentBag<TrackedAnswer> answers) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var answer = new TrackedAnswer(next()) { RequestMessage = request, Content = new StringContent("x", Encoding.ASCII) };
            answers.Add(answer);
            return answer;
        }
    }
}
