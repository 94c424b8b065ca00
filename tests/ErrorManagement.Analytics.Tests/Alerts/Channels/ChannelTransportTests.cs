using ErrorManagement.Families.Observability;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class ChannelTransportTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory] // S0.118
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task A_status_that_may_pass_is_tried_again_with_the_same_id_and_body_and_a_new_signature(int status)
    {
        await using var server = ScriptedServer.Start();
        server.KeepsRequests = true;
        server.Enqueue(ScriptedAnswer.WithStatus(status), ScriptedAnswer.WithStatus(status));
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server), new SteppingTime());

        await channel.SendAsync(ChannelSamples.Notice(), default);

        server.Kept.Should().HaveCount(3);
        server.Kept.Select(r => r.Header("X-ErrorManagement-Id")).Distinct().Should().Equal("n-1");
        server.Kept.Select(r => r.Text).Distinct().Should().HaveCount(1);
        server.Kept.Select(r => r.Header("X-ErrorManagement-Signature")).Distinct().Should().HaveCount(3, "a receiver refuses those that are old");
    }

    [Theory] // S0.118
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(422)]
    public async Task A_status_that_will_not_pass_is_final(int status)
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(status));
        using var channel = Channel(server);
        (await Failure(channel)).Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} answered {status} (1 try)");
        server.Requests.Should().Be(1);
    }

    [Fact] // S0.118
    public async Task A_server_that_goes_on_failing_gets_all_tries_and_the_failure_says_so()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(500));
        using var channel = Channel(server);
        var failure = await Failure(channel);
        failure.Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} answered 500 (4 tries)");
        failure.Channel.Should().Be("webhook");
        failure.InnerException.Should().BeAssignableTo<HttpRequestException>().Which.StatusCode.Should().Be(System.Net.HttpStatusCode.InternalServerError);
        server.Requests.Should().Be(4);
    }

    [Theory] // S0.118
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_and_its_target_never_called(int status)
    {
        await using var target = ScriptedServer.Start();
        await using var server = ScriptedServer.Start(ScriptedAnswer.Redirect(target.Address.ToString(), status));
        using var channel = Channel(server);
        (await Failure(channel)).Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} answered {status}, a redirect, which is not followed: give the address where it ends (1 try)");
        (server.Requests, target.Connections).Should().Be((1, 0));
    }

    [Fact] // S0.118
    public async Task A_server_that_hangs_costs_a_time_out_a_try()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.Held(new TaskCompletionSource().Task));
        using var channel = Channel(server, o => o.MaxRetries = 1);

        var sending = Failure(channel);
        for (var tries = 1; tries <= 2; tries++)
        {
            await server.WaitForRequestsAsync(tries);
            sending.IsCompleted.Should().BeFalse();
            _clock.Advance(TimeSpan.FromSeconds(11));
        }

        (await sending).Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} gave no answer within 10 s (2 tries)");
        server.Requests.Should().Be(2);
    }

    [Fact] // S0.118
    public async Task All_tries_together_have_a_time_out_too()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.Held(new TaskCompletionSource().Task));
        using var channel = Channel(server, o =>
        {
            o.Timeout = TimeSpan.FromSeconds(10);
            o.TotalTimeout = TimeSpan.FromSeconds(15);
        });

        var sending = Failure(channel);
        await server.WaitForRequestsAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(10.5));
        await server.WaitForRequestsAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(5));

        (await sending).Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} gave no answer in time (2 tries within 15 s, which is all the time there is)");
    }

    [Fact] // S0.118
    public async Task Who_cancels_gets_a_cancellation_and_no_failure()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.Held(new TaskCompletionSource().Task));
        using var channel = Channel(server);
        using var cancel = new CancellationTokenSource();
        var sending = channel.SendAsync(ChannelSamples.Notice(), cancel.Token).AsTask();
        await server.WaitForRequestsAsync(1);
        await cancel.CancelAsync();
        (await ((Func<Task>)(() => sending)).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), cancel.Token).AsTask())).Should().ThrowAsync<OperationCanceledException>();
        server.Requests.Should().Be(1);
    }

    [Fact] // S0.118
    public async Task A_server_that_fails_for_an_hour_costs_one_trial_a_minute()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(500));
        using var channel = Channel(server);
        var failures = new List<string>();
        for (var second = 0; second < 3_600; second += 5)
        {
            failures.Add((await Failure(channel)).Message);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        server.Requests.Should().Be(5 + 59, "five open the circuit, and one a minute tries whether the server is back");
        failures[2].Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} failed too often in a row and is left alone for 55 s more; the last failure: 127.0.0.1:{server.Port} answered 500");

        server.Answer = ScriptedAnswer.Ok;
        _clock.Advance(TimeSpan.FromSeconds(60));
        await channel.SendAsync(ChannelSamples.Notice(), default);
        await channel.SendAsync(ChannelSamples.Notice(), default);
    }

    [Fact] // S0.118
    public async Task Ten_thousand_notices_to_a_server_that_fails_are_five_requests()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(503));
        using var channel = Channel(server);
        for (var i = 0; i < 10_000; i++)
        {
            await Failure(channel);
        }

        server.Requests.Should().Be(5);
    }

    [Fact]
    public async Task Notices_that_the_server_takes_exception_to_do_not_close_it_for_others()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(400));
        using var channel = Channel(server);
        for (var i = 0; i < 20; i++)
        {
            await Failure(channel);
        }

        server.Requests.Should().Be(20);
        server.Answer = ScriptedAnswer.Ok;
        await channel.SendAsync(ChannelSamples.Notice(), default);
    }

    [Fact]
    public async Task An_address_that_is_gone_is_left_alone_too()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(404));
        using var channel = Channel(server);
        for (var i = 0; i < 100; i++)
        {
            await Failure(channel);
        }

        server.Requests.Should().Be(5);
    }

    [Fact] // S0.118
    public async Task A_Retry_After_is_waited_for()
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.WithStatus(429, TimeSpan.FromSeconds(7)));
        var time = new WatchedTime();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server), time);

        var waits = time.NextTimer(due => due == TimeSpan.FromSeconds(7));
        var sending = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
        await waits;
        time.Clock.Advance(TimeSpan.FromSeconds(6.9));
        server.Requests.Should().Be(1);
        time.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await sending;
        server.Requests.Should().Be(2);
    }

    [Fact] // S0.118
    public async Task A_Retry_After_beyond_the_bound_fails_the_message_and_holds_the_next_ones_for_the_bound()
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.WithStatus(429, TimeSpan.FromHours(5)));
        var time = new WatchedTime();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server), time);

        (await Failure(channel)).Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} answered 429 and asks to wait 18000 s, which is longer than MaxRetryAfter (1 try)");

        time.Clock.Advance(TimeSpan.FromSeconds(10));
        var waits = time.NextTimer(due => due == TimeSpan.FromSeconds(20));
        var next = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
        await waits;
        server.Requests.Should().Be(1, "30 s are the bound, and 10 s are over");
        time.Clock.Advance(TimeSpan.FromSeconds(20));
        await next;
        server.Requests.Should().Be(2);
    }

    [Theory]
    [InlineData("Tue, 01 Jan 2030 12:00:09 GMT", 9)]
    [InlineData("9", 9)]
    public async Task A_Retry_After_may_be_a_date_or_seconds(string value, int seconds)
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.WithStatus(503).WithHeader("Retry-After", value));
        var time = new WatchedTime();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server), time);
        var waits = time.NextTimer(due => due == TimeSpan.FromSeconds(seconds));
        var sending = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
        await waits;
        time.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await sending;
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-5")]
    [InlineData("Fri, 01 Jan 1971 00:00:00 GMT")]
    [InlineData("soon")]
    public async Task A_Retry_After_that_says_nothing_useful_does_no_harm(string value)
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.WithStatus(503).WithHeader("Retry-After", value));
        using var channel = Channel(server);
        await channel.SendAsync(ChannelSamples.Notice(), default);
        server.Requests.Should().Be(2);
    }

    [Fact] // S0.118
    public async Task A_reset_connection_is_tried_again()
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.Reset, ScriptedAnswer.Reset);
        using var channel = Channel(server);
        await channel.SendAsync(ChannelSamples.Notice(), default);
        server.Requests.Should().Be(3);
    }

    [Fact] // S0.118
    public async Task A_closed_port_is_told_with_its_cause()
    {
        await using var server = ScriptedServer.Start();
        server.ClosePort();
        using var channel = Channel(server);
        var failure = await Failure(channel);
        failure.Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} could not be connected to (4 tries)");
        failure.ToString().Should().Contain("SocketException");
    }

    [Theory] // S0.118
    [InlineData(200)]
    [InlineData(500)]
    public async Task An_answer_without_end_is_not_read(int status)
    {
        await using var server = ScriptedServer.Start(new ScriptedAnswer { Status = status, Body = new string('x', 20_000_000) });
        using var channel = Channel(server, o => o.MaxRetries = 0);
        var sending = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
        if (status == 200)
        {
            await sending;
        }
        else
        {
            await ((Func<Task>)(() => sending)).Should().ThrowAsync<AlertChannelException>().WithMessage("*answered 500*");
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_off_after_its_head_was_an_answer()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.ResetInMidAnswer);
        using var channel = Channel(server);
        await channel.SendAsync(ChannelSamples.Notice(), default);
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Headers_without_end_are_a_failure_that_is_not_repeated()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.Ok.WithHeader("X-Long", new string('x', 100_000)));
        using var channel = Channel(server);
        (await Failure(channel)).Message.Should().Contain("answered with headers that are too long (1 try)");
    }

    [Fact]
    public async Task A_connection_that_is_never_made_is_told()
    {
        await using var server = ScriptedServer.Start();
        using var channel = Channel(server, o =>
        {
            o.Url = $"https://127.0.0.1:{server.Port}/"; // it waits for a line that TLS does not send
            o.Timeout = TimeSpan.FromMilliseconds(100); // of the system: connections are made outside of any one message
            o.MaxRetries = 1;
        });
        (await Failure(channel)).Message.Should().Be($"Alert channel webhook failed: 127.0.0.1:{server.Port} could not be connected to in time (2 tries)");
    }

    private WebhookChannel Channel(ScriptedServer server, Action<WebhookOptions>? configure = null)
    {
        var options = ChannelSamples.Webhook(server);
        configure?.Invoke(options);
        return new WebhookChannel(options, _clock);
    }

    private static async Task<AlertChannelException> Failure(WebhookChannel channel)
    {
        try
        {
            await channel.SendAsync(ChannelSamples.Notice(), default);
        }
        catch (AlertChannelException e)
        {
            return e;
        }

        throw new InvalidOperationException("The message was taken.");
    }

    /// <summary>A wall clock that moves by a second each time it is read.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _reads;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(Interlocked.Increment(ref _reads));
    }
}
