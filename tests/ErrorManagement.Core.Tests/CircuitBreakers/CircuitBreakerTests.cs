using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using NSubstitute;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerTests
{
    [Fact] // [1]
    public void A_new_breaker_is_closed_automatic_and_empty()
    {
        var metrics = new CircuitBreaker().GetMetrics();

        metrics.Name.Should().Be("default");
        metrics.State.Should().Be(CircuitState.Closed);
        metrics.Mode.Should().Be(CircuitMode.Automatic);
        metrics.TotalCalls.Should().Be(0);
        metrics.SuccessRate.Should().BeNull("there is not enough data [12]");
        metrics.Causes.Should().BeEmpty();
        metrics.Transitions.Should().BeEmpty();
        metrics.OpenedAt.Should().BeNull();
    }

    [Theory] // S0.52
    [InlineData(4, CircuitState.Closed)]
    [InlineData(5, CircuitState.Open)]
    public void The_fifth_failure_in_a_row_opens_it(int failures, CircuitState expected)
    {
        var harness = new BreakerHarness();

        harness.Fail(failures);

        harness.State.Should().Be(expected);
    }

    [Fact] // [13], B3
    public void A_success_starts_the_count_anew()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 3);

        harness.Fail(2);
        harness.Succeed();
        harness.Fail(2);
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact] // [14]
    public void Alternating_success_and_failure_never_opens_it()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 2);

        for (var i = 0; i < 20; i++)
        {
            harness.Succeed();
            harness.Fail();
        }

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // S0.53
    public void An_open_breaker_rejects_without_running_the_operation()
    {
        var harness = new BreakerHarness();
        harness.Open();
        var ran = false;

        var act = () => harness.Breaker.Execute((_, _) => ran = true, 0);

        act.Should().Throw<CircuitOpenException>();
        ran.Should().BeFalse();
    }

    [Fact] // [24] [25] S0.58
    public void The_delay_of_a_rejection_is_the_time_left_and_falls()
    {
        var harness = new BreakerHarness(o => o.BreakDuration = TimeSpan.FromSeconds(10));
        harness.Open();

        Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromSeconds(10));
        harness.Clock.Advance(TimeSpan.FromSeconds(4));
        Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromSeconds(6));
        harness.Clock.Advance(TimeSpan.FromTicks(TimeSpan.FromSeconds(6).Ticks - 1));
        Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromTicks(1));
    }

    [Fact] // S0.58
    public void The_message_of_a_rejection_names_breaker_state_delay_and_causes()
    {
        var harness = new BreakerHarness();
        harness.Open();

        var rejection = Rejection(harness);

        rejection.Message.Should().Be("Circuit 'payments' is OPEN; retry after 60.0 s. Opened by 5x TimeoutException.");
        rejection.BreakerName.Should().Be("payments");
        rejection.State.Should().Be(CircuitState.Open);
        rejection.Code.ToString().Should().Be("EM-RES-001");
        rejection.Category.Should().Be(ErrorCategory.Transient);
    }

    [Fact] // S0.53, S0.54
    public void A_trial_is_let_in_exactly_when_the_break_is_over_and_not_a_tick_before()
    {
        var harness = new BreakerHarness();
        harness.Open();

        harness.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        harness.State.Should().Be(CircuitState.Open);
        harness.IsRejected().Should().BeTrue();
        harness.Clock.Advance(TimeSpan.FromTicks(1));

        harness.State.Should().Be(CircuitState.HalfOpen, "the state reads half-open before the first trial (D13)");
        harness.IsRejected().Should().BeFalse();
    }

    [Fact] // S0.55
    public void Two_successful_trials_close_it()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();

        harness.Succeed();
        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Succeed();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.ConsecutiveFailures == 0 && m.OpenedAt == null && m.Causes.Count == 0);
    }

    [Fact] // S0.56
    public void One_failed_trial_opens_it_for_a_whole_break_again()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();
        harness.Succeed();

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
        Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact] // U13, S0.57
    public void At_most_three_trials_are_in_flight_and_the_next_is_told_to_come_back_in_a_second()
    {
        var harness = new BreakerHarness(o => o.SuccessThreshold = 10);
        harness.OpenAndWait();
        var first = harness.Enter();
        harness.Enter();
        harness.Enter();

        harness.IsRejected().Should().BeTrue();
        Rejection(harness).Should().Match<CircuitOpenException>(e => e.State == CircuitState.HalfOpen && e.RetryAfter == TimeSpan.FromSeconds(1));
        first.Succeed();

        harness.IsRejected().Should().BeFalse("the slot of the trial that ended is free");
    }

    [Fact] // B4
    public void A_success_threshold_above_the_trial_limit_cannot_get_stuck()
    {
        var harness = new BreakerHarness(o =>
        {
            o.SuccessThreshold = 5;
            o.HalfOpenMaxCalls = 2;
        });
        harness.OpenAndWait();

        harness.Succeed(5);

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // [40] [42] U14
    public void Trials_that_are_neutral_give_their_slots_back_and_change_nothing()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();
        using var cancelled = new CancellationTokenSource();

        for (var i = 0; i < 10; i++)
        {
            harness.Enter().Ignore();
        }

        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Succeed(2);
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // X1
    public async Task A_trial_that_the_caller_cancels_neither_closes_nor_opens_it()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();
        using var cancelled = new CancellationTokenSource();

        var act = async () => await harness.Breaker.ExecuteAsync(
            async token =>
            {
                await cancelled.CancelAsync();
                token.ThrowIfCancellationRequested();
                return 1;
            },
            cancelled.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.TrialsInFlight == 0 && m.IgnoredCalls == 1);
    }

    [Fact] // X2
    public void Cancellations_by_callers_do_not_dilute_the_failures()
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = int.MaxValue;
            o.FailureRateThreshold = 0.5;
            o.MinimumThroughput = 49;
        });
        using var cancelled = new CancellationTokenSource();
        for (var i = 0; i < 51; i++)
        {
            harness.Enter().Ignore();
        }

        harness.Fail(49);

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact] // D9: a time-out of the client itself is a failure, though it looks like a cancellation
    public void A_clients_own_time_out_counts()
    {
        var harness = new BreakerHarness();

        harness.Fail(5, new TaskCanceledException("HttpClient.Timeout", new TimeoutException()));

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact] // D9: the client's time-out arrives as a cancelled task, while the caller gives up too
    public async Task A_clients_own_time_out_counts_even_when_the_caller_gives_up_a_moment_later()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 1);
        using var caller = new CancellationTokenSource();

        await Record.ExceptionAsync(async () => await harness.Breaker.ExecuteAsync<int>(async _ =>
        {
            await caller.CancelAsync();
            throw new TaskCanceledException("HttpClient.Timeout", new TimeoutException());
        }, caller.Token));

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    public void A_token_that_is_cancelled_before_the_call_means_no_call()
    {
        var harness = new BreakerHarness();
        var ran = false;

        var sync = () => harness.Breaker.Execute((_, _) => ran = true, 0, new CancellationToken(true));
        var pending = harness.Breaker.ExecuteAsync((_, _) => ValueTask.FromResult(ran = true), 0, new CancellationToken(true));

        sync.Should().Throw<OperationCanceledException>();
        pending.IsCanceled.Should().BeTrue();
        ran.Should().BeFalse();
        harness.Breaker.GetMetrics().TotalCalls.Should().Be(0);
    }

    [Fact] // X14, [48]
    public void A_late_success_of_a_call_from_before_the_opening_does_not_close_it()
    {
        var harness = new BreakerHarness(o => o.SuccessThreshold = 1);
        var old = harness.Enter();
        harness.OpenAndWait();
        var trial = harness.Enter();

        old.Succeed();

        harness.State.Should().Be(CircuitState.HalfOpen);
        trial.Fail(new TimeoutException());
        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().LateCalls.Should().Be(1);
    }

    [Fact] // X15, [48]
    public void A_late_failure_of_a_call_from_before_the_opening_does_not_open_it_again()
    {
        var harness = new BreakerHarness(o => o.SuccessThreshold = 1);
        var old = harness.Enter();
        harness.OpenAndWait();
        var trial = harness.Enter();

        old.Fail(new TimeoutException());

        harness.State.Should().Be(CircuitState.HalfOpen);
        trial.Succeed();
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // X16, [48]: two epochs back, with every verdict
    public void Results_from_two_periods_ago_change_nothing()
    {
        var harness = new BreakerHarness(o => o.SuccessThreshold = 1);
        CircuitPermit[] old = [harness.Enter(), harness.Enter(), harness.Enter(), harness.Enter()];
        harness.OpenAndWait();
        harness.Succeed();
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail(4);

        old[0].Succeed();
        old[1].Fail(new TimeoutException());
        old[2].Ignore();
        old[3].Dispose();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.ConsecutiveFailures == 4 && m.LateCalls == 4);
        harness.Fail();
        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact] // X6, [46]
    public void A_trial_that_never_ends_gives_its_place_to_another_after_a_break()
    {
        var harness = new BreakerHarness(o =>
        {
            o.HalfOpenMaxCalls = 1;
            o.SuccessThreshold = 1;
        });
        harness.OpenAndWait();
        var hanging = harness.Enter();
        harness.IsRejected().Should().BeTrue();

        harness.Clock.Advance(harness.Options.BreakDuration);
        var next = harness.Enter();
        hanging.Fail(new TimeoutException());

        harness.State.Should().Be(CircuitState.HalfOpen, "the result of the trial that was given up no longer counts");
        next.Succeed();
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // U16, [45]
    public void Trials_that_do_not_decide_in_time_open_it_again()
    {
        var harness = new BreakerHarness(o => o.HalfOpenTimeout = TimeSpan.FromSeconds(10));
        harness.OpenAndWait();
        var trial = harness.Enter();

        harness.Clock.Advance(TimeSpan.FromSeconds(10));

        harness.State.Should().Be(CircuitState.Open);
        harness.IsRejected().Should().BeTrue();
        trial.Succeed();
        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().Transitions[^1].Reason.Should().Be(CircuitTransitionReason.HalfOpenTimedOut);
        harness.Breaker.GetMetrics().Causes.Should().ContainSingle("what opened it first is still what is known").Which.Count.Should().Be(5);
    }

    [Fact] // U15, [31]
    public void With_a_multiplier_each_opening_in_a_row_lasts_longer_up_to_the_cap_and_closing_starts_anew()
    {
        var harness = new BreakerHarness(o =>
        {
            o.BreakDuration = TimeSpan.FromSeconds(30);
            o.BackoffMultiplier = 2;
            o.MaxBreakDuration = TimeSpan.FromSeconds(100);
            o.SuccessThreshold = 1;
        });
        harness.Open();
        foreach (var expected in new[] { 30, 60, 100, 100 })
        {
            Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromSeconds(expected));
            harness.Clock.Advance(TimeSpan.FromSeconds(expected));
            harness.Fail();
        }

        harness.Clock.Advance(TimeSpan.FromSeconds(100));
        harness.Succeed();
        harness.Open();

        Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact] // U12
    public void Windowed_counting_opens_on_failures_with_successes_between_them()
    {
        var harness = new BreakerHarness(o => o.Counting = CircuitCounting.Windowed);

        for (var i = 0; i < 4; i++)
        {
            harness.Fail();
            harness.Succeed(10);
        }

        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail();
        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().Transitions[^1].Should().Match<CircuitTransitioned>(
            t => t.Reason == CircuitTransitionReason.FailuresInWindow && t.FailureCount == 5 && t.SuccessCount == 40);
    }

    [Fact] // [5] [6], B3
    public void Failures_that_left_the_window_no_longer_count()
    {
        var harness = new BreakerHarness(o => o.Counting = CircuitCounting.Windowed);

        harness.Fail(4);
        harness.Clock.Advance(harness.Options.SamplingDuration);
        harness.Fail(4);

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Theory] // [2] [3] [4]
    [InlineData(9, 9, CircuitState.Closed)]
    [InlineData(10, 5, CircuitState.Open)]
    [InlineData(10, 4, CircuitState.Closed)]
    public void The_failure_rate_applies_from_the_minimum_throughput_on_and_at_the_threshold(int calls, int failures, CircuitState expected)
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = int.MaxValue;
            o.FailureRateThreshold = 0.5;
            o.MinimumThroughput = 10;
        });

        harness.Succeed(calls - failures);
        harness.Fail(failures);

        harness.State.Should().Be(expected);
    }

    [Fact] // [51], X17
    public void An_isolated_breaker_rejects_with_a_type_of_its_own_until_it_is_reset()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Isolate();
        harness.Clock.Advance(TimeSpan.FromDays(1000));

        Rejection(harness).Should().BeOfType<CircuitIsolatedException>()
            .Which.Should().Match<CircuitIsolatedException>(e => e.RetryAfter == null && e.Mode == CircuitMode.Isolated && e.Code.ToString() == "EM-RES-002");
        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.Reset();
        harness.Succeed();
    }

    [Fact] // [57]
    public void A_disabled_breaker_lets_all_through_and_counts_nothing()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Disable();
        harness.Fail(20);
        harness.Succeed();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Breaker.GetMetrics().TotalCalls.Should().Be(0);
    }

    [Fact] // [58]
    public void A_metrics_only_breaker_counts_and_never_opens()
    {
        var harness = new BreakerHarness();

        harness.Breaker.UseMetricsOnly();
        harness.Fail(20);
        harness.Succeed(5);

        harness.State.Should().Be(CircuitState.Closed);
        harness.Breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.FailedCalls == 20 && m.SuccessfulCalls == 5);
    }

    [Fact] // S0.61, [60]
    public void Reset_closes_it_and_empties_everything()
    {
        var harness = new BreakerHarness();
        harness.Open();

        harness.Breaker.Reset();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(
            m => m.TotalCalls == 0 && m.ConsecutiveFailures == 0 && m.OpenedAt == null && m.LastFailureAt == null && m.ConsecutiveOpenings == 0);
    }

    [Fact] // [54]
    public void Resetting_a_closed_breaker_announces_nothing()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Reset();

        harness.Breaker.GetMetrics().Transitions.Should().BeEmpty();
    }

    [Fact] // X12, X13, [69], D7
    public void Setting_the_wall_clock_changes_nothing()
    {
        var harness = new BreakerHarness();
        harness.Open();

        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
        harness.Clock.Advance(TimeSpan.FromSeconds(60));

        harness.IsRejected().Should().BeFalse();
    }

    [Fact] // [32]
    public void A_break_beyond_the_end_of_time_is_clamped()
    {
        var harness = new BreakerHarness(o => o.BreakDuration = TimeSpan.MaxValue);

        harness.Open();
        harness.Clock.Advance(TimeSpan.FromDays(10_000));

        harness.State.Should().Be(CircuitState.Open);
        Rejection(harness).RetryAfter.Should().BePositive();
    }

    [Fact] // S3.6, [21], D13
    public void Ignored_types_win_over_monitored_ones_and_a_type_in_neither_list_is_neutral()
    {
        var harness = new BreakerHarness(o =>
        {
            o.MonitoredExceptionTypes.Add(typeof(IOException));
            o.IgnoredExceptionTypes.Add(typeof(FileNotFoundException));
        });

        harness.Fail(5, new FileNotFoundException());
        harness.Fail(5, new InvalidOperationException());
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail(5, new EndOfStreamException());

        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().IgnoredCalls.Should().Be(10);
    }

    [Fact] // S0.59, D5
    public async Task The_operations_own_exception_leaves_as_the_same_object()
    {
        var breaker = new CircuitBreaker();
        var mine = new InvalidOperationException("mine");

        var thrown = await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(_ => throw mine));
        var faulted = await Record.ExceptionAsync(async () => await breaker.ExecuteAsync(_ => ValueTask.FromException<int>(mine)));
        var late = await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(async _ =>
        {
            await Task.Yield();
            throw mine;
        }));

        thrown.Should().BeSameAs(mine);
        faulted.Should().BeSameAs(mine);
        late.Should().BeSameAs(mine);
        breaker.GetMetrics().FailedCalls.Should().Be(3);
    }

    [Fact] // P5: a rejection is a faulted task, never a synchronous throw
    public void An_asynchronous_rejection_is_in_the_task()
    {
        var harness = new BreakerHarness();
        harness.Open();

        var pending = harness.Breaker.ExecuteAsync(static (_, _) => ValueTask.FromResult(1), 0);

        pending.IsFaulted.Should().BeTrue();
        pending.AsTask().Exception!.InnerException.Should().BeOfType<CircuitOpenException>();
    }

    [Fact] // [26]
    public void Repeated_rejections_do_not_share_an_exception_object()
    {
        var harness = new BreakerHarness();
        harness.Open();

        Rejection(harness).Should().NotBeSameAs(Rejection(harness));
    }

    [Fact] // D8, U17
    public void The_causes_are_named_by_type_and_count_most_frequent_first()
    {
        var harness = new BreakerHarness();
        harness.Fail(1, new IOException());
        harness.Fail(3, new TimeoutException());
        harness.Fail(1, new IOException());

        var causes = Rejection(harness).Causes;

        causes.Select(c => (c.ErrorType, c.Count)).Should().Equal(("System.TimeoutException", 3), ("System.IO.IOException", 2));
        harness.Breaker.GetMetrics().Causes.Should().Equal(causes);
    }

    [Fact] // D8
    public void At_most_four_causes_are_named()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 6);
        Exception[] kinds = [new TimeoutException(), new IOException(), new FormatException(), new TypeLoadException(), new RankException(), new TimeoutException()];
        foreach (var kind in kinds)
        {
            harness.Fail(1, kind);
        }

        Rejection(harness).Causes.Should().HaveCount(4).And.Subject.First().ErrorType.Should().Be("System.TimeoutException");
    }

    [Fact] // D8: only the failures that opened it, not those that a success ended
    public void Failures_of_an_earlier_run_are_no_causes()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 2);
        harness.Fail(1, new IOException());
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        harness.Succeed();
        harness.Fail(2);

        Rejection(harness).Causes.Should().ContainSingle().Which.ErrorType.Should().Be("System.TimeoutException");
    }

    [Fact] // S0.60, U17
    public void A_scope_without_a_verdict_counts_as_a_failure_and_the_first_verdict_wins()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 1);
        using (var permit = harness.Breaker.Enter())
        {
            permit.Succeed();
        }

        harness.State.Should().Be(CircuitState.Closed);
        using (harness.Breaker.Enter())
        {
        }

        harness.State.Should().Be(CircuitState.Open);
        var act = () => harness.Breaker.Enter();
        act.Should().Throw<CircuitOpenException>();
    }

    [Fact]
    public void The_default_permit_is_inert()
    {
        var permit = default(CircuitPermit);

        var act = () =>
        {
            permit.Succeed();
            permit.Fail();
            permit.Ignore();
            permit.Dispose();
        };

        act.Should().NotThrow();
    }

    [Fact] // [28]
    public void Rejections_are_counted_and_are_not_failures()
    {
        var harness = new BreakerHarness();
        harness.Open();

        _ = harness.IsRejected();
        _ = Rejection(harness);

        harness.Breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.RejectedCalls == 2 && m.FailedCalls == 5 && m.TotalCalls == 5);
    }

    [Fact] // U18
    public void What_the_level_does_not_keep_is_null_and_not_zero()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Minimal);
        harness.Succeed();

        var metrics = harness.Breaker.GetMetrics();

        metrics.Should().Match<CircuitBreakerMetrics>(m => m.TotalCalls == null && m.SuccessfulCalls == null && m.RejectedCalls == null && m.P95Duration == null && m.FailuresByCategory == null);
    }

    [Fact] // U18, B6
    public void P95_is_the_nearest_rank()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Durations);
        for (var i = 1; i <= 20; i++)
        {
            var permit = harness.Enter();
            harness.Clock.Advance(TimeSpan.FromMilliseconds(i));
            permit.Succeed();
        }

        var metrics = harness.Breaker.GetMetrics();

        metrics.P95Duration.Should().Be(TimeSpan.FromMilliseconds(19));
        metrics.AverageDuration.Should().Be(TimeSpan.FromMilliseconds(10.5));
    }

    [Fact] // U11
    public void The_enhanced_preset_has_the_figures_of_its_source()
    {
        CircuitBreakerOptions.Enhanced.Should().Match<CircuitBreakerOptions>(o =>
            o.Counting == CircuitCounting.Windowed && o.FailureThreshold == 5 && o.SuccessThreshold == 3 && o.HalfOpenMaxCalls == 3
            && o.BreakDuration == TimeSpan.FromSeconds(30) && o.FailureRateThreshold == 0.5 && o.MinimumThroughput == 10
            && o.SamplingDuration == TimeSpan.FromSeconds(60) && o.HalfOpenTimeout == TimeSpan.FromSeconds(10)
            && o.BackoffMultiplier == 2.0 && o.MaxBreakDuration == TimeSpan.FromSeconds(300) && o.Metrics == CircuitMetricsLevel.Durations);
    }

    [Fact]
    public void Changing_the_options_later_has_no_effect_on_the_breaker()
    {
        var harness = new BreakerHarness();

        harness.Options.FailureThreshold = 1;
        harness.Fail(2);

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public async Task Pass_through_lets_everything_through()
    {
        var breaker = CircuitBreaker.PassThrough;
        for (var i = 0; i < 20; i++)
        {
            await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(_ => throw new TimeoutException()));
        }

        (await breaker.ExecuteAsync(_ => ValueTask.FromResult(42))).Should().Be(42);
        CircuitBreaker.PassThrough.Should().NotBeSameAs(breaker);
    }

    [Fact]
    public async Task Try_execute_makes_no_exception_object_for_a_rejection()
    {
        var harness = new BreakerHarness();
        harness.Open();
        ErrorManagement.Policies.IOutcomePolicy policy = harness.Breaker;

        var rejected = await policy.TryExecuteAsync(static (_, _) => ValueTask.FromResult(1), 0, default);

        rejected.Should().Match<CallResult<int>>(r => !r.Succeeded && r.IsRejected && r.Exception == null && r.RetryAfter == TimeSpan.FromSeconds(60));
        policy.TryExecute(static (_, _) => 1, 0, default).IsRejected.Should().BeTrue();
    }

    [Fact]
    public async Task Try_execute_hands_the_operations_exception_over_and_throws_only_for_the_callers_cancellation()
    {
        ErrorManagement.Policies.IOutcomePolicy policy = new CircuitBreaker();
        var mine = new TimeoutException();
        using var cancelled = new CancellationTokenSource();

        var failed = await policy.TryExecuteAsync<int, int>(async (_, _) =>
        {
            await Task.Yield();
            throw mine;
        }, 0, default);
        var act = async () => await policy.TryExecuteAsync<int, int>(async (_, token) =>
        {
            await cancelled.CancelAsync();
            token.ThrowIfCancellationRequested();
            return 1;
        }, 0, cancelled.Token);

        failed.Exception.Should().BeSameAs(mine);
        failed.IsRejected.Should().BeFalse();
        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_call_that_ends_well_between_two_looks_at_it_is_a_success()
    {
        var breaker = new CircuitBreaker("b", new CircuitBreakerOptions { FailureThreshold = 1 });
        Policies.EndsBetweenLooks.Source(out var call);

        (await breaker.ExecuteAsync(_ => call)).Should().Be(7);

        breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.SuccessfulCalls == 1 && m.FailedCalls == 0);
    }

    [Fact]
    public void A_synchronous_call_whose_finally_block_throws_too_is_one_failure()
    {
        var breaker = new CircuitBreaker("b");

        Record.Exception(() => breaker.Execute<int, int>(static (_, _) => Policies.EndsBetweenLooks.ThrowTwice(), 0)).Should().BeOfType<TimeoutException>();
        breaker.TryExecute(static _ => Policies.EndsBetweenLooks.ThrowTwice()).Exception.Should().BeOfType<TimeoutException>();

        breaker.GetMetrics().FailedCalls.Should().Be(2);
    }

    [Fact]
    public async Task A_classifier_that_names_a_category_outside_the_enumeration_harms_nobody()
    {
        var classifier = Substitute.For<IErrorClassifier>();
        classifier.Classify(default!).ReturnsForAnyArgs(new ErrorClassification((ErrorCategory)42, ErrorSeverity.Error));
        var breaker = new CircuitBreaker("b", new CircuitBreakerOptions { FailureThreshold = 1 }, classifier: classifier);
        var mine = new IOException("mine");

        (await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(_ => throw mine))).Should().BeSameAs(mine);

        breaker.State.Should().Be(CircuitState.Open);
        breaker.GetMetrics().FailuresByCategory.Should().ContainKey(ErrorCategory.Unknown);
    }

    [Fact]
    public void Execute_refuses_an_asynchronous_operation()
    {
        Action act = () => _ = new CircuitBreaker().Execute(static async (int _, CancellationToken _) => await Task.Yield(), 1);

        act.Should().Throw<InvalidOperationException>().WithMessage("*ExecuteAsync*");
    }

    [Fact]
    public void A_dependency_whose_calls_take_longer_than_the_break_can_still_close_the_circuit()
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = 1;
            o.BreakDuration = TimeSpan.FromSeconds(2);
            o.SuccessThreshold = 1;
        });
        harness.OpenAndWait();
        var running = new Queue<CircuitPermit>();

        for (var half = 0; half < 10; half++)
        {
            if (harness.Breaker.TryEnter(out var permit))
            {
                running.Enqueue(permit);
            }

            harness.Clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        running.Count.Should().BeGreaterThan(3, "slow trials give their places away");
        running.Dequeue().Succeed();
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // U16
    public void A_success_after_the_half_open_time_out_closes_nothing()
    {
        var harness = new BreakerHarness(o =>
        {
            o.SuccessThreshold = 1;
            o.HalfOpenTimeout = TimeSpan.FromSeconds(10);
        });
        harness.OpenAndWait();
        var trial = harness.Enter();
        harness.Clock.Advance(TimeSpan.FromSeconds(11));

        trial.Succeed();

        harness.State.Should().Be(CircuitState.Open);
        Rejection(harness).RetryAfter.Should().Be(TimeSpan.FromSeconds(59), "the break counts from the time-out");
    }

    [Fact] // U16
    public void The_break_after_a_half_open_time_out_counts_from_the_time_out_and_not_from_the_next_call()
    {
        var harness = new BreakerHarness(o => o.HalfOpenTimeout = TimeSpan.FromSeconds(10));
        harness.OpenAndWait();
        harness.Enter();

        harness.Clock.Advance(TimeSpan.FromSeconds(69));
        harness.State.Should().Be(CircuitState.Open);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.IsRejected().Should().BeFalse();
        harness.Breaker.GetMetrics().Transitions.Select(t => t.Reason).Should().Equal(
            CircuitTransitionReason.ConsecutiveFailures, CircuitTransitionReason.BreakElapsed, CircuitTransitionReason.HalfOpenTimedOut, CircuitTransitionReason.BreakElapsed);
    }

    [Fact]
    public void Metrics_tell_when_it_was_opened_by_hand_and_no_delay_once_the_break_is_over()
    {
        var harness = new BreakerHarness();
        harness.Breaker.Isolate();
        harness.Breaker.GetMetrics().OpenedAt.Should().Be(harness.Clock.GetUtcNow());
        harness.Breaker.Reset();
        harness.OpenAndWait();

        harness.Breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.HalfOpen && m.RetryAfter == null);
    }

    private static CircuitOpenException Rejection(BreakerHarness harness)
    {
        var act = () => harness.Breaker.Execute(static (_, _) => 1, 0);
        return act.Should().Throw<CircuitOpenException>().Which;
    }
}
