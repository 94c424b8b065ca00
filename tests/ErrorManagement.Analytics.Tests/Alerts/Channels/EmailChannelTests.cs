using ErrorManagement.Families.Observability;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class EmailChannelTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact] // S0.118
    public async Task A_notice_and_a_report_are_handed_to_the_function()
    {
        var sent = new List<EmailMessage>();
        var channel = Make((message, _) =>
        {
            sent.Add(message);
            return ValueTask.CompletedTask;
        });
        await channel.SendAsync(ChannelSamples.Notice(), default);
        await channel.SendAsync(ChannelSamples.Report(), default);
        sent.Select(m => m.Subject).Should().Equal("FIRING critical in shop: high_error_rate: 12.5 errors a minute in payments, more than 10", "Errors of 2030-01-01");
        sent[0].Id.Should().Be("n-1");
        channel.Name.Should().Be("email");
    }

    [Fact] // S0.118
    public async Task What_the_function_throws_is_the_failure_of_the_channel()
    {
        var thrown = new IOException("550 no such mailbox");
        foreach (var send in (Func<EmailMessage, CancellationToken, ValueTask>[])[(_, _) => throw thrown, (_, _) => ValueTask.FromException(thrown)])
        {
            var failure = (await ((Func<Task>)(() => Make(send).SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<AlertChannelException>()).Which;
            failure.Message.Should().Be("Alert channel email failed: the function that sends failed with IOException");
            failure.InnerException.Should().BeSameAs(thrown);
        }
    }

    [Fact] // S0.118
    public async Task A_function_that_does_not_come_back_is_given_up_and_after_four_of_them_none_is_begun()
    {
        var go = new TaskCompletionSource();
        var begun = new SemaphoreSlim(0);
        var count = 0;
        var channel = Make(async (_, _) =>
        {
            Interlocked.Increment(ref count);
            begun.Release();
            await go.Task;
        });
        for (var i = 0; i < 4; i++)
        {
            var sending = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
            await begun.WaitAsync();
            _clock.Advance(TimeSpan.FromSeconds(32));
            await ((Func<Task>)(() => sending)).Should().ThrowAsync<AlertChannelException>().WithMessage("*the message was not sent within 30 s");
        }

        await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), default).AsTask())).Should().ThrowAsync<AlertChannelException>().WithMessage("*4 earlier messages are still being sent*");
        count.Should().Be(4);

        go.SetResult();
        while (true)
        {
            try
            {
                await channel.SendAsync(ChannelSamples.Notice(), default);
                break;
            }
            catch (AlertChannelException)
            {
                await Task.Yield(); // the four are on their way back
            }
        }
    }

    [Fact]
    public async Task A_function_that_blocks_its_thread_does_not_block_who_tells()
    {
        using var go = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        var channel = Make((_, _) =>
        {
            begun.SetResult();
            go.Wait(CancellationToken.None);
            return ValueTask.CompletedTask;
        });
        var sending = channel.SendAsync(ChannelSamples.Notice(), default).AsTask();
        await begun.Task;
        _clock.Advance(TimeSpan.FromSeconds(32));
        await ((Func<Task>)(() => sending)).Should().ThrowAsync<AlertChannelException>();
        go.Set();
    }

    [Fact]
    public async Task Who_cancels_gets_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var channel = Make(async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var sending = channel.SendAsync(ChannelSamples.Notice(), cancel.Token).AsTask();
        await begun.Task;
        await cancel.CancelAsync();
        await ((Func<Task>)(() => sending)).Should().ThrowAsync<OperationCanceledException>();
        await ((Func<Task>)(() => channel.SendAsync(ChannelSamples.Notice(), cancel.Token).AsTask())).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Settings_can_change_but_the_name_stays()
    {
        var sent = new List<EmailMessage>();
        var channel = Make((message, _) =>
        {
            sent.Add(message);
            return ValueTask.CompletedTask;
        });
        channel.Update(new EmailOptions { To = ["b@example.org"] });
        await channel.SendAsync(ChannelSamples.Notice(), default);
        sent.Single().To.Should().Equal("b@example.org");
        ((Action)(() => channel.Update(new EmailOptions { Name = "mail" }))).Should().Throw<ArgumentException>().WithMessage("Name must stay 'email'*");
    }

    private EmailChannel Make(Func<EmailMessage, CancellationToken, ValueTask> send) => new(new EmailOptions(), send, _clock);
}
