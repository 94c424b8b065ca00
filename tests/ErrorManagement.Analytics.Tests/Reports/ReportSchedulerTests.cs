using ErrorManagement.Analytics.Tests.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class ReportSchedulerTests : IAsyncDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UntilFirst = new(14, 5, 0); // exactly: a clock that goes on eats into the time that a channel has

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 3, 13, 10, 0, 0, TimeSpan.Zero)); // a Wednesday
    private readonly ErrorRegistry _registry;
    private readonly HeardLog _log = new();
    private readonly List<string> _sent = [];
    private readonly List<ReportScheduler> _schedulers = [];

    public ReportSchedulerTests() => _registry = new ErrorRegistry(null, _time);

    public async ValueTask DisposeAsync()
    {
        foreach (var scheduler in _schedulers)
        {
            await scheduler.DisposeAsync();
        }

        _registry.Dispose();
        _log.Dispose();
    }

    [Fact] // issue: started explicitly
    public async Task Before_it_is_started_it_does_nothing_and_a_start_in_the_middle_of_a_day_sends_nothing_at_once()
    {
        var scheduler = Make([Kept()]);
        await Pass(scheduler, 8 * Day);
        _sent.Should().BeEmpty();
        _time.ActiveTimers.Should().Be(0);

        scheduler.Start();
        scheduler.Start();
        await Pass(scheduler, TimeSpan.FromHours(14)); // 00:00

        _sent.Should().BeEmpty();
    }

    [Fact] // S0.109, S0.110
    public async Task The_daily_report_is_about_the_day_that_ended_and_the_weekly_one_about_the_seven_days()
    {
        var scheduler = Started([Kept()]);

        await Pass(scheduler, TimeSpan.FromHours(14) + TimeSpan.FromMinutes(4) + TimeSpan.FromSeconds(59)); // 00:04:59
        _sent.Should().BeEmpty();
        await Pass(scheduler, TimeSpan.FromSeconds(1));
        _sent.Should().Equal("Daily error report: 2030-03-13");
        await Pass(scheduler, 4 * Day); // Monday 18th

        _sent.Skip(1).Should().Equal(
            "Daily error report: 2030-03-14",
            "Daily error report: 2030-03-15",
            "Daily error report: 2030-03-16",
            "Daily error report: 2030-03-17",
            "Weekly error report: 2030-03-11 to 2030-03-17");
        scheduler.GetStatus().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "kept", Sent = 6L, Failed = 0L, TimedOut = 0L, Skipped = 0L, LastSentAt = _time.GetUtcNow() });
    }

    [Fact]
    public async Task Time_and_weekday_can_be_chosen_and_either_report_can_be_left_out()
    {
        var scheduler = Started([Kept()], new ReportScheduleOptions { At = new TimeOnly(18, 30), WeeklyOn = DayOfWeek.Friday, Daily = false });

        await Pass(scheduler, 2 * Day + TimeSpan.FromHours(8)); // Friday 18:00
        _sent.Should().BeEmpty();
        await Pass(scheduler, TimeSpan.FromMinutes(30));
        _sent.Should().Equal("Weekly error report: 2030-03-08 to 2030-03-14");

        scheduler.Update(new ReportScheduleOptions { At = new TimeOnly(6, 0), Weekly = false });
        await Pass(scheduler, Day); // Saturday 18:30

        _sent.Skip(1).Should().Equal("Daily error report: 2030-03-15");
    }

    [Fact]
    public async Task Another_day_for_weekly_reports_begins_with_the_next_such_day()
    {
        var scheduler = Started([Kept()], new ReportScheduleOptions { Daily = false });

        scheduler.Update(new ReportScheduleOptions { Daily = false, WeeklyOn = DayOfWeek.Tuesday });
        await Pass(scheduler, Day);
        _sent.Should().BeEmpty("the last Tuesday is over");
        await Pass(scheduler, 5 * Day);

        _sent.Should().Equal("Weekly error report: 2030-03-12 to 2030-03-18");
        scheduler.Invoking(s => s.Update(new ReportScheduleOptions { WeeklyOn = (DayOfWeek)7 })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_brings_the_latest_report_once()
    {
        var scheduler = Started([Kept()], new ReportScheduleOptions { Weekly = false });

        _time.SetUtcNow(_time.GetUtcNow() + (5 * Day));
        await Pass(scheduler, TimeSpan.FromMinutes(3));

        _sent.Should().Equal("Daily error report: 2030-03-17");
    }

    [Fact]
    public async Task A_clock_that_is_set_back_brings_no_report_twice()
    {
        var scheduler = Started([Kept()], new ReportScheduleOptions { Weekly = false });
        await Pass(scheduler, TimeSpan.FromHours(14.5)); // 14th, 00:30
        _sent.Should().Equal("Daily error report: 2030-03-13");

        _time.SetUtcNow(_time.GetUtcNow() - TimeSpan.FromHours(1));
        await Pass(scheduler, TimeSpan.FromHours(3));
        _sent.Should().HaveCount(1);
        _time.SetUtcNow(_time.GetUtcNow() - (3 * Day));
        await Pass(scheduler, 3 * Day);
        _sent.Where(title => title.EndsWith("03-13", StringComparison.Ordinal)).Should().ContainSingle();
        await Pass(scheduler, Day);

        _sent[^1].Should().Be("Daily error report: 2030-03-14");
        _sent.Should().OnlyHaveUniqueItems();
    }

    [Fact] // issue: a failing channel harms no other
    public async Task Channels_that_throw_or_hang_or_block_harm_no_other()
    {
        var hangs = new TaskCompletionSource();
        using var blocks = new ManualResetEventSlim();
        var obeyed = 0;
        var scheduler = Started(
            [
                new DelegateReportChannel("throws", (_, _) => throw new InvalidOperationException("secret")),
                new DelegateReportChannel("fails", async (_, _) =>
                {
                    await Task.Yield();
                    throw new TimeoutException("secret");
                }),
                new DelegateReportChannel("hangs", (_, _) => new ValueTask(hangs.Task)),
                new DelegateReportChannel("blocks", (_, _) =>
                {
                    blocks.Wait(CancellationToken.None); // it does not look at its token
                    return default;
                }),
                new DelegateReportChannel("obeys", async (_, token) =>
                {
                    Interlocked.Increment(ref obeyed);
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }),
                Kept(),
            ],
            new ReportScheduleOptions { Weekly = false });
        using var measured = new MeasurementRecorder();

        _time.Advance(UntilFirst);
        await Until(() => scheduler.GetStatus()[5].Sent == 1 && scheduler.GetStatus()[0].Failed == 1 && scheduler.GetStatus()[1].Failed == 1);
        await Until(() => _time.ActiveTimers >= 6); // of the scheduler, of three that hang, and of two that are given it again
        _time.Advance(ReportScheduleOptions.DefaultChannelTimeout);
        await scheduler.WhenIdleAsync().WaitAsync(Patience);

        _sent.Should().Equal("Daily error report: 2030-03-13");
        scheduler.GetStatus().Select(status => (status.Name, status.Sent, status.Failed, status.TimedOut, status.LastFailure)).Should().Equal(
            ("throws", 0, 1, 0, "System.InvalidOperationException"),
            ("fails", 0, 1, 0, "System.TimeoutException"),
            ("hangs", 0, 0, 1, null),
            ("blocks", 0, 0, 1, null),
            ("obeys", 0, 0, 1, null),
            ("kept", 1, 0, 0, null));
        var told = Enumerable.Range(0, 11).Select(_ => _log.Next()).Where(message => message.Event.Id != 156).ToList();
        told.Select(message => message.Event.Id).Order().Should().Equal(141, 141, 142, 142, 142, 144);
        told.Should().OnlyContain(message => message.Category == "ErrorManagement" && !message.Message.Contains("secret", StringComparison.Ordinal));
        told.Should().Contain(message => message.Message == "Channel 'hangs' did not hand on the report 'daily_summary' within 00:01:30");
        told.Should().Contain(message => message.Message == "The report 'daily_summary' was handed on by 1 of 6 channels");

        // What still hangs is not given more: the others are.
        var again = scheduler.SendAsync(Document());
        await Until(() => scheduler.GetStatus()[5].Sent == 2 && scheduler.GetStatus()[2].Skipped == 1 && scheduler.GetStatus()[3].Skipped == 1);
        hangs.SetResult();
        blocks.Set();
        await Until(() => Volatile.Read(ref obeyed) == 2); // its time is measured from before that
        _time.Advance(ReportScheduleOptions.DefaultChannelTimeout);
        (await again).Should().Be(1);
        measured.Read("report.deliveries").Should().Contain(entry => entry.Key.Contains("hangs", StringComparison.Ordinal) && entry.Key.Contains("skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_that_hung_is_given_reports_again_once_it_has_ended()
    {
        var hangs = new TaskCompletionSource();
        var calls = 0;
        var scheduler = Make([new DelegateReportChannel("slow", (_, _) => Interlocked.Increment(ref calls) == 1 ? new ValueTask(hangs.Task) : default)]);
        var first = scheduler.SendAsync(Document());
        await Until(() => calls == 1 && _time.ActiveTimers == 1);
        _time.Advance(ReportScheduleOptions.DefaultChannelTimeout);
        (await first).Should().Be(0);
        (await scheduler.SendAsync(Document())).Should().Be(0);

        hangs.SetResult();
        await Until(async () => await scheduler.SendAsync(Document()) == 1);

        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { Sent = 1L, TimedOut = 1L });
        calls.Should().Be(2);
    }

    [Fact]
    public async Task A_report_that_cannot_be_made_is_logged_and_the_next_one_comes()
    {
        var registry = NSubstitute.Substitute.For<IErrorRegistry>();
        NSubstitute.SubstituteExtensions.Returns(registry.GetErrors(NSubstitute.Arg.Any<ErrorQuery?>()), _ => throw new InvalidOperationException("secret"));
        await using var scheduler = new ReportScheduler(new ErrorReporter(registry, _time), [Kept()], new ReportScheduleOptions { Weekly = false }, _time, _log);
        scheduler.Start();

        await Pass(scheduler, 2 * Day);

        _log.Next().Message.Should().Be("The report 'daily_summary' of 2030-03-13 could not be made. System.InvalidOperationException");
        _log.Next().Message.Should().Be("The report 'daily_summary' of 2030-03-14 could not be made. System.InvalidOperationException");
        _sent.Should().BeEmpty();
    }

    [Fact]
    public async Task Stopping_waits_for_what_runs()
    {
        var running = new TaskCompletionSource();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var scheduler = Started([new DelegateReportChannel("slow", async (_, _) =>
        {
            began.SetResult();
            await running.Task;
        })]);
        _time.Advance(UntilFirst);
        await began.Task.WaitAsync(Patience);

        var stopping = scheduler.DisposeAsync().AsTask();
        stopping.IsCompleted.Should().BeFalse();
        running.SetResult();
        await stopping.WaitAsync(Patience);

        scheduler.GetStatus()[0].Sent.Should().Be(1);
        scheduler.Invoking(s => s.Start()).Should().Throw<ObjectDisposedException>();
        await scheduler.Invoking(s => s.SendAsync(Document())).Should().ThrowAsync<ObjectDisposedException>();
        await scheduler.DisposeAsync();
        await Pass(scheduler, 3 * Day);
        scheduler.GetStatus()[0].Sent.Should().Be(1);
        _time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Stopping_waits_no_longer_than_it_may()
    {
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var scheduler = Started(
            [
                new DelegateReportChannel("obeys", async (_, token) =>
                {
                    began.SetResult();
                    try
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, token);
                    }
                    finally
                    {
                        ended.SetResult();
                    }
                }),
                new DelegateReportChannel("hangs", (_, _) => new ValueTask(new TaskCompletionSource().Task)),
            ],
            new ReportScheduleOptions { StopTimeout = TimeSpan.FromSeconds(5), ChannelTimeout = TimeSpan.FromMinutes(5) });
        _time.Advance(UntilFirst);
        await began.Task.WaitAsync(Patience);

        var stopping = scheduler.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));

        await stopping.WaitAsync(Patience);
        await ended.Task.WaitAsync(Patience);
        await scheduler.WhenIdleAsync().WaitAsync(Patience);
        scheduler.GetStatus().Select(status => status.Cancelled).Should().Equal(1, 1);
    }

    [Fact]
    public async Task Whoever_sends_a_report_may_give_up()
    {
        using var stop = new CancellationTokenSource();
        var scheduler = Make([new DelegateReportChannel("hangs", (_, _) => new ValueTask(new TaskCompletionSource().Task)), Kept()]);

        var sending = scheduler.SendAsync(Document(), stop.Token);
        await Until(() => _sent.Count == 1);
        await stop.CancelAsync();

        (await sending.WaitAsync(Patience)).Should().Be(1);
        scheduler.GetStatus()[0].Cancelled.Should().Be(1);
    }

    [Fact]
    public void Wrong_settings_and_missing_parts_are_refused()
    {
        var reporter = new ErrorReporter(_registry, _time);

        FluentActions.Invoking(() => new ReportScheduler(null!, [])).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ReportScheduler(reporter, null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ReportScheduler(reporter, [null!])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ReportScheduler(reporter, [], new ReportScheduleOptions { ChannelTimeout = TimeSpan.Zero })).Should().Throw<ArgumentException>().WithMessage("*ChannelTimeout*");
        FluentActions.Invoking(() => new DelegateReportChannel(" ", (_, _) => default)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new DelegateReportChannel("x", null!)).Should().Throw<ArgumentNullException>();
    }

    private DelegateReportChannel Kept() => new("kept", (document, _) =>
    {
        lock (_sent)
        {
            _sent.Add(document.Title);
        }

        return default;
    });

    private ReportDocument Document() => ReportDocument.Of(new ErrorReporter(_registry, _time).GetDailyReport());

    private ReportScheduler Started(IEnumerable<IReportChannel> channels, ReportScheduleOptions? options = null)
    {
        var scheduler = Make(channels, options);
        scheduler.Start();
        return scheduler;
    }

    private ReportScheduler Make(IEnumerable<IReportChannel> channels, ReportScheduleOptions? options = null)
    {
        var scheduler = new ReportScheduler(new ErrorReporter(_registry, _time), channels, options, _time, _log);
        _schedulers.Add(scheduler);
        return scheduler;
    }

    // By the minute, so that the clock stands still at the minute when a report falls due, until it is sent.
    private async Task Pass(ReportScheduler scheduler, TimeSpan length)
    {
        for (var left = length; left > TimeSpan.Zero; left -= TimeSpan.FromMinutes(1))
        {
            _time.Advance(left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
            await scheduler.WhenIdleAsync().WaitAsync(Patience);
        }
    }

    private static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
