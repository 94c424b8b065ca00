using ErrorManagement.Diagnostics;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

public sealed class RecoveryActionsTests
{
    private static readonly RecoveryContext Failure = new(new TimeoutException("slow")) { Component = "payments" };

    private readonly FakeTimeProvider _time = new();
    private readonly RecoveryActions _actions;

    public RecoveryActionsTests() => _actions = new RecoveryActions(null, _time);

    public static TheoryData<RecoveryAction> Doable => [.. Enum.GetValues<RecoveryAction>().Skip(1)];

    [Fact]
    [Behaviour("S3.12")]
    public void There_are_six_actions_and_none_with_the_names_of_the_wire() =>
        SnakeNames<RecoveryAction>.Values.Select(SnakeNames<RecoveryAction>.Of)
            .Should().Equal("none", "restart_service", "clear_cache", "reset_connection", "switch_endpoint", "reduce_load", "alert_admin");

    [Fact]
    [Behaviour("S3.19")]
    public async Task None_succeeds_and_nothing_runs()
    {
        var result = await _actions.RunAsync(RecoveryAction.None, "db", Failure);

        result.Should().BeEquivalentTo(new RecoveryActionResult(RecoveryAction.None, "db", RecoveryOutcome.Success));
        result.Succeeded.Should().BeTrue();
        result.IsAttempted.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Doable))]
    [InlineData((RecoveryAction)99)]
    [InlineData((RecoveryAction)(-1))]
    [Behaviour("S3.19")]
    public async Task An_action_without_a_handler_is_not_attempted(RecoveryAction action)
    {
        var result = await _actions.RunAsync(action, "db", Failure);

        result.Succeeded.Should().BeFalse();
        result.IsAttempted.Should().BeFalse();
        result.Outcome.Should().Be(RecoveryOutcome.NotAttempted);
        _actions.IsRegistered(action).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Doable))]
    [Behaviour("S3.19")]
    public async Task Each_action_has_its_own_handler_which_is_told_all_and_decides(RecoveryAction action)
    {
        RecoveryActionRequest? told = null;
        _actions.Register(action, (request, _) =>
        {
            told = request;
            return true;
        });

        (await _actions.RunAsync(action, "db", Failure)).Succeeded.Should().BeTrue();
        _actions.Register(action, (_, _) => false);
        (await _actions.RunAsync(action, "db", Failure)).Outcome.Should().Be(RecoveryOutcome.Failed);

        told.Should().Be(new RecoveryActionRequest(action, "db", Failure));
        _actions.Unregister(action).Should().BeTrue();
        _actions.Unregister(action).Should().BeFalse();
        (await _actions.RunAsync(action, "db", Failure)).IsAttempted.Should().BeFalse();
    }

    [Fact]
    [Behaviour("S3.19")]
    public async Task A_handler_that_throws_in_any_way_has_failed_and_its_exception_is_kept_and_counted()
    {
        var thrown = new InvalidOperationException("no");
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        await Fails((_, _) => throw thrown, thrown);
        await Fails(
            async (_, _) =>
            {
                await Task.Yield();
                throw thrown;
            },
            thrown);
        _actions.Register(RecoveryAction.ClearCache, (Func<RecoveryActionRequest, CancellationToken, Task<bool>>)((_, _) => null!));
        var withoutTask = await _actions.RunAsync(RecoveryAction.ClearCache, "db", Failure);

        withoutTask.Outcome.Should().Be(RecoveryOutcome.Failed);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 3);
        _actions.GetHistory().Select(r => r.ErrorMessage).Take(2).Should().Equal("no", "no");
    }

    [Fact]
    public async Task An_exception_whose_message_throws_does_no_harm()
    {
        _actions.Register(RecoveryAction.ClearCache, (_, _) => throw new UnreadableException());

        (await _actions.RunAsync(RecoveryAction.ClearCache, "db", Failure)).Exception.Should().BeOfType<UnreadableException>();

        _actions.GetHistory().Single().ErrorMessage.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("U25")]
    public async Task Failures_that_come_while_an_action_runs_join_it_and_get_its_outcome()
    {
        var gate = new TaskCompletionSource<bool>();
        var runs = 0;
        _actions.Register(RecoveryAction.RestartService, (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return new ValueTask<bool>(gate.Task);
        });

        var first = Ask("db");
        var joiners = Enumerable.Range(0, 15).Select(_ => Ask("db")).ToArray();
        var other = Ask("cache");
        gate.SetResult(true);
        var results = await Task.WhenAll([first, .. joiners]);

        results.Should().OnlyContain(r => r.Succeeded && r.IsAttempted);
        results.Count(r => r.IsJoined).Should().Be(15);
        (await other).IsJoined.Should().BeFalse("another target is another run");
        runs.Should().Be(2);
        _actions.GetHistory().Single(r => r.Target == "db").Joined.Should().Be(15);
        var figures = _actions.GetStatistics().Single(s => s.Action == RecoveryAction.RestartService);
        (figures.Runs, figures.Joined, figures.Successes, figures.SuccessRate).Should().Be((2, 15, 2, 1.0));

        (await Ask("db")).IsJoined.Should().BeFalse("the run is over");
    }

    [Fact]
    public async Task One_who_gives_up_leaves_alone_and_the_run_goes_on_for_the_others()
    {
        var gate = new TaskCompletionSource<bool>();
        CancellationToken given = default;
        _actions.Register(RecoveryAction.ResetConnection, (_, token) =>
        {
            given = token;
            return new ValueTask<bool>(gate.Task);
        });
        using var impatient = new CancellationTokenSource();

        var first = _actions.RunAsync(RecoveryAction.ResetConnection, "db", Failure, impatient.Token).AsTask();
        var second = _actions.RunAsync(RecoveryAction.ResetConnection, "db", Failure).AsTask();
        await impatient.CancelAsync();

        var left = await first;
        (left.IsCancelled, left.Outcome, left.Exception).Should().Be((true, RecoveryOutcome.NotAttempted, null));
        second.IsCompleted.Should().BeFalse();
        gate.SetResult(true);
        (await second).Succeeded.Should().BeTrue();
        given.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task One_who_gave_up_before_gets_nothing_done()
    {
        var runs = 0;
        _actions.Register(RecoveryAction.ClearCache, (_, _) => ++runs > 0);

        var result = await _actions.RunAsync(RecoveryAction.ClearCache, "db", Failure, new CancellationToken(canceled: true));

        (result.IsCancelled, result.IsAttempted, runs).Should().Be((true, false, 0));
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_does_not_hold_one_who_gives_up()
    {
        using var gate = new ManualResetEventSlim();
        using var impatient = new CancellationTokenSource();
        _actions.Register(RecoveryAction.RestartService, (_, _) =>
        {
            gate.Wait(CancellationToken.None);
            return true;
        });

        var asked = _actions.RunAsync(RecoveryAction.RestartService, "db", Failure, impatient.Token).AsTask();
        await impatient.CancelAsync();

        (await asked).IsCancelled.Should().BeTrue();
        gate.Set();
    }

    [Fact]
    public async Task A_run_that_takes_too_long_has_failed_its_token_is_cancelled_and_its_target_stays_taken_until_it_ends()
    {
        var gate = new TaskCompletionSource<bool>();
        var cancelled = new TaskCompletionSource();
        var runs = 0;
        _actions.Register(RecoveryAction.RestartService, async (_, token) =>
        {
            Interlocked.Increment(ref runs);
            token.Register(cancelled.SetResult);
            return await gate.Task;
        });

        var first = Ask("db");
        SpinWait.SpinUntil(() => _time.ActiveTimers == 1 && Volatile.Read(ref runs) == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(30));

        var late = await first;
        (late.IsTimedOut, late.Outcome, late.Duration).Should().Be((true, RecoveryOutcome.Failed, TimeSpan.FromSeconds(30)));
        await cancelled.Task;
        var meanwhile = await Ask("db");
        (meanwhile.IsJoined, meanwhile.IsTimedOut).Should().Be((true, true), "the handler is still at it");
        Volatile.Read(ref runs).Should().Be(1);

        gate.SetResult(true);
        SpinWait.SpinUntil(() => !Ask("db").GetAwaiter().GetResult().IsJoined, TimeSpan.FromSeconds(30)).Should().BeTrue();
        Volatile.Read(ref runs).Should().Be(2);
        _actions.GetHistory().Select(r => r.IsTimedOut).Should().Equal(true, false);
    }

    [Fact]
    public async Task A_handler_that_obeys_its_token_counts_once_and_leaves_no_timer()
    {
        _actions.Register(RecoveryAction.RestartService, async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return true;
        });

        var asked = Ask("db");
        SpinWait.SpinUntil(() => _time.ActiveTimers >= 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(30));
        (await asked).IsTimedOut.Should().BeTrue();

        SpinWait.SpinUntil(() => _time.ActiveTimers == 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
        _actions.GetStatistics()[(int)RecoveryAction.RestartService].Should().Match<RecoveryActionStatistics>(s => s.Runs == 1 && s.Failures == 1 && s.Timeouts == 1);
    }

    [Fact]
    public async Task Without_a_time_out_there_is_no_timer()
    {
        var actions = new RecoveryActions(new RecoveryActionOptions { Timeout = null }, _time);
        var timers = -1;
        actions.Register(RecoveryAction.ClearCache, (_, _) =>
        {
            timers = _time.ActiveTimers;
            return true;
        });

        (await actions.RunAsync(RecoveryAction.ClearCache, "db", Failure)).Succeeded.Should().BeTrue();

        timers.Should().Be(0);
    }

    [Fact]
    public async Task A_handler_that_asks_for_its_own_run_is_answered_at_once()
    {
        RecoveryActionResult? inner = null;
        _actions.Register(RecoveryAction.ClearCache, async (request, _) =>
        {
            inner = await _actions.RunAsync(request.Action, request.Target, request.Context, CancellationToken.None);
            return true;
        });

        (await _actions.RunAsync(RecoveryAction.ClearCache, "db", Failure)).Succeeded.Should().BeTrue();

        inner!.Outcome.Should().Be(RecoveryOutcome.NotAttempted);
    }

    [Fact]
    public async Task Handlers_that_ask_for_each_others_runs_do_not_wait_for_ever()
    {
        var one = new RecoveryActions(new RecoveryActionOptions { Timeout = null });
        var other = new RecoveryActions(new RecoveryActionOptions { Timeout = null });
        using var both = new Barrier(2);
        one.Register(RecoveryAction.ClearCache, (_, _) =>
        {
            both.SignalAndWait(CancellationToken.None);
            return other.RunAsync(RecoveryAction.RestartService, "b", Failure, CancellationToken.None).AsTask().GetAwaiter().GetResult().Succeeded;
        });
        other.Register(RecoveryAction.RestartService, (_, _) =>
        {
            both.SignalAndWait(CancellationToken.None);
            return one.RunAsync(RecoveryAction.ClearCache, "a", Failure, CancellationToken.None).AsTask().GetAwaiter().GetResult().Succeeded;
        });

        var results = await Task.WhenAll(one.RunAsync(RecoveryAction.ClearCache, "a", Failure).AsTask(), other.RunAsync(RecoveryAction.RestartService, "b", Failure).AsTask())
            .WaitAsync(TimeSpan.FromSeconds(60));

        results.Should().OnlyContain(r => r.Outcome == RecoveryOutcome.Failed, "one was refused, so it said no, so did the other");
    }

    [Fact]
    public async Task A_loop_that_a_handler_has_started_is_no_part_of_its_run()
    {
        var over = new TaskCompletionSource();
        Task<RecoveryActionResult>? later = null;
        _actions.Register(RecoveryAction.RestartService, (request, _) =>
        {
            later ??= Task.Run(async () =>
            {
                await over.Task;
                return await _actions.RunAsync(request.Action, request.Target, request.Context);
            });
            return true;
        });

        (await Ask("db")).Succeeded.Should().BeTrue();
        over.SetResult();

        (await later!).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task The_history_is_bounded_and_tells_when_and_how_long()
    {
        var actions = new RecoveryActions(new RecoveryActionOptions { HistorySize = 2 }, _time);
        actions.Register(RecoveryAction.ReduceLoad, (_, _) =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            return true;
        });
        var began = _time.GetUtcNow();

        foreach (var target in new[] { "a", "b", "c" })
        {
            await actions.RunAsync(RecoveryAction.ReduceLoad, target, Failure);
        }

        actions.GetHistory().Select(r => (r.Target, r.StartedAt, r.Duration)).Should().Equal(
            ("b", began.AddSeconds(2), TimeSpan.FromSeconds(2)),
            ("c", began.AddSeconds(4), TimeSpan.FromSeconds(2)));
        actions.GetStatistics().Single(s => s.Action == RecoveryAction.ReduceLoad).AverageDuration.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void What_cannot_be_done_is_refused()
    {
        var none = () => _actions.Register(RecoveryAction.None, (_, _) => true);
        var unknown = () => _actions.Register((RecoveryAction)7, (_, _) => true);
        var withoutTarget = () => _actions.RunAsync(RecoveryAction.None, null!, Failure).AsTask();
        var withoutContext = () => _actions.RunAsync(RecoveryAction.None, "db", null!).AsTask();

        none.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*RestartService, ClearCache*");
        unknown.Should().Throw<ArgumentOutOfRangeException>();
        withoutTarget.Should().ThrowAsync<ArgumentNullException>();
        withoutContext.Should().ThrowAsync<ArgumentNullException>();
    }

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(-1, 100, false)]
    [InlineData(1, -1, false)]
    [InlineData(1, 10_001, false)]
    [InlineData(1, 0, true)]
    [InlineData(24 * 86_400_000L, 10_000, true)]
    [InlineData((24 * 86_400_000L) + 1, 100, false)]
    public void Settings_have_bounds(long timeoutMs, int history, bool valid)
    {
        var make = () => new RecoveryActions(new RecoveryActionOptions { Timeout = TimeSpan.FromMilliseconds(timeoutMs), HistorySize = history });

        if (valid)
        {
            make.Should().NotThrow();
        }
        else
        {
            make.Should().Throw<ArgumentException>().WithMessage("Recovery actions: * must be *; it is *");
        }
    }

    private Task<RecoveryActionResult> Ask(string target) => _actions.RunAsync(RecoveryAction.RestartService, target, Failure).AsTask();

    private async Task Fails(Func<RecoveryActionRequest, CancellationToken, ValueTask<bool>> handler, Exception expected)
    {
        _actions.Register(RecoveryAction.ClearCache, handler);
        var result = await _actions.RunAsync(RecoveryAction.ClearCache, "db", Failure);
        (result.Outcome, result.IsAttempted).Should().Be((RecoveryOutcome.Failed, true));
        result.Exception.Should().BeSameAs(expected);
    }
}
