using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerReloadTests
{
    [Fact]
    [Behaviour("X27")]
    public void New_settings_keep_state_counts_and_window()
    {
        var harness = new BreakerHarness(o => (o.Counting, o.FailureThreshold) = (CircuitCounting.Windowed, 10));
        harness.Play("SSFFFF");

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { Counting = CircuitCounting.Windowed, FailureThreshold = 5 });

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.SuccessfulCalls == 2 && m.FailedCalls == 4 && m.Period.Failures == 4 && m.State == CircuitState.Closed && m.Transitions.Count == 0);
        harness.Fail();
        harness.LastTransition.FailureCount.Should().Be(5);
    }

    [Fact]
    [Behaviour("X27")]
    public void Failures_in_a_row_go_on_under_a_new_limit()
    {
        var harness = new BreakerHarness();
        harness.Fail(3);

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { FailureThreshold = 2 });
        harness.State.Should().Be(CircuitState.Closed, "the new limit holds from the next call on");
        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("X27")]
    public void An_open_circuit_stays_open_for_as_long_as_it_was_going_to()
    {
        var harness = new BreakerHarness();
        harness.Open();
        harness.Wait(10);

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { BreakDuration = TimeSpan.FromSeconds(5) });

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(50));
        harness.Wait(50);
        harness.Fail();
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    [Behaviour("X27")]
    public void Mode_and_initial_state_are_not_applied_to_a_running_breaker()
    {
        var harness = new BreakerHarness();

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { InitialMode = CircuitMode.Isolated, InitialState = CircuitState.Open });
        harness.Succeed();
        harness.Breaker.Isolate();
        harness.Breaker.ApplyOptions(new CircuitBreakerOptions());

        harness.Metrics.Mode.Should().Be(CircuitMode.Isolated);
    }

    [Fact]
    [Behaviour("X27", "41")]
    public void More_trials_in_flight_are_let_in_at_once()
    {
        var harness = new BreakerHarness(o => o.HalfOpenMaxCalls = 1);
        harness.OpenAndWait();
        harness.Enter();
        harness.IsRejected().Should().BeTrue();

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { HalfOpenMaxCalls = 2 });

        harness.IsRejected().Should().BeFalse();
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData(CircuitMetricsLevel.Minimal)]
    [InlineData(CircuitMetricsLevel.Counts)]
    [InlineData(CircuitMetricsLevel.Durations)]
    public void The_metrics_level_can_change_and_what_is_not_kept_any_more_is_null(CircuitMetricsLevel level)
    {
        var harness = new BreakerHarness();
        harness.Play("SF");

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { Metrics = level });
        harness.Take(TimeSpan.FromSeconds(1));

        var metrics = harness.Metrics;
        metrics.SuccessfulCalls.Should().Be(level == CircuitMetricsLevel.Minimal ? null : 2);
        metrics.AverageDuration.Should().Be(level == CircuitMetricsLevel.Durations ? TimeSpan.FromSeconds(1) : null);
        metrics.Period.Successes.Should().Be(level == CircuitMetricsLevel.Minimal ? null : 2);
    }

    [Fact]
    [Behaviour("X27")]
    public void Judges_can_be_added_to_a_running_breaker()
    {
        var harness = new BreakerHarness();
        harness.Return(503);

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { FailureThreshold = 1 }.JudgeResult<int>(_ => CircuitVerdict.Failure));
        harness.Return(503);

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("X27", "17")]
    public void A_slow_call_rule_can_be_added_and_taken_away_again()
    {
        var harness = new BreakerHarness();
        var slow = new CircuitBreakerOptions { SlowCallRateThreshold = 1, SlowCallDuration = TimeSpan.FromSeconds(1), MinimumThroughput = 1 };
        var before = harness.Enter();
        harness.Breaker.ApplyOptions(slow);
        harness.Enter();
        harness.Wait(3);
        harness.Metrics.Period.SlowCalls.Should().Be(1, "the call from before was not watched");
        before.Succeed();

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions());
        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.SlowCalls == 0 && p.SlowCallRate == null);
        harness.IsRejected().Should().BeFalse();
        harness.Breaker.ApplyOptions(slow);

        harness.IsRejected().Should().BeFalse();
        harness.Metrics.Period.SlowCalls.Should().Be(0);
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData(CircuitCounting.Windowed, CircuitCounting.LastCalls)]
    [InlineData(CircuitCounting.LastCalls, CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.Consecutive, CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.Consecutive, CircuitCounting.LastCalls)]
    public void After_a_change_of_counting_the_new_window_alone_decides(CircuitCounting before, CircuitCounting after)
    {
        var harness = new BreakerHarness(o => (o.Counting, o.FailureThreshold) = (before, 100));
        harness.Fail(10);
        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { Counting = after, FailureThreshold = 3, SamplingCalls = 4 });

        harness.Play("FSFS");
        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.Period.Failures.Should().Be(2);
        harness.Play(after == CircuitCounting.LastCalls ? "FF" : "F"); // of the last four calls the first failure is gone by then

        harness.State.Should().Be(CircuitState.Open);
        harness.LastTransition.Causes.Should().ContainSingle().Which.Count.Should().Be(3);
    }

    [Theory]
    [Behaviour("X27", "11")]
    [InlineData(CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.LastCalls)]
    public void A_window_of_another_length_keeps_what_still_fits(CircuitCounting counting)
    {
        CircuitBreakerOptions Options(int length) => new() { Counting = counting, FailureThreshold = 100, SamplingDuration = TimeSpan.FromSeconds(length), SamplingCalls = length };
        var harness = new BreakerHarness(options: Options(20));
        for (var i = 0; i < 10; i++)
        {
            harness.Fail();
            harness.Wait(1);
        }

        harness.Breaker.ApplyOptions(Options(5));
        harness.Metrics.Period.Failures.Should().BeInRange(4, 5);
        harness.Breaker.ApplyOptions(Options(40));

        harness.Metrics.Period.Failures.Should().BeInRange(4, 5);
    }

    [Fact]
    [Behaviour("X27", "S0.50")]
    public void Settings_outside_their_bounds_are_refused_and_the_old_ones_stay_and_can_still_be_changed()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 2);

        FluentActions.Invoking(() => harness.Breaker.ApplyOptions(new CircuitBreakerOptions { FailureThreshold = 0 })).Should().Throw<ArgumentException>().WithMessage("*'payments': FailureThreshold must be at least 1; it is 0*");
        harness.Breaker.Options.FailureThreshold.Should().Be(2);
        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { FailureThreshold = 3 });
        harness.Fail(2);
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    [Behaviour("X27")]
    public void Changing_a_set_after_it_was_applied_has_no_effect()
    {
        var harness = new BreakerHarness();
        var options = new CircuitBreakerOptions { FailureThreshold = 3 };
        harness.Breaker.ApplyOptions(options);

        options.FailureThreshold = 1;
        harness.Fail();

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    [Behaviour("X27", "68")]
    public void A_callback_can_be_exchanged()
    {
        using var old = new Heard<CircuitTransitioned>();
        using var current = new Heard<CircuitTransitioned>();
        var harness = new BreakerHarness(o => o.OnTransitioned = old.Add);
        harness.Breaker.Isolate();
        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { OnTransitioned = current.Add });
        harness.Breaker.Reset();

        current.Take(1)[0].To.Should().Be(CircuitState.Closed);
        old.Take(1)[0].To.Should().Be(CircuitState.Open);
        old.Waiting.Should().Be(0);
    }
}
