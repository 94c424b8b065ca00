using ErrorManagement.Analytics.Reports;
using ErrorManagement.Analytics.Tests.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>Reports that a channel does not hand on, and that it is given once more.</summary>
public sealed class ReportRetriesTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UntilDaily = new(14, 5, 0); // exactly: a clock that goes on eats into the waits

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 3, 13, 10, 0, 0, TimeSpan.Zero)); // a Wednesday
    private readonly ErrorRegistry _registry;
    private readonly HeardLog _log = new();
    private readonly List<ReportScheduler> _schedulers = [];
    private readonly List<(string Title, TimeSpan At)> _given = [];
    private Func<int, ReportDocument, CancellationToken, ValueTask> _answer = (_, _, _) => throw new IOException("secret");

    public ReportRetriesTests() => _registry = new ErrorRegistry(null, _time);

    public async ValueTask DisposeAsync()
    {
        foreach (var scheduler in _schedulers)
        {
            await scheduler.DisposeAsync();
        }

        _registry.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_report_that_fails_is_given_again_after_longer_and_longer_waits_and_then_given_up()
    {
        var scheduler = Started();
        await PassAsync(scheduler, UntilDaily);
        scheduler.GetStatus()[0].Waiting.Should().Be(1);
        await PassAsync(scheduler, TimeSpan.FromHours(12));

        _given.Select(given => given.At.TotalMinutes).Should().Equal(0, 5, 15, 35, 75, 155);
        _given.Select(given => given.Title).Distinct().Should().Equal("Daily error report: 2030-03-13");
        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { Sent = 0L, Failed = 6L, GivenUp = 1L, Waiting = 0, Replaced = 0L });
        var told = Enumerable.Range(0, _log.Waiting).Select(_ => _log.Next()).ToList();
        told.Where(message => message.Event.Id == 156).Select(message => message.Message).Should().HaveCount(5)
            .And.Contain("The report 'daily_summary' is given to channel 'kept' once more in 00:05:00: retry 1 of 5")
            .And.Contain("The report 'daily_summary' is given to channel 'kept' once more in 01:20:00: retry 5 of 5");
        told[^1].Message.Should().Be("Channel 'kept' is not given the report 'daily_summary' any more: it failed too often");
        told.Should().NotContain(message => message.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_that_is_handed_on_in_a_later_try_is_not_given_again()
    {
        _answer = (count, _, _) => count < 3 ? throw new IOException() : default;
        using var measured = new MeasurementRecorder();
        var scheduler = Started();
        await PassAsync(scheduler, UntilDaily + TimeSpan.FromHours(12));

        _given.Select(given => given.At.TotalMinutes).Should().Equal(0, 5, 15);
        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { Sent = 1L, Failed = 2L, GivenUp = 0L, Waiting = 0 });
        measured.Read("report.deliveries").Should().Contain(entry => entry.Key.Contains("failed", StringComparison.Ordinal) && entry.Value == 2);
    }

    [Fact]
    public async Task No_retries_and_a_bound_of_the_wait_can_be_chosen()
    {
        var never = Started(new ReportScheduleOptions { MaxRetries = 0 });
        await PassAsync(never, UntilDaily + TimeSpan.FromHours(12));
        _given.Should().ContainSingle();
        never.GetStatus()[0].GivenUp.Should().Be(1);

        new WaitingReport(null!, 0, new ReportScheduleOptions { RetryDelay = TimeSpan.FromSeconds(1) }).Delay.Should().Be(TimeSpan.FromSeconds(1));
        new WaitingReport(null!, 4, new ReportScheduleOptions { RetryDelay = TimeSpan.FromSeconds(1) }).Delay.Should().Be(TimeSpan.FromSeconds(16));
        new WaitingReport(null!, 19, new ReportScheduleOptions { RetryDelay = TimeSpan.FromHours(6) }).Delay.Should().Be(TimeSpan.FromHours(6));
    }

    [Fact]
    public async Task A_newer_report_takes_the_place_of_the_one_that_waits()
    {
        var scheduler = Started(new ReportScheduleOptions { RetryDelay = TimeSpan.FromHours(6), MaxRetries = 20, Weekly = false });
        await PassAsync(scheduler, UntilDaily + TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        _given.Select(given => given.At.TotalHours).Should().Equal(0, 6, 12, 18);
        _answer = (_, _, _) => default;
        await PassAsync(scheduler, TimeSpan.FromHours(12));

        _given.Skip(4).Select(given => given.Title).Should().Equal("Daily error report: 2030-03-14");
        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { Sent = 1L, Failed = 4L, Replaced = 1L, Waiting = 0 });
        Enumerable.Range(0, _log.Waiting).Select(_ => _log.Next().Message).Should().Contain("Channel 'kept' is not given the report 'daily_summary' any more: a newer one takes its place");
    }

    [Fact]
    public async Task A_daily_and_a_weekly_report_wait_side_by_side_and_are_never_given_at_once()
    {
        var running = 0;
        _answer = async (count, _, _) =>
        {
            Interlocked.Increment(ref running).Should().Be(1);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            if (count <= 2)
            {
                throw new IOException();
            }
        };
        var scheduler = Started(new ReportScheduleOptions { WeeklyOn = DayOfWeek.Thursday });
        await PassAsync(scheduler, UntilDaily);
        scheduler.GetStatus()[0].Waiting.Should().Be(2);
        await PassAsync(scheduler, TimeSpan.FromHours(12));

        // The second comes while the first runs, or after it; then it waits for its next turn, or is given at once.
        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { Sent = 2L, Failed = 2L, Waiting = 0, GivenUp = 0L });
        _given.Select(given => given.Title).Distinct().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_channel_that_still_hangs_is_given_nothing_and_the_report_waits_on()
    {
        var hangs = new TaskCompletionSource();
        _answer = (count, _, _) => count == 1 ? new ValueTask(hangs.Task) : default;
        var scheduler = Started();
        _time.Advance(UntilDaily);
        await Until(() => _given.Count == 1);
        await TimeOutAsync(scheduler);
        await AdvanceAsync(scheduler, TimeSpan.FromMinutes(5));
        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { TimedOut = 1L, Skipped = 1L, Waiting = 1 });
        _given.Should().ContainSingle("it would be given two at once");

        hangs.SetException(new IOException());
        await Until(async () => (await scheduler.SendAsync(Other())) == 1);
        await AdvanceAsync(scheduler, TimeSpan.FromMinutes(10));

        _given[^1].Title.Should().Be("Daily error report: 2030-03-13");
        scheduler.GetStatus()[0].Waiting.Should().Be(0);
    }

    [Fact]
    public async Task A_report_that_was_handed_on_after_its_time_is_not_given_again()
    {
        var hangs = new TaskCompletionSource();
        _answer = (_, _, _) => new ValueTask(hangs.Task);
        var scheduler = Started();
        _time.Advance(UntilDaily);
        await Until(() => _given.Count == 1);
        await TimeOutAsync(scheduler);
        scheduler.GetStatus()[0].Waiting.Should().Be(1);

        hangs.SetResult();
        await Until(() => scheduler.GetStatus()[0].Waiting == 0);
        await PassAsync(scheduler, TimeSpan.FromHours(12));

        _given.Should().ContainSingle();
    }

    [Fact]
    public async Task The_end_gives_up_what_waits_and_counts_it()
    {
        var scheduler = Started();
        await PassAsync(scheduler, UntilDaily);

        await scheduler.DisposeAsync().AsTask().WaitAsync(Patience);
        _time.ActiveTimers.Should().Be(0);
        _time.Advance(TimeSpan.FromDays(1));

        _given.Should().ContainSingle();
        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { Failed = 1L, Cancelled = 1L, Waiting = 0 });
        Enumerable.Range(0, _log.Waiting).Select(_ => _log.Next().Message).Should().Contain("Channel 'kept' was stopped before it had handed on the report 'daily_summary'");
    }

    [Fact]
    public async Task The_end_waits_for_a_retry_that_has_begun()
    {
        var (began, running) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        _answer = async (count, _, _) =>
        {
            if (count == 1)
            {
                throw new IOException();
            }

            began.SetResult();
            await running.Task;
        };
        var scheduler = Started();
        await PassAsync(scheduler, UntilDaily);
        _time.Advance(TimeSpan.FromMinutes(5));
        await began.Task.WaitAsync(Patience);

        var stopping = scheduler.DisposeAsync().AsTask();
        stopping.IsCompleted.Should().BeFalse();
        running.SetResult();
        await stopping.WaitAsync(Patience);

        scheduler.GetStatus()[0].Sent.Should().Be(1);
    }

    [Fact]
    public async Task A_report_that_was_sent_by_hand_is_given_once()
    {
        var scheduler = Started();

        (await scheduler.SendAsync(Other())).Should().Be(0);
        await PassAsync(scheduler, TimeSpan.FromHours(10));

        _given.Should().ContainSingle();
        scheduler.GetStatus()[0].Should().BeEquivalentTo(new { Failed = 1L, Waiting = 0, GivenUp = 0L });
    }

    private static ReportDocument Other() => new() { ReportType = "other", Title = "Other", Summary = "s", Json = "{}", Markdown = "m", Html = "h" };

    private ReportScheduler Started(ReportScheduleOptions? options = null)
    {
        var count = 0;
        var due = _time.GetUtcNow() + UntilDaily;
        var channel = new DelegateReportChannel("kept", (document, token) =>
        {
            lock (_given)
            {
                _given.Add((document.Title, _time.GetUtcNow() - due));
            }

            return _answer(Interlocked.Increment(ref count), document, token);
        });
        var scheduler = new ReportScheduler(new ErrorReporter(_registry, _time), [channel], options ?? new ReportScheduleOptions { Weekly = false }, _time, _log);
        _schedulers.Add(scheduler);
        scheduler.Start();
        return scheduler;
    }

    // The time-out of a channel that hangs: the clock stands still until all know of it.
    private async Task TimeOutAsync(ReportScheduler scheduler)
    {
        _time.Advance(ReportScheduleOptions.DefaultChannelTimeout);
        await scheduler.WhenIdleAsync().WaitAsync(Patience);
    }

    private async Task AdvanceAsync(ReportScheduler scheduler, TimeSpan length)
    {
        _time.Advance(length);
        await scheduler.WhenIdleAsync().WaitAsync(Patience);
    }

    private async Task PassAsync(ReportScheduler scheduler, TimeSpan length)
    {
        for (var left = length; left > TimeSpan.Zero; left -= TimeSpan.FromMinutes(1))
        {
            await AdvanceAsync(scheduler, left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
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
