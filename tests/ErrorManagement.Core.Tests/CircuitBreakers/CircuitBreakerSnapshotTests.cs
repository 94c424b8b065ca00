using ErrorManagement.CircuitBreakers;
using NSubstitute;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>State survives a restart: what one breaker took down, another goes on with.</summary>
public sealed class CircuitBreakerSnapshotTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(CircuitState.Closed, CircuitMode.Automatic)]
    [InlineData(CircuitState.Open, CircuitMode.Automatic)]
    [InlineData(CircuitState.HalfOpen, CircuitMode.Automatic)]
    [InlineData(CircuitState.Open, CircuitMode.Isolated)]
    [InlineData(CircuitState.Closed, CircuitMode.Disabled)]
    [InlineData(CircuitState.Closed, CircuitMode.MetricsOnly)]
    public void Every_state_and_mode_is_brought_back(CircuitState state, CircuitMode mode)
    {
        var before = new BreakerHarness();
        Bring(before.Breaker, state, mode);

        var after = BreakerRestart.Of(before);

        (after.State, after.Breaker.Mode).Should().Be((state, mode));
        after.IsRejected().Should().Be(state == CircuitState.Open);
    }

    [Theory]
    [InlineData(CircuitState.Closed, CircuitMode.Automatic)]
    [InlineData(CircuitState.Open, CircuitMode.Automatic)]
    [InlineData(CircuitState.Open, CircuitMode.Isolated)]
    [InlineData(CircuitState.Closed, CircuitMode.Disabled)]
    public void What_the_breaker_was_before_does_not_matter(CircuitState state, CircuitMode mode)
    {
        var snapshot = new BreakerHarness().Breaker.TakeSnapshot() with { State = CircuitState.Open, BreakLeft = 7 * Second, BreakDuration = 60 * Second };
        var harness = new BreakerHarness();
        Bring(harness.Breaker, state, mode);

        harness.Breaker.Restore(snapshot);

        (harness.State, harness.Breaker.Mode, harness.Breaker.GetMetrics().RetryAfter).Should().Be((CircuitState.Open, CircuitMode.Automatic, (TimeSpan?)(7 * Second)));
    }

    [Fact]
    public void The_time_between_counts_as_part_of_the_break()
    {
        var before = new BreakerHarness();
        before.Open();
        before.Clock.Advance(10 * Second);

        var after = BreakerRestart.Of(before, away: 20 * Second);

        after.Breaker.GetMetrics().RetryAfter.Should().Be(30 * Second);
        after.Clock.Advance((30 * Second) - TimeSpan.FromTicks(1));
        after.State.Should().Be(CircuitState.Open);
        after.Clock.Advance(TimeSpan.FromTicks(1));
        after.State.Should().Be(CircuitState.HalfOpen);
    }

    [Theory]
    [Behaviour("D7")]
    [InlineData(-1)]
    [InlineData(-1_000_000_000)]
    public void A_wall_clock_that_was_set_back_counts_as_no_time(long seconds)
    {
        var before = new BreakerHarness();
        before.Open();
        before.Clock.Advance(10 * Second);

        var after = BreakerRestart.Of(before, away: seconds * Second);

        after.Breaker.GetMetrics().RetryAfter.Should().Be(50 * Second);
    }

    [Fact]
    [Behaviour("D7")]
    public void Setting_the_wall_clock_after_the_restart_changes_nothing()
    {
        var before = new BreakerHarness();
        before.Open();
        var after = BreakerRestart.Of(before, away: 10 * Second);

        after.Clock.SetUtcNow(after.Clock.GetUtcNow().AddYears(1));

        after.Breaker.GetMetrics().RetryAfter.Should().Be(50 * Second);
    }

    [Fact]
    public void A_break_that_ended_meanwhile_is_followed_by_trials()
    {
        var before = new BreakerHarness();
        before.Open();

        var after = BreakerRestart.Of(before, away: 60 * Second);

        after.State.Should().Be(CircuitState.HalfOpen);
        after.Succeed(2);
        after.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Trials_begin_anew()
    {
        var before = new BreakerHarness();
        before.OpenAndWait();
        before.Succeed();
        _ = before.Enter();

        var after = BreakerRestart.Of(before);

        var metrics = after.Breaker.GetMetrics();
        (metrics.State, metrics.TrialSuccesses, metrics.TrialsInFlight).Should().Be((CircuitState.HalfOpen, 0, 0));
        after.Succeed();
        after.State.Should().Be(CircuitState.HalfOpen);
        after.Succeed();
        after.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Trials_that_time_out_after_the_restart_are_followed_by_a_whole_break()
    {
        var before = new BreakerHarness(o =>
        {
            o.HalfOpenTimeout = Second;
            o.Pacing = BreakerPacing.From(_ => 40 * Second);
        });
        before.Open();
        var after = BreakerRestart.Of(before, away: 60 * Second);
        after.Enter().Ignore();

        after.Clock.Advance(Second);

        after.State.Should().Be(CircuitState.Open);
        after.Breaker.GetMetrics().RetryAfter.Should().Be(40 * Second);
    }

    [Theory]
    [InlineData(CircuitState.Open, 2, 119)]
    [InlineData(CircuitState.Closed, 0, null)]
    public void What_time_alone_has_decided_is_in_the_snapshot_though_no_call_came(CircuitState afterTimeout, int openings, int? secondsLeft)
    {
        var before = new BreakerHarness(o =>
        {
            o.BackoffMultiplier = 2;
            o.HalfOpenTimeout = Second;
            o.AfterHalfOpenTimeout = afterTimeout;
        });
        before.OpenAndWait();
        before.Enter().Ignore();
        before.Clock.Advance(2 * Second);

        var snapshot = before.Breaker.TakeSnapshot();

        snapshot.State.Should().Be(afterTimeout);
        snapshot.OpeningsInARow.Should().Be(openings);
        snapshot.BreakLeft.Should().Be(secondsLeft * Second);
        snapshot.BreakDuration.Should().Be(secondsLeft is null ? null : 120 * Second);
        (snapshot.OpenedAt is null).Should().Be(afterTimeout == CircuitState.Closed);
        (snapshot.Causes.Count == 0).Should().Be(afterTimeout == CircuitState.Closed);
        before.Breaker.GetMetrics().Transitions.Should().HaveCount(2, "taking a snapshot moves nothing");
    }

    [Fact]
    public void Openings_in_a_row_go_on_and_so_does_the_backoff()
    {
        var before = new BreakerHarness(o => o.BackoffMultiplier = 2);
        before.OpenAndWait();
        before.Fail();

        var after = BreakerRestart.Of(before, away: 120 * Second);

        after.Fail();
        after.Breaker.GetMetrics().ConsecutiveOpenings.Should().Be(3);
        after.Breaker.GetMetrics().RetryAfter.Should().Be(240 * Second);
    }

    [Fact]
    public void A_closed_circuit_has_no_openings_in_a_row_whatever_the_snapshot_says()
    {
        var harness = new BreakerHarness(o => o.BackoffMultiplier = 2);

        harness.Breaker.Restore(harness.Breaker.TakeSnapshot() with { OpeningsInARow = 5 });

        harness.Open();
        harness.Breaker.GetMetrics().RetryAfter.Should().Be(60 * Second);
    }

    [Fact]
    public void A_ramp_goes_on_as_much_further_as_time_has_passed()
    {
        var before = Ramping(3 * Second);

        var after = BreakerRestart.Of(before, away: 2 * Second);

        after.Breaker.GetMetrics().AdmittedShare.Should().BeApproximately(0.1 + (0.9 * 0.5), 1e-9);
        after.Breaker.GetMetrics().ConsecutiveOpenings.Should().Be(1, "a ramp is not over with a restart");
        after.Clock.Advance(5 * Second);
        after.IsRejected().Should().BeFalse();
        after.Breaker.GetMetrics().ConsecutiveOpenings.Should().Be(0);
    }

    [Theory]
    [InlineData(7, 10, 1, 0)]
    [InlineData(0, null, 1, 0)]
    [InlineData(0, 5, 0.325, 1)]
    public void A_ramp_that_ended_or_is_no_longer_wanted_or_was_shortened(int awaySeconds, int? rampSeconds, double share, int openings)
    {
        var before = Ramping(3 * Second + TimeSpan.FromMilliseconds(250));

        var after = BreakerRestart.Of(before, awaySeconds * Second, o => o.RampDuration = rampSeconds * Second);

        // Of a ramp of 5 s cannot be left 6.75 s: it begins anew, and 1.25 s of it are over then.
        after.Clock.Advance(rampSeconds == 5 ? TimeSpan.FromSeconds(1.25) : TimeSpan.Zero);
        after.Breaker.GetMetrics().AdmittedShare.Should().BeApproximately(share, 1e-9);
        after.Breaker.GetMetrics().ConsecutiveOpenings.Should().Be(openings);
    }

    [Fact]
    public void Causes_and_times_are_kept_and_stand_in_rejections_but_records_are_of_one_process()
    {
        var sink = Substitute.For<IErrorSink>();
        sink.Identify(default!, default!).ReturnsForAnyArgs(new ErrorId(7));
        var before = new BreakerHarness(sink: sink);
        before.Fail(3);
        before.Fail(2, new InvalidOperationException());
        before.Breaker.GetMetrics().Causes.Should().OnlyContain(c => c.RecordId != default);
        var openedAt = before.Clock.GetUtcNow();

        var after = BreakerRestart.Of(before, away: 10 * Second);

        after.Breaker.GetMetrics().Should().BeEquivalentTo(new { OpenedAt = openedAt, LastFailureAt = openedAt });
        var act = () => after.Breaker.Execute(static (_, _) => 1, 0);
        act.Should().Throw<CircuitOpenException>().Which.Causes.Should().Equal(
            new CircuitFailureCause(typeof(TimeoutException).FullName!, null, 3, default),
            new CircuitFailureCause(typeof(InvalidOperationException).FullName!, null, 2, default));
    }

    [Theory]
    [InlineData(CircuitState.Closed)]
    [InlineData(CircuitState.Open)]
    public void Calls_in_flight_change_nothing_when_they_end(CircuitState state)
    {
        var snapshot = new BreakerHarness().Breaker.TakeSnapshot() with { ConsecutiveFailures = 4, State = state, BreakLeft = state == CircuitState.Open ? Second : null };
        var harness = new BreakerHarness();
        var (failing, succeeding) = (harness.Enter(), harness.Enter());

        harness.Breaker.Restore(snapshot);
        failing.Fail(new TimeoutException());
        succeeding.Succeed();

        var metrics = harness.Breaker.GetMetrics();
        (metrics.State, metrics.LateCalls, metrics.FailedCalls).Should().Be((state, 2, 0));
        metrics.ConsecutiveFailures.Should().Be(state == CircuitState.Closed ? 4 : 0);
    }

    [Fact]
    public async Task A_change_is_published_with_its_reason_and_is_nobodys_doing()
    {
        var told = new TaskCompletionSource<CircuitTransitioned>();
        var before = new BreakerHarness();
        before.Open();

        var after = BreakerRestart.Of(before, 10 * Second, o => o.OnTransitioned = told.SetResult);

        var transition = await told.Task;
        transition.Should().BeEquivalentTo(new
        {
            From = CircuitState.Closed,
            To = CircuitState.Open,
            Reason = CircuitTransitionReason.Restored,
            IsManual = false,
            BreakDuration = (TimeSpan?)(50 * Second),
            OpeningsInARow = 1,
            At = after.Clock.GetUtcNow(),
        });
        transition.Causes.Should().ContainSingle();
        after.Breaker.GetMetrics().Transitions.Should().Equal(transition);
    }

    [Theory]
    [InlineData(CircuitState.Closed)]
    [InlineData(CircuitState.Open)]
    public void Where_nothing_changes_nothing_is_published(CircuitState state)
    {
        var harness = new BreakerHarness();
        Bring(harness.Breaker, state, CircuitMode.Automatic);
        var transitions = harness.Breaker.GetMetrics().Transitions;

        harness.Breaker.Restore(harness.Breaker.TakeSnapshot());

        harness.Breaker.GetMetrics().Transitions.Should().Equal(transitions);
    }

    [Fact]
    public void Counts_of_calls_stay()
    {
        var harness = new BreakerHarness();
        var snapshot = harness.Breaker.TakeSnapshot();
        harness.Succeed(7);
        harness.Fail(2);

        harness.Breaker.Restore(snapshot);

        var metrics = harness.Breaker.GetMetrics();
        (metrics.SuccessfulCalls, metrics.FailedCalls, metrics.ConsecutiveFailures).Should().Be((7, 2, 0));
    }

    [Fact]
    public void A_pacing_that_is_still_asked_does_not_change_the_break_that_is_brought_back()
    {
        CircuitBreaker? breaker = null;
        var snapshot = new BreakerHarness().Breaker.TakeSnapshot() with { State = CircuitState.Open, BreakLeft = 7 * Second };
        var harness = new BreakerHarness(o => o.Pacing = BreakerPacing.From(_ =>
        {
            breaker!.Restore(snapshot);
            return 500 * Second;
        }));
        breaker = harness.Breaker;

        harness.Open();

        harness.Breaker.GetMetrics().RetryAfter.Should().Be(7 * Second);
    }

    [Fact]
    public void An_edited_break_without_its_whole_length_has_that_of_the_settings()
    {
        var harness = new BreakerHarness(o => o.HalfOpenTimeout = Second);

        harness.Breaker.Restore(harness.Breaker.TakeSnapshot() with { State = CircuitState.Open, BreakLeft = null, BreakDuration = null });
        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Breaker.Restore(harness.Breaker.TakeSnapshot() with { State = CircuitState.Open, BreakLeft = TimeSpan.MaxValue, BreakDuration = null, OpeningsInARow = int.MaxValue });

        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().RetryAfter.Should().Be(60 * Second, "what is shown never exceeds the break");
        harness.Clock.Advance(TimeSpan.FromDays(3_000));
        harness.State.Should().Be(CircuitState.Open);
    }

    private static BreakerHarness Ramping(TimeSpan since)
    {
        var harness = new BreakerHarness(o => o.RampDuration = 10 * Second);
        harness.OpenAndWait();
        harness.Succeed(2);
        harness.Clock.Advance(since);
        harness.Breaker.GetMetrics().AdmittedShare.Should().BeLessThan(1);
        return harness;
    }

    private static void Bring(CircuitBreaker breaker, CircuitState state, CircuitMode mode)
    {
        switch (mode)
        {
            case CircuitMode.Isolated: breaker.Isolate(); break;
            case CircuitMode.Disabled: breaker.Disable(); break;
            case CircuitMode.MetricsOnly: breaker.UseMetricsOnly(); break;
            default:
                breaker.MoveTo(state == CircuitState.Closed ? CircuitState.Closed : CircuitState.Open);
                breaker.MoveTo(state);
                break;
        }
    }
}
