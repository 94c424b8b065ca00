using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerRampTests
{
    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(100);

    [Fact]
    public void The_share_grows_evenly_from_its_start_to_all()
    {
        var harness = Recover(o => o.RampStart = 0.2);

        Share(harness).Should().Be(0.2);
        harness.Clock.Advance(Ramp / 4);
        Share(harness).Should().BeApproximately(0.4, 1e-9);
        harness.Clock.Advance(Ramp / 4);
        Share(harness).Should().BeApproximately(0.6, 1e-9);
        harness.Clock.Advance(Ramp / 2);
        Share(harness).Should().Be(1);
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_first_call_passes_and_from_then_on_one_in_so_many(double share)
    {
        var harness = Recover(o => (o.RampStart, o.RampDuration) = (share, TimeSpan.MaxValue));

        var passed = Enumerable.Range(0, 1_000).Select(_ => !harness.IsRejected()).ToList();

        passed[0].Should().BeTrue();
        passed.Count(p => p).Should().BeCloseTo((int)Math.Round(1_000 * share), 1);
    }

    [Fact]
    public void After_any_number_of_calls_those_that_passed_are_within_one_of_the_sum_of_the_shares()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var harness = Recover(o => o.RampStart = random.Next(1, 100) / 100.0);
            double shares = 0;
            var passed = 0;
            for (var call = 0; call < 100; call++)
            {
                harness.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(3_000)));
                shares += Share(harness);
                passed += harness.IsRejected() ? 0 : 1;
                (passed - shares).Should().BeInRange(-1 - 1e-6, 1 + 1e-6, $"seed {seed}, call {call}");
            }
        }
    }

    [Fact]
    public void A_call_that_is_held_back_is_told_why_and_to_come_back_in_a_second()
    {
        var harness = Recover(o => o.RampStart = 0.1);
        harness.Succeed();

        harness.Breaker.Invoking(b => b.Execute(static (_, _) => 1, 0)).Should().Throw<CircuitOpenException>()
            .Where(e => e.State == CircuitState.Closed && e.Mode == CircuitMode.Automatic && e.RetryAfter == TimeSpan.FromSeconds(1))
            .WithMessage("Circuit 'payments' was OPEN and lets only a share of the calls through while it recovers; retry after 1.0 s.");
        harness.Breaker.GetMetrics().RejectedCalls.Should().Be(1);
        harness.Breaker.GetMetrics().RetryAfter.Should().BeNull("it is closed");
    }

    [Fact]
    [Behaviour("31")]
    public void Failures_during_the_ramp_open_it_again_for_the_next_longer_break()
    {
        var harness = Recover(o => (o.BackoffMultiplier, o.RampStart) = (2, 0.5));

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().RetryAfter.Should().Be(2 * harness.Options.BreakDuration);
        harness.Breaker.GetMetrics().AdmittedShare.Should().Be(0);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 1)]
    [Behaviour("31")]
    public void Openings_are_in_a_row_until_the_ramp_is_over_also_for_a_call_that_was_let_in_before(int ticksAfterRamp, int expected)
    {
        var harness = Recover();
        var call = harness.Enter();
        harness.Clock.Advance(Ramp + TimeSpan.FromTicks(ticksAfterRamp));

        call.Fail();

        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().ConsecutiveOpenings.Should().Be(expected);
    }

    [Fact]
    public void A_call_of_the_ramp_counts_when_it_ends_after_it()
    {
        var harness = Recover(o => o.FailureThreshold = 2);
        var call = harness.Enter();
        harness.Clock.Advance(Ramp);
        harness.Fail();

        call.Fail();

        harness.State.Should().Be(CircuitState.Open, "both failed in one period");
    }

    [Fact]
    [Behaviour("54", "59", "60")]
    public void Reset_ends_the_ramp_without_a_transition()
    {
        var harness = Recover();
        var transitions = harness.Breaker.GetMetrics().Transitions.Count;

        harness.Breaker.Reset();

        Share(harness).Should().Be(1);
        Enumerable.Range(0, 50).Should().OnlyContain(_ => !harness.IsRejected());
        harness.Breaker.GetMetrics().Transitions.Should().HaveCount(transitions);
        harness.Breaker.GetMetrics().ConsecutiveOpenings.Should().Be(0);
    }

    [Fact]
    [Behaviour("59")]
    public void Moving_a_ramping_circuit_to_closed_changes_nothing_as_it_is_closed()
    {
        var harness = Recover();

        harness.Breaker.MoveTo(CircuitState.Closed);

        Share(harness).Should().Be(0.1);
    }

    [Fact]
    public void A_circuit_that_was_closed_by_hand_or_by_a_time_out_has_no_ramp()
    {
        var harness = new BreakerHarness(o => (o.RampDuration, o.HalfOpenTimeout, o.AfterHalfOpenTimeout) = (Ramp, TimeSpan.FromSeconds(1), CircuitState.Closed));
        harness.OpenAndWait();
        harness.Breaker.MoveTo(CircuitState.Closed);
        Share(harness).Should().Be(1);

        harness.OpenAndWait();
        _ = harness.Enter();
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        Share(harness).Should().Be(1);
        harness.Succeed(5);
    }

    [Fact]
    public void Leaving_the_ramp_by_hand_forgets_it()
    {
        var harness = Recover();

        harness.Breaker.UseMetricsOnly();
        Enumerable.Range(0, 20).Should().OnlyContain(_ => !harness.IsRejected());
        harness.Breaker.Isolate();
        harness.Breaker.MoveTo(CircuitState.Closed);

        Share(harness).Should().Be(1);
    }

    [Fact]
    public void New_settings_leave_a_ramp_that_has_begun_as_it_is()
    {
        var harness = Recover();
        harness.Clock.Advance(Ramp / 2);
        var share = Share(harness);

        harness.Breaker.ApplyOptions(new CircuitBreakerOptions { RampDuration = null, Metrics = CircuitMetricsLevel.Durations });

        Share(harness).Should().Be(share);
        harness.Clock.Advance(Ramp / 2);
        Enumerable.Range(0, 20).Should().OnlyContain(_ => !harness.IsRejected());
    }

    [Fact]
    public void A_saved_state_without_a_ramp_ends_the_ramp_when_it_is_brought_back()
    {
        var harness = Recover();

        harness.Breaker.Restore(harness.Breaker.TakeSnapshot() with { RampLeft = null });

        Share(harness).Should().Be(1);
        Enumerable.Range(0, 10).Should().OnlyContain(_ => !harness.IsRejected());
    }

    private static double Share(BreakerHarness harness) => harness.Breaker.GetMetrics().AdmittedShare;

    private static BreakerHarness Recover(Action<CircuitBreakerOptions>? configure = null)
    {
        var harness = new BreakerHarness(o =>
        {
            (o.FailureThreshold, o.SuccessThreshold, o.RampDuration) = (1, 1, Ramp);
            configure?.Invoke(o);
        });
        harness.Breaker.Enter().Fail();
        for (var i = 1; i < harness.Options.FailureThreshold; i++)
        {
            harness.Breaker.Enter().Fail();
        }

        harness.Clock.Advance(harness.Options.BreakDuration);
        harness.Succeed();
        return harness;
    }
}
