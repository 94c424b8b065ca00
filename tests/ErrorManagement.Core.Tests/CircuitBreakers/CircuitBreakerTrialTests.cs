using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerTrialTests
{
    [Fact]
    [Behaviour("S0.53", "S0.54")]
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

    [Fact]
    [Behaviour("S0.55")]
    public void Two_successful_trials_close_it()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();

        harness.Succeed();
        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Succeed();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.ConsecutiveFailures == 0 && m.OpenedAt == null && m.Causes.Count == 0);
    }

    [Fact]
    [Behaviour("S0.56")]
    public void One_failed_trial_opens_it_for_a_whole_break_again()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();
        harness.Succeed();

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    [Behaviour("U13", "S0.57")]
    public void At_most_three_trials_are_in_flight_and_the_next_is_told_to_come_back_in_a_second()
    {
        var harness = new BreakerHarness(o => o.SuccessThreshold = 10);
        harness.OpenAndWait();
        var first = harness.Enter();
        harness.Enter();
        harness.Enter();

        harness.IsRejected().Should().BeTrue();
        harness.Reject().Should().Match<CircuitOpenException>(e => e.State == CircuitState.HalfOpen && e.RetryAfter == TimeSpan.FromSeconds(1));
        first.Succeed();

        harness.IsRejected().Should().BeFalse("the slot of the trial that ended is free");
    }

    [Fact]
    [Behaviour("B4")]
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

    [Fact]
    [Behaviour("40", "42", "U14")]
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

    [Fact]
    [Behaviour("X1")]
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
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.TrialsInFlight == 0 && m.IgnoredCalls == 1);
    }

    [Fact]
    [Behaviour("X14", "48")]
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
        harness.Metrics.LateCalls.Should().Be(1);
    }

    [Fact]
    [Behaviour("X15", "48")]
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

    [Fact]
    [Behaviour("X16", "48")] // two epochs back, with every verdict
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
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.ConsecutiveFailures == 4 && m.LateCalls == 4);
        harness.Fail();
        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("X6", "46")]
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

    [Fact]
    [Behaviour("U16", "45")]
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
        harness.Metrics.Transitions[^1].Reason.Should().Be(CircuitTransitionReason.HalfOpenTimedOut);
        harness.Metrics.Causes.Should().ContainSingle("what opened it first is still what is known").Which.Count.Should().Be(5);
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

    [Fact]
    [Behaviour("U16")]
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
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(59), "the break counts from the time-out");
    }

    [Fact]
    [Behaviour("U16")]
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
        harness.Metrics.Transitions.Select(t => t.Reason).Should().Equal(
            CircuitTransitionReason.ConsecutiveFailures, CircuitTransitionReason.BreakElapsed, CircuitTransitionReason.HalfOpenTimedOut, CircuitTransitionReason.BreakElapsed);
    }
}
