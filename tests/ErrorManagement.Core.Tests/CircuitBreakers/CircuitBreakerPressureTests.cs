using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerPressureTests
{
    [Fact]
    public void Failures_in_a_row_press_by_their_share_of_the_threshold_and_a_success_takes_it_away()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 4);

        harness.Breaker.Pressure.Should().Be(0);
        harness.Fail(3);
        harness.Breaker.Pressure.Should().Be(0.75);
        harness.Succeed();
        harness.Breaker.Pressure.Should().Be(0);
    }

    [Fact]
    public void Open_half_open_and_isolated_press_with_one_and_closed_begins_at_zero()
    {
        var harness = new BreakerHarness(o => (o.FailureThreshold, o.SuccessThreshold) = (1, 1));
        harness.Fail();
        harness.Breaker.Pressure.Should().Be(1);
        harness.Clock.Advance(harness.Options.BreakDuration);
        harness.Breaker.Pressure.Should().Be(1, "the break is over: half-open");
        var trial = harness.Breaker.Enter();
        harness.Breaker.Pressure.Should().Be(1, "a trial runs");
        trial.Succeed();
        harness.Breaker.Pressure.Should().Be(0);
        harness.Breaker.Isolate();
        harness.Breaker.Pressure.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Disabled_and_measuring_only_press_with_nothing(bool disabled)
    {
        var harness = new BreakerHarness(o => (o.FailureThreshold, o.InitialMode) = (1, disabled ? CircuitMode.Disabled : CircuitMode.MetricsOnly));

        harness.Fail(5);

        harness.Breaker.Pressure.Should().Be(0);
    }

    [Fact]
    public void A_failure_rate_presses_by_its_share_of_the_threshold_from_the_minimum_throughput_on()
    {
        var harness = new BreakerHarness(o => (o.FailureThreshold, o.FailureRateThreshold, o.MinimumThroughput) = (1_000, 0.5, 8));
        harness.Play("SSSSSFF");
        harness.Breaker.Pressure.Should().BeApproximately(2 / 1_000.0, 1e-9, "seven calls are too few for a rate");
        harness.Play("F");
        harness.Breaker.Pressure.Should().BeApproximately(3 / 8.0 / 0.5, 1e-9);
        harness.Clock.Advance(harness.Options.SamplingDuration);
        harness.Breaker.Pressure.Should().BeApproximately(3 / 1_000.0, 1e-9, "the window is empty");
    }

    [Fact]
    public void The_rule_nearest_to_opening_says_it()
    {
        var options = new CircuitBreakerOptions { FailureThreshold = 10, FailureRateThreshold = 0.5, SlowCallRateThreshold = 0.4, MinimumThroughput = 10 };

        CircuitPressure.Of(options, 1, new OutcomeCounts(80, 20), 0).Should().BeApproximately(0.4, 1e-9);
        CircuitPressure.Of(options, 9, new OutcomeCounts(80, 20), 0).Should().BeApproximately(0.9, 1e-9);
        CircuitPressure.Of(options, 1, new OutcomeCounts(80, 20), 30).Should().BeApproximately(30 / 130.0 / 0.4, 1e-9);
    }

    [Fact]
    public void Closed_it_is_always_below_one()
    {
        var options = new CircuitBreakerOptions { FailureThreshold = 1, FailureRateThreshold = 0.1, MinimumThroughput = 1 };

        CircuitPressure.Of(options, int.MaxValue, new OutcomeCounts(0, 50), 0).Should().BeLessThan(1).And.BeGreaterThan(0.999);
    }

    [Fact]
    public void A_ramp_presses_at_least_with_the_share_of_calls_that_it_holds_back()
    {
        var harness = new BreakerHarness(o => (o.FailureThreshold, o.SuccessThreshold, o.RampDuration) = (1, 1, TimeSpan.FromSeconds(100)));
        harness.Fail();
        harness.Clock.Advance(harness.Options.BreakDuration);
        harness.Breaker.Enter().Succeed();
        harness.State.Should().Be(CircuitState.Closed);

        var held = 1 - harness.Metrics.AdmittedShare;
        held.Should().BeGreaterThan(0);
        harness.Breaker.Pressure.Should().BeApproximately(held, 1e-9);
        harness.Clock.Advance(TimeSpan.FromSeconds(100));
        harness.Breaker.Pressure.Should().Be(0);
    }

    [ReleaseFact]
    public void To_read_it_allocates_nothing()
    {
        var breaker = new BreakerHarness(o => (o.FailureRateThreshold, o.MinimumThroughput) = (0.5, 2));
        breaker.Play("SSF");
        var least = long.MaxValue;
        var sum = 0.0;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                sum += breaker.Breaker.Pressure;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        (least, sum > 0).Should().Be((0, true));
    }
}
