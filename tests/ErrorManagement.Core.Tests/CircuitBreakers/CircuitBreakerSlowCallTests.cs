using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerSlowCallTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);

    [Theory]
    [Behaviour("17")]
    [InlineData(3, 2, CircuitState.Open)]
    [InlineData(2, 3, CircuitState.Closed)]
    public void Slow_calls_alone_open_it_at_their_rate(int slow, int quick, CircuitState expected)
    {
        var harness = SlowAt(0.5, minimum: 5);
        harness.Succeed(quick);
        for (var i = 0; i < slow; i++)
        {
            harness.Take(Slow);
        }

        harness.State.Should().Be(expected);
        harness.Metrics.FailedCalls.Should().Be(0);
        harness.Metrics.Period.SlowCalls.Should().Be(expected == CircuitState.Open ? 0 : slow);
        harness.Metrics.Transitions.Select(t => (t.Reason, t.FailureCount, t.Statistics.SlowCalls, t.Statistics.SlowCallRate))
            .Should().AllBeEquivalentTo((CircuitTransitionReason.SlowCallRate, 0L, 3L, (double?)0.6));
    }

    [Theory]
    [Behaviour("17")]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_call_that_takes_exactly_the_slow_call_duration_is_not_slow(int ticksMore, int slow)
    {
        var harness = SlowAt(1, minimum: 5);

        harness.Take(Limit + TimeSpan.FromTicks(ticksMore));

        harness.Metrics.Period.SlowCalls.Should().Be(slow);
    }

    [Fact]
    [Behaviour("18")]
    public void Slow_and_failed_calls_are_counted_apart()
    {
        var harness = SlowAt(1, minimum: 1);
        harness.Succeed();
        harness.Fail();
        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Successes == 1 && p.Failures == 1 && p.SlowCalls == 0 && p.FailureRate == 0.5 && p.SlowCallRate == 0);

        harness.Take(Slow);
        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Successes == 2 && p.Failures == 1 && p.SlowCalls == 1 && p.SlowCallRate == 1.0 / 3);
        harness.Take(Slow, fails: true);

        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Successes == 2 && p.Failures == 2 && p.SlowCalls == 2 && p.FailureRate == 0.5 && p.SlowCallRate == 0.5);
    }

    [Fact]
    [Behaviour("17")]
    public void Calls_in_flight_that_are_slow_already_open_it_at_the_next_call_and_not_when_they_end()
    {
        var harness = SlowAt(0.5, minimum: 4);
        var hanging = Enumerable.Range(0, 4).Select(_ => harness.Enter()).ToArray();
        harness.Clock.Advance(Limit);
        harness.IsRejected().Should().BeFalse("they have not run for longer than the limit");
        harness.Clock.Advance(Limit);

        harness.IsRejected().Should().BeTrue();

        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.Reason == CircuitTransitionReason.SlowCallRate && t.Statistics.SlowCalls == 4 && t.Statistics.SlowCallRate == 1);
        foreach (var call in hanging)
        {
            call.Succeed();
        }

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.LateCalls == 4 && m.SuccessfulCalls == 0);
    }

    [Fact]
    [Behaviour("17")]
    public void Calls_in_flight_are_shown_as_slow_and_no_longer_once_they_ended()
    {
        var harness = SlowAt(1, minimum: 10);
        harness.Succeed();
        var cancelled = harness.Enter();
        var slow = harness.Enter();
        harness.Clock.Advance(2 * Slow);
        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.SlowCalls == 2 && p.Calls == 1);

        cancelled.Ignore();
        harness.Metrics.Period.SlowCalls.Should().Be(1);
        slow.Succeed();

        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.SlowCalls == 1 && p.Calls == 2);
    }

    [Fact]
    [Behaviour("17", "48")]
    public void Calls_in_flight_of_an_earlier_period_are_not_slow_calls_of_this_one()
    {
        var harness = SlowAt(0.5, minimum: 1);
        var old = Enumerable.Range(0, 4).Select(_ => harness.Enter()).ToArray();
        harness.Breaker.Reset();

        harness.Clock.Advance(2 * Slow);

        harness.IsRejected().Should().BeFalse();
        harness.Metrics.Period.SlowCalls.Should().Be(0);
        foreach (var call in old)
        {
            call.Succeed();
        }

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    [Behaviour("39")]
    public void A_slow_trial_is_a_failed_one()
    {
        var harness = SlowAt(1, minimum: 100);
        harness.Options.FailureThreshold.Should().Be(int.MaxValue);
        harness.Breaker.OpenFor(TimeSpan.FromSeconds(1));
        harness.Wait(1);

        harness.Take(Slow);

        harness.State.Should().Be(CircuitState.Open);
        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.Reason == CircuitTransitionReason.TrialSlow && t.FailureCount == 0 && t.Statistics.SlowCalls == 1);
    }

    [Fact]
    public void Without_a_slow_call_rule_no_call_is_slow()
    {
        var harness = new BreakerHarness(o => (o.SlowCallDuration, o.Metrics, o.FailureRateThreshold) = (Limit, CircuitMetricsLevel.Durations, 1));

        harness.Take(Slow);

        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.SlowCalls == 0 && p.SlowCallRate == null);
    }

    [Fact]
    [Behaviour("17")]
    public void Slow_calls_are_measured_on_a_clock_that_stands_at_zero()
    {
        var clock = new ShiftedTimeProvider(0);
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { SlowCallRateThreshold = 0.5, SlowCallDuration = Limit, MinimumThroughput = 1 }, clock);

        breaker.Enter().Succeed();
        breaker.GetMetrics().P95Duration.Should().Be(TimeSpan.Zero);
        var hanging = breaker.Enter();
        clock.Clock.Advance(2 * Slow);

        breaker.GetMetrics().Period.Should().Match<CircuitStatistics>(p => p.SlowCalls == 1 && p.Successes == 1);
        hanging.Ignore();
        breaker.GetMetrics().Period.SlowCalls.Should().Be(0);
    }

    [Fact]
    [Behaviour("16")]
    public void A_slow_success_and_the_call_after_it_do_not_judge_the_failure_rate()
    {
        var harness = SlowAt(1, minimum: 3);
        var options = new CircuitBreakerOptions { FailureThreshold = int.MaxValue, FailureRateThreshold = 0.3, SlowCallRateThreshold = 1, SlowCallDuration = Limit, MinimumThroughput = 3 };
        harness.Breaker.ApplyOptions(options);
        harness.Fail();
        harness.Succeed();

        harness.Take(Slow); // one of three has failed, none of the three just now
        harness.Succeed();
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail();

        harness.LastTransition.Reason.Should().Be(CircuitTransitionReason.FailureRate);
    }

    [Fact]
    [Behaviour("16", "17")]
    public void A_quick_success_that_makes_the_minimum_of_calls_opens_nothing_at_the_next_call()
    {
        var harness = SlowAt(0.5, minimum: 2);
        harness.Take(Slow);
        harness.Succeed();

        harness.IsRejected().Should().BeFalse("no call in flight is slow");
        harness.Take(Slow);

        harness.State.Should().Be(CircuitState.Open);
    }

    private static BreakerHarness SlowAt(double rate, int minimum) => new(o =>
    {
        o.SlowCallRateThreshold = rate;
        o.SlowCallDuration = Limit;
        o.MinimumThroughput = minimum;
        o.FailureThreshold = int.MaxValue;
    });

    [Fact]
    public void A_trial_in_flight_that_is_slow_already_opens_the_circuit_before_it_ends()
    {
        var harness = new BreakerHarness(o => (o.SlowCallRateThreshold, o.SlowCallDuration, o.FailureThreshold) = (1, TimeSpan.FromSeconds(1), 1));
        harness.OpenAndWait();
        var hanging = harness.Enter();
        harness.Clock.Advance(TimeSpan.FromSeconds(1.2));

        harness.IsRejected().Should().BeTrue();

        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.From == CircuitState.HalfOpen && t.To == CircuitState.Open && t.Reason == CircuitTransitionReason.TrialSlow);
        hanging.Succeed();
        harness.State.Should().Be(CircuitState.Open, "it ends in another period");
    }

    [Fact]
    public void A_circuit_that_slow_calls_opened_says_so_and_blames_no_error()
    {
        var harness = new BreakerHarness(o => (o.SlowCallRateThreshold, o.SlowCallDuration, o.MinimumThroughput) = (1, TimeSpan.FromSeconds(1), 1));
        var slow = harness.Enter();
        harness.Clock.Advance(TimeSpan.FromSeconds(2));
        slow.Succeed();

        var act = () => harness.Breaker.Enter();

        act.Should().Throw<CircuitOpenException>().Which.Should().Match<CircuitOpenException>(e =>
            e.Reason == CircuitTransitionReason.SlowCallRate && e.Causes.Count == 0 && e.Message.EndsWith("Opened by slow calls."));
    }
}
