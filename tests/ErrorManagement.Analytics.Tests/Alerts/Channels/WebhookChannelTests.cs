using System.Diagnostics;
using System.Text.Json;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Families.Observability;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class WebhookChannelTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact] // S0.118
    public async Task A_notice_is_posted_as_JSON_with_a_signature_over_exactly_its_bytes()
    {
        await using var server = Start();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server), new FakeTimeProvider());

        await channel.SendAsync(ChannelSamples.Notice(), default);

        var request = server.Kept.Should().ContainSingle().Which;
        request.FirstLine.Should().Be("POST /hook HTTP/1.1");
        request.Body.Should().Equal(WebhookBodies.Of(ChannelSamples.Notice()));
        request.Header("Content-Type").Should().Be("application/json; charset=utf-8");
        request.Header("User-Agent").Should().Be("ErrorManagement/1");
        request.Header("X-ErrorManagement-Id").Should().Be("n-1");
        request.Header("X-ErrorManagement-Event").Should().Be("alert.firing");
        request.Header("X-ErrorManagement-Signature").Should().Be(WebhookSignature.Create(ChannelSamples.Secret, request.Body, Now));
        WebhookSignature.Verify(ChannelSamples.Secret, request.Header(WebhookSignature.HeaderName), request.Body, TimeSpan.FromMinutes(5), Now).Should().BeTrue();
    }

    [Fact] // S0.118
    public async Task Nothing_else_goes_along()
    {
        await using var server = Start();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server));
        using var activity = new Activity("outer").Start();

        await channel.SendAsync(ChannelSamples.Notice(), default);

        server.Kept.Single().Headers.Select(h => h.Key).Should().BeEquivalentTo("Host", "User-Agent", "X-ErrorManagement-Id", "X-ErrorManagement-Event", "X-ErrorManagement-Signature", "Content-Type", "Content-Length");
    }

    [Fact] // S0.118
    public async Task A_report_is_posted_with_an_id_that_is_the_same_each_time()
    {
        await using var server = Start();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server));

        await channel.SendAsync(ChannelSamples.Report(), default);
        await channel.SendAsync(ChannelSamples.Report(), default);
        await channel.SendAsync(ChannelSamples.Report("""{"total_errors":18}"""), default);

        var ids = server.Kept.Select(r => r.Header("X-ErrorManagement-Id")).ToArray();
        ids[0].Should().MatchRegex("^[0-9a-f]{32}$");
        ids[1].Should().Be(ids[0]);
        ids[2].Should().NotBe(ids[0]);
        server.Kept[0].Header("X-ErrorManagement-Event").Should().Be("report");
        JsonDocument.Parse(server.Kept[0].Text).RootElement.GetProperty("id").GetString().Should().Be(ids[0]);
    }

    [Fact]
    public async Task Headers_of_the_host_go_along_and_both_secrets_sign()
    {
        await using var server = Start();
        var options = ChannelSamples.Webhook(server);
        options.PreviousSecret = "the secret of last year";
        options.Headers["Authorization"] = "Bearer 1";
        options.Headers["X-Scope-OrgID"] = "a, b";
        using var channel = new WebhookChannel(options);

        await channel.SendAsync(ChannelSamples.Notice(), default);

        var request = server.Kept.Single();
        request.Header("Authorization").Should().Be("Bearer 1");
        request.Header("X-Scope-OrgID").Should().Be("a, b");
        foreach (var secret in new[] { ChannelSamples.Secret, "the secret of last year" })
        {
            WebhookSignature.Verify(secret, request.Header(WebhookSignature.HeaderName), request.Body, TimeSpan.FromMinutes(5), TimeProvider.System.GetUtcNow()).Should().BeTrue();
        }
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_signature()
    {
        await using var server = Start();
        var options = ChannelSamples.Webhook(server);
        options.Secret = null;
        options.AllowUnsigned = true;
        using var channel = new WebhookChannel(options);
        await channel.SendAsync(ChannelSamples.Notice(), default);
        server.Kept.Single().Header("X-ErrorManagement-Signature").Should().BeNull();
    }

    [Fact]
    public async Task An_id_that_no_header_can_hold_is_hashed_and_breaks_nothing()
    {
        await using var server = Start();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server));
        await channel.SendAsync(ChannelSamples.Hostile(), default);
        server.Kept.Single().Header("X-ErrorManagement-Id").Should().MatchRegex("^[0-9a-f]{32}$");
        server.Kept.Single().Header("X-Evil").Should().BeNull();
    }

    [Fact] // S0.118
    public async Task A_failure_shows_neither_secret_nor_path_nor_answer()
    {
        await using var server = Start();
        server.Answer = ScriptedAnswer.WithStatus(404) with { Body = "no such hook: /hook/T0P-5ECRET" };
        var options = ChannelSamples.Webhook(server, "hook/T0P-5ECRET?key=T0P-5ECRET");
        options.Headers["Authorization"] = "T0P-5ECRET";
        options.Secret = "T0P-5ECRET T0P-5ECRET";
        var traces = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                lock (traces)
                {
                    traces.Add(string.Join(' ', a.TagObjects.Select(t => $"{t.Key}={t.Value}")));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var channel = new WebhookChannel(options);

        ScriptedAnswer[] answers = [server.Answer, ScriptedAnswer.Redirect("http://127.0.0.1/T0P-5ECRET"), ScriptedAnswer.Reset, ScriptedAnswer.WithStatus(500), new ScriptedAnswer { Status = 999 }];
        foreach (var answer in answers)
        {
            server.Answer = answer;
            channel.Update(options);
            var failure = await Failure(channel);
            failure.ToString().Should().NotContain("5ECRET").And.Contain($"127.0.0.1:{server.Port}");
            failure.Context.Values.Should().NotContain(v => v!.ToString()!.Contains("5ECRET"));
        }

        lock (traces)
        {
            traces.Should().NotContain(t => t.Contains("5ECRET"));
        }

        options.ToString().Should().NotContain("5ECRET");
        channel.ToString().Should().NotContain("5ECRET");
    }

    [Fact]
    public async Task Settings_can_change_while_messages_are_under_way()
    {
        await using var first = Start();
        await using var second = Start();
        var go = new TaskCompletionSource();
        first.Enqueue(ScriptedAnswer.Held(go.Task));
        using var channel = new WebhookChannel(ChannelSamples.Webhook(first));

        var underWay = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
        await first.WaitForRequestsAsync(1);
        channel.Update(ChannelSamples.Webhook(second));
        await channel.SendAsync(ChannelSamples.Notice(), default);
        go.SetResult();
        await underWay;

        (first.Requests, second.Requests).Should().Be((1, 1));
    }

    [Fact]
    public async Task Wrong_settings_change_nothing_and_a_name_stays()
    {
        await using var server = Start();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server));
        var wrong = ChannelSamples.Webhook(server);
        wrong.Timeout = TimeSpan.Zero;
        ((Action)(() => channel.Update(wrong))).Should().Throw<ArgumentException>().WithMessage("Timeout must be*");
        var renamed = ChannelSamples.Webhook(server);
        renamed.Name = "another";
        ((Action)(() => channel.Update(renamed))).Should().Throw<ArgumentException>().WithMessage("Name must stay 'webhook'*");
        await channel.SendAsync(ChannelSamples.Notice(), default);
    }

    [Fact]
    public async Task After_its_end_it_refuses_and_what_was_under_way_still_arrives()
    {
        await using var server = Start();
        var go = new TaskCompletionSource();
        server.Enqueue(ScriptedAnswer.Held(go.Task));
        var channel = new WebhookChannel(ChannelSamples.Webhook(server));
        var underWay = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
        await server.WaitForRequestsAsync(1);

        channel.Dispose();
        channel.Dispose();
        go.SetResult();
        await underWay;

        await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<ObjectDisposedException>();
        ((Action)(() => channel.Update(ChannelSamples.Webhook(server)))).Should().Throw<ObjectDisposedException>();
    }

    [Fact] // S0.118
    public async Task Ten_thousand_notices_go_over_one_connection_each_with_its_own_id()
    {
        await using var server = Start();
        using var channel = new WebhookChannel(ChannelSamples.Webhook(server));
        for (var i = 0; i < 10_000; i++)
        {
            await channel.SendAsync(ChannelSamples.Notice($"n-{i}"), default);
        }

        server.Requests.Should().Be(10_000);
        server.Connections.Should().Be(1);
        server.Kept.Select(r => r.Header("X-ErrorManagement-Id")).Distinct().Should().HaveCount(10_000);
    }

    [Fact]
    public void What_it_is_built_with_must_be_whole()
    {
        ((Action)(() => _ = new WebhookChannel(null!))).Should().Throw<ArgumentNullException>();
        ((Action)(() => _ = new WebhookChannel(new WebhookOptions()))).Should().Throw<ArgumentException>().WithMessage("Url must be given to build a channel.*");
    }

    private static ScriptedServer Start()
    {
        var server = ScriptedServer.Start();
        server.KeepsRequests = true;
        return server;
    }

    private static async Task<AlertChannelException> Failure(WebhookChannel channel) =>
        (await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<AlertChannelException>()).Which;
}
