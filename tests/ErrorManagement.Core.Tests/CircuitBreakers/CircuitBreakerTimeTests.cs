using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerTimeTests
{
    [Fact]
    [Behaviour("X12", "X13", "69", "D7")]
    public void Setting_the_wall_clock_changes_nothing()
    {
        var harness = new BreakerHarness();
        harness.Open();

        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
        harness.Clock.Advance(TimeSpan.FromSeconds(60));

        harness.IsRejected().Should().BeFalse();
    }

    [Theory]
    [Behaviour("69", "X12", "X13", "D7")]
    [InlineData(-1)]
    [InlineData(-24 * 365)]
    [InlineData(1)]
    [InlineData(24 * 365)]
    public void A_wall_clock_set_back_or_forward_changes_nothing_in_any_state(int hours)
    {
        var jumping = Journey(h => h.Clock.SetUtcNow(h.Clock.GetUtcNow().AddHours(hours)));
        var quiet = Journey(_ => { });

        jumping.Should().Equal(quiet);
    }

    [Fact]
    [Behaviour("X13")]
    public void With_the_wall_clock_set_back_failures_still_leave_the_window()
    {
        var harness = new BreakerHarness(o => (o.Counting, o.SamplingDuration, o.FailureThreshold) = (CircuitCounting.Windowed, TimeSpan.FromSeconds(10), 2));
        harness.Fail();
        harness.Wait(60);
        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow().AddMinutes(-1));

        harness.Fail();

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    [Behaviour("69")]
    public void With_the_wall_clock_set_back_no_duration_is_negative()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Durations);
        var permit = harness.Enter();
        harness.Wait(2);
        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow().AddHours(-1));
        permit.Succeed();

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.AverageDuration == TimeSpan.FromSeconds(2) && m.StateDuration == TimeSpan.FromSeconds(2));
    }

    [Theory]
    [Behaviour("70")]
    [InlineData(TimeSpan.TicksPerSecond, 0)]
    [InlineData(TimeSpan.TicksPerSecond, 30)]
    [InlineData(TimeSpan.TicksPerSecond, 90)]
    [InlineData(1_000, 0)]
    [InlineData(1_000, 30)]
    [InlineData(1_000, 90)]
    public void Timestamps_that_roll_over_keep_the_elapsed_break(long frequency, int secondsBeforeTheEnd)
    {
        var clock = new ShiftedTimeProvider(long.MaxValue - (secondsBeforeTheEnd * frequency), frequency);
        TellsTheTimeOfABreak(clock);
    }

    [Theory]
    [Behaviour("70")]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-600_000_000)]
    [InlineData(long.MinValue)]
    public void Timestamps_may_be_zero_or_negative(long first) => TellsTheTimeOfABreak(new ShiftedTimeProvider(first));

    [Fact]
    [Behaviour("69")]
    public void With_the_systems_clock_a_break_is_never_shown_longer_than_it_is()
    {
        var breaker = new CircuitBreaker("real", new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromMinutes(10) });

        breaker.Enter().Fail();

        Record.Exception(() => breaker.Enter()).Should().BeOfType<CircuitOpenException>().Which.RetryAfter.Should().BeGreaterThan(TimeSpan.FromMinutes(1)).And.BeLessThanOrEqualTo(TimeSpan.FromMinutes(10));
    }

    private static void TellsTheTimeOfABreak(ShiftedTimeProvider clock)
    {
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { FailureThreshold = 1, BackoffMultiplier = 2, Counting = CircuitCounting.Windowed }, clock);
        breaker.Enter().Fail(new TimeoutException());
        breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.RetryAfter == TimeSpan.FromSeconds(60) && m.Causes.Count == 1);
        clock.Clock.Advance(TimeSpan.FromSeconds(59));
        breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.RetryAfter == TimeSpan.FromSeconds(1) && m.StateDuration == TimeSpan.FromSeconds(59));
        breaker.TryEnter(out _).Should().BeFalse();
        clock.Clock.Advance(TimeSpan.FromSeconds(1));

        breaker.State.Should().Be(CircuitState.HalfOpen);
        breaker.Enter().Fail();
        clock.Clock.Advance(TimeSpan.FromSeconds(119));
        breaker.State.Should().Be(CircuitState.Open);
        clock.Clock.Advance(TimeSpan.FromSeconds(1));
        breaker.State.Should().Be(CircuitState.HalfOpen);
    }

    /// <summary>Through all states, with something that happens between any two steps; what an observer sees at each.</summary>
    private static List<string> Journey(Action<BreakerHarness> disturb)
    {
        var seen = new List<string>();
        var harness = new BreakerHarness(o => (o.HalfOpenTimeout, o.RampDuration, o.Counting) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10), CircuitCounting.Windowed));
        Step(() => harness.Fail(4));
        Step(() => harness.Wait(30));
        Step(() => harness.Fail());
        Step(() => harness.Wait(30));
        Step(() => harness.Wait(30));
        Step(() => harness.IsRejected());
        Step(() => harness.Wait(20));
        Step(() => harness.Wait(60));
        Step(() => harness.Succeed());
        Step(() => harness.Succeed());
        Step(() => harness.Wait(5));
        Step(() => harness.Wait(5));
        Step(() => harness.Fail(4));
        Step(() => harness.Wait(60));
        Step(() => harness.Fail());
        Step(harness.Breaker.Isolate);
        Step(() => harness.Wait(60));
        Step(() => harness.Breaker.OpenFor(TimeSpan.FromSeconds(30)));
        Step(() => harness.Wait(29));
        Step(() => harness.Wait(1));
        return seen;

        void Step(Action step)
        {
            step();
            Note();
            disturb(harness);
            Note();
        }

        void Note()
        {
            var metrics = harness.Metrics;
            seen.Add($"{metrics.State} {metrics.Mode} {metrics.RetryAfter} {metrics.StateDuration} {metrics.AdmittedShare} {metrics.Period.Failures} {metrics.Transitions.Count}");
        }
    }
}
