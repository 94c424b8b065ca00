using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Tests.Registry;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Families.Observability;

namespace ErrorManagement.Analytics.Tests.Alerts;

/// <summary>Channels that fail, hang or are too slow.</summary>
public sealed class AlertChannelsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact] // S0.118: a channel failure never stops the others
    public async Task A_channel_that_fails_harms_no_other()
    {
        var bad = new RecordingChannel("bad") { OnSend = static (_, _) => throw new InvalidOperationException("no") };
        var good = new RecordingChannel("good");
        await using var bench = new AlertBench(AlertBench.NoRules, channels: [bad, good]);
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await bench.Manager.FlushAsync();

        good.Take().Should().Equal("a Firing");
        var status = bench.Manager.GetChannels();
        status[0].Should().BeEquivalentTo(new { Name = "bad", Sent = 0L, Failed = 1L, FailuresInARow = 1, Waiting = 1, LastFailure = "System.InvalidOperationException", LastFailureAt = bench.Clock.GetUtcNow(), LastSentAt = (DateTimeOffset?)null });
        status[1].Should().BeEquivalentTo(new { Name = "good", Sent = 1L, Failed = 0L, Waiting = 0, LastSentAt = bench.Clock.GetUtcNow(), LastFailure = (string?)null });
        status[1].Dropped.Should().BeEmpty();
    }

    [Fact] // a channel that fails for an hour is told when it is back
    public async Task What_failed_is_tried_again_after_longer_and_longer_rests()
    {
        var down = true;
        var tries = new List<TimeSpan>();
        await using var bench = new AlertBench(AlertBench.NoRules);
        var start = bench.Clock.GetUtcNow();
        bench.Channel.OnSend = (_, _) =>
        {
            tries.Add(bench.Clock.GetUtcNow() - start);
            return down ? throw new HttpRequestException() : Task.CompletedTask;
        };
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await bench.Manager.FlushAsync();
        for (var i = 0; i < 3_600 / 30; i++)
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
            await bench.Manager.FlushAsync();
        }

        tries.Select(at => at.TotalSeconds).Should().Equal(0, 30, 90, 210, 450, 930, 1_830, 2_730);
        down = false;
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal("a Firing");
        bench.Manager.GetChannels()[0].Should().Match<AlertChannelStatus>(status => status.Failed == 8 && status.Sent == 1 && status.FailuresInARow == 0 && status.Waiting == 0);
    }

    [Fact]
    public async Task A_notice_that_fails_too_often_is_given_up_and_counted()
    {
        var options = AlertBench.NoRules;
        options.MaxSendAttempts = 2;
        await using var bench = new AlertBench(options);
        bench.Channel.OnSend = static (notice, _) => notice.Alert.Rule == "poison" ? throw new FormatException() : Task.CompletedTask;
        bench.Manager.Raise("poison", ErrorSeverity.Error, "A.");
        await bench.Manager.FlushAsync();
        bench.Manager.Raise("fine", ErrorSeverity.Error, "B.");
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().BeEmpty("the channel rests");

        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await bench.Manager.FlushAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(60));
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal("fine Firing");
        bench.Manager.GetChannels()[0].Dropped.Should().Equal(new Dictionary<AlertDropReason, long> { [AlertDropReason.GivenUp] = 1 });
    }

    [Fact] // a message that the receiver alone refuses: 400
    public async Task A_message_that_is_refused_makes_no_other_wait_for_long()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Channel.OnSend = static (notice, _) => notice.Alert.Rule == "poison"
            ? throw new AlertChannelException("x", "refused", new ChannelTryException("x answered 400", status: System.Net.HttpStatusCode.BadRequest) { Verdict = CircuitVerdict.Success })
            : Task.CompletedTask;
        bench.Manager.Raise("poison", ErrorSeverity.Info, "A.");
        await bench.Manager.FlushAsync();
        for (var i = 0; i < 5; i++)
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
            await bench.Manager.FlushAsync();
        }

        bench.Manager.GetChannels()[0].Failed.Should().Be(6, "it is tried each half minute");
        bench.Manager.Raise("critical", ErrorSeverity.Critical, "B.");
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal("critical Firing");
    }

    [Fact]
    public async Task A_channel_that_blocks_its_thread_hangs_as_any_other()
    {
        using var end = new ManualResetEventSlim();
        using var log = new HeardLog();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        log.OnLog = () => noticed.TrySetResult(); // that the channel has failed
        await using var bench = new AlertBench(AlertBench.NoRules, logs: log);
        bench.Channel.OnSend = (_, _) =>
        {
            begun.TrySetResult();
            end.Wait(CancellationToken.None);
            return Task.CompletedTask;
        };
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await begun.Task;
        bench.Clock.Advance(AlertOptions.DefaultSendTimeout);
        await noticed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        bench.Manager.GetChannels()[0].Should().Match<AlertChannelStatus>(status => status.IsHanging && status.Failed == 1);
        var flush = bench.Manager.FlushAsync();
        bench.Manager.Dispose();
        await flush.WaitAsync(TimeSpan.FromSeconds(20));
        end.Set();
    }

    [Fact]
    public async Task A_sending_that_takes_too_long_is_cancelled_and_holds_nobody_else_up()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = new RecordingChannel("slow") { OnSend = (_, token) => WaitAsync(begun, token) };
        var good = new RecordingChannel("good");
        await using var bench = new AlertBench(AlertBench.NoRules, channels: [slow, good]);
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await begun.Task;
        bench.Manager.Raise("b", ErrorSeverity.Error, "B.");
        bench.Clock.Advance(AlertOptions.DefaultSendTimeout);
        await bench.Manager.FlushAsync();

        good.Take().Should().Equal("a Firing", "b Firing");
        bench.Manager.GetChannels()[0].Should().Match<AlertChannelStatus>(status => status.Failed == 1 && status.LastFailure == "System.TimeoutException" && !status.IsHanging && status.Waiting == 2);

        static async Task WaitAsync(TaskCompletionSource begun, CancellationToken token)
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
    }

    [Fact]
    public async Task A_sending_that_does_not_obey_is_waited_for_and_nothing_else_is_sent_meanwhile()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Channel.OnSend = async (_, _) =>
        {
            Interlocked.Increment(ref running).Should().Be(1);
            begun.TrySetResult();
            await end.Task;
            Interlocked.Decrement(ref running);
        };
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await begun.Task;
        bench.Manager.Raise("b", ErrorSeverity.Error, "B.");
        bench.Clock.Advance(AlertOptions.DefaultSendTimeout);
        while (!bench.Manager.GetChannels()[0].IsHanging)
        {
            await Task.Yield();
        }

        bench.Manager.GetChannels()[0].Should().Match<AlertChannelStatus>(status => status.Failed == 1 && status.Waiting == 1);
        end.SetResult();
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal(["a Firing", "b Firing"], "what came late has been told, and is not told twice");
        bench.Manager.GetChannels()[0].IsHanging.Should().BeFalse();
    }

    [Fact]
    public async Task Of_one_alert_the_newest_notice_waits()
    {
        var (begun, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Channel.OnSend = async (_, _) =>
        {
            begun.TrySetResult();
            await end.Task;
        };
        bench.Manager.Raise("first", ErrorSeverity.Error, "A.");
        await begun.Task;
        for (var i = 0; i < 100; i++)
        {
            bench.Manager.Raise("b", ErrorSeverity.Error, "B.");
            bench.Manager.Resolve("b");
        }

        bench.Manager.GetChannels()[0].Waiting.Should().Be(1);
        bench.Manager.GetChannels()[0].Dropped[AlertDropReason.Replaced].Should().Be(199);
        end.SetResult();
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal("first Firing", "b Resolved");
    }

    [Fact] // a host that stops: the last notices are told
    public async Task The_end_waits_for_what_is_being_told_and_for_what_waits()
    {
        var (begun, end) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Channel.OnSend = async (_, _) =>
        {
            begun.TrySetResult();
            await end.Task;
        };
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await begun.Task;
        bench.Manager.Raise("b", ErrorSeverity.Error, "B.");
        var ending = bench.Manager.DisposeAsync().AsTask();
        ending.IsCompleted.Should().BeFalse();
        bench.Manager.Raise("c", ErrorSeverity.Error, "C.");
        end.SetResult();
        await ending.WaitAsync(Patience);

        bench.Channel.Take().Should().Equal("a Firing", "b Firing");
        bench.Manager.GetChannels()[0].Dropped.Should().BeEmpty();
    }

    [Theory] // a host that stops: it is not kept from it
    [InlineData(5)]
    [InlineData(0)]
    public async Task The_end_waits_no_longer_than_it_may_then_cancels_what_is_being_sent_and_counts_what_waits(int seconds)
    {
        var (begun, cancelled) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var log = new HeardLog();
        var options = AlertBench.NoRules;
        options.StopTimeout = TimeSpan.FromSeconds(seconds);
        await using var bench = new AlertBench(options, logs: log);
        bench.Channel.OnSend = (_, token) => UntilCancelledAsync(begun, cancelled, token);
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await begun.Task;
        bench.Manager.Raise("b", ErrorSeverity.Error, "B.");
        var ending = bench.Manager.DisposeAsync().AsTask();
        if (seconds > 0)
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            ending.IsCompleted.Should().BeFalse();
            bench.Clock.Advance(TimeSpan.FromTicks(1));
        }

        await ending.WaitAsync(Patience);
        await cancelled.Task.WaitAsync(Patience);
        await bench.Manager.FlushAsync();
        bench.Manager.GetChannels()[0].Dropped[AlertDropReason.Ended].Should().Be(2);

        // What waited and what was being sent are told of one after the other, or together where the channel obeys at once.
        for (var lost = 0; lost < 2;)
        {
            var told = log.Next();
            told.Event.Id.Should().Be(158);
            told.Message.Should().MatchRegex("^Alert channel 'recording' was not told of [12] notices before alerts ended$");
            lost += told.Message.Contains("of 2 ", StringComparison.Ordinal) ? 2 : 1;
        }
    }

    [Fact]
    public async Task A_synchronous_end_waits_for_nothing_and_cuts_an_asynchronous_one_short()
    {
        var (begun, cancelled) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Channel.OnSend = (_, token) => UntilCancelledAsync(begun, cancelled, token);
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await begun.Task;
        bench.Manager.Raise("b", ErrorSeverity.Error, "B.");
        var ending = bench.Manager.DisposeAsync().AsTask();
        bench.Manager.Dispose();
        await ending.WaitAsync(Patience);
        await cancelled.Task.WaitAsync(Patience);
        await bench.Manager.FlushAsync();

        bench.Manager.GetChannels()[0].Dropped[AlertDropReason.Ended].Should().Be(2);
    }

    [Fact]
    public async Task A_channel_that_rests_is_not_waited_for_at_the_end()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Channel.OnSend = static (_, _) => throw new HttpRequestException();
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await bench.Manager.FlushAsync();

        await bench.Manager.DisposeAsync().AsTask().WaitAsync(Patience);

        bench.Manager.GetChannels()[0].Dropped.Should().Equal(new Dictionary<AlertDropReason, long> { [AlertDropReason.Ended] = 1 });
    }

    [Fact]
    public async Task Channels_of_one_name_get_numbers_and_blank_ones_a_name()
    {
        await using var bench = new AlertBench(channels: [new RecordingChannel("a"), new RecordingChannel("a"), new RecordingChannel("")]);
        bench.Manager.GetChannels().Select(channel => channel.Name).Should().Equal("a", "a-2", "channel");
    }

    [Fact]
    public async Task A_function_can_be_a_channel()
    {
        var told = new List<AlertNotice>();
        var channel = new DelegateAlertChannel("function", (notice, _) =>
        {
            told.Add(notice);
            return ValueTask.CompletedTask;
        });
        await using var bench = new AlertBench(AlertBench.NoRules, channels: [channel]);
        bench.Manager.Raise("a", ErrorSeverity.Error, "A.");
        await bench.Manager.FlushAsync();
        told.Should().ContainSingle();
        FluentActions.Invoking(() => new DelegateAlertChannel(" ", (_, _) => default)).Should().Throw<ArgumentException>();
    }

    private static async Task UntilCancelledAsync(TaskCompletionSource begun, TaskCompletionSource cancelled, CancellationToken token)
    {
        begun.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
        finally
        {
            cancelled.SetResult();
        }
    }
}
