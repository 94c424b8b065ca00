using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerControlTests
{
    [Fact]
    [Behaviour("S0.61", "60")]
    public void Reset_closes_it_and_empties_everything()
    {
        var harness = new BreakerHarness();
        harness.Open();

        harness.Breaker.Reset();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(
            m => m.TotalCalls == 0 && m.ConsecutiveFailures == 0 && m.OpenedAt == null && m.LastFailureAt == null && m.ConsecutiveOpenings == 0);
    }

    [Fact]
    [Behaviour("54")]
    public void Resetting_a_closed_breaker_announces_nothing()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Reset();

        harness.Metrics.Transitions.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("30")]
    public void It_can_be_opened_for_two_hours()
    {
        var harness = new BreakerHarness();

        harness.Breaker.OpenFor(TimeSpan.FromHours(2));

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromHours(2));
        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.IsManual && t.BreakDuration == TimeSpan.FromHours(2) && t.Causes.Count == 0);
        harness.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1));
        harness.State.Should().Be(CircuitState.Open);
        harness.Clock.Advance(TimeSpan.FromTicks(1));
        harness.State.Should().Be(CircuitState.HalfOpen);
    }

    [Fact]
    [Behaviour("30", "69")]
    public void It_can_be_opened_until_an_instant_and_the_wall_clock_is_read_once()
    {
        var harness = new BreakerHarness();

        harness.Breaker.OpenUntil(harness.Clock.GetUtcNow().AddHours(2));
        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow().AddDays(-1));

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromHours(2));
    }

    [Fact]
    [Behaviour("30", "59")]
    public void Of_an_open_circuit_only_the_length_changes_which_is_no_transition()
    {
        var harness = new BreakerHarness();
        harness.Open();
        harness.Wait(10);
        harness.Breaker.OpenFor(TimeSpan.FromSeconds(5));

        harness.Reject().Should().Match<CircuitOpenException>(e => e.RetryAfter == TimeSpan.FromSeconds(5) && e.Causes.Count == 1);
        harness.Metrics.Transitions.Should().ContainSingle();
        harness.Breaker.OpenFor(TimeSpan.FromSeconds(500));

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(500));
    }

    [Fact]
    [Behaviour("30")]
    public void A_length_or_an_instant_that_is_over_is_refused_with_the_bound_and_changes_nothing()
    {
        var harness = new BreakerHarness();
        var now = harness.Clock.GetUtcNow();

        foreach (var length in new[] { TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.MinValue })
        {
            FluentActions.Invoking(() => harness.Breaker.OpenFor(length)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("duration");
        }

        foreach (var instant in new[] { now, DateTimeOffset.MinValue })
        {
            FluentActions.Invoking(() => harness.Breaker.OpenUntil(instant)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*after now (2030-01-01T12:00:00*").WithParameterName("instant");
        }

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.Closed && m.Transitions.Count == 0);
    }

    [Theory]
    [Behaviour("59", "X26")]
    [InlineData("closed", CircuitState.Closed, 0)]
    [InlineData("closed", CircuitState.Open, 1)]
    [InlineData("closed", CircuitState.HalfOpen, null)]
    [InlineData("open", CircuitState.Closed, 1)]
    [InlineData("open", CircuitState.Open, 0)]
    [InlineData("open", CircuitState.HalfOpen, 1)]
    [InlineData("half-open", CircuitState.Closed, 1)]
    [InlineData("half-open", CircuitState.Open, 1)]
    [InlineData("half-open", CircuitState.HalfOpen, 0)]
    [InlineData("isolated", CircuitState.Closed, 1)]
    [InlineData("isolated", CircuitState.Open, 1)]
    [InlineData("isolated", CircuitState.HalfOpen, 1)]
    [InlineData("disabled", CircuitState.Closed, 1)]
    [InlineData("disabled", CircuitState.Open, 1)]
    [InlineData("disabled", CircuitState.HalfOpen, null)]
    [InlineData("metrics-only", CircuitState.Closed, 1)]
    [InlineData("metrics-only", CircuitState.Open, 1)]
    [InlineData("metrics-only", CircuitState.HalfOpen, null)]
    public void Every_move_by_hand_is_one_transition_or_none_or_refused(string from, CircuitState to, int? transitions)
    {
        var harness = In(from);
        var before = harness.Metrics;

        var act = () => harness.Breaker.MoveTo(to);

        if (transitions is null)
        {
            act.Should().Throw<IllegalCircuitTransitionException>()
                .Which.Should().Match<IllegalCircuitTransitionException>(e => e.BreakerName == "payments" && e.From == before.State && e.To == to && e.Mode == before.Mode && e.Code.ToString() == "EM-RES-008");
            harness.Metrics.Should().BeEquivalentTo(before, "a move that is refused changes nothing");
            return;
        }

        act.Should().NotThrow();
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == to && m.Mode == CircuitMode.Automatic);
        harness.Metrics.Transitions.Should().HaveCount(before.Transitions.Count + transitions.Value);
        if (transitions > 0)
        {
            harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.IsManual && t.From == before.State && t.FromMode == before.Mode && t.To == to && t.ToMode == CircuitMode.Automatic);
        }
    }

    [Fact]
    [Behaviour("59")]
    public void The_message_of_a_refused_move_names_breaker_states_and_remedy()
    {
        var harness = In("metrics-only");

        FluentActions.Invoking(() => harness.Breaker.MoveTo(CircuitState.HalfOpen)).Should().Throw<IllegalCircuitTransitionException>()
            .WithMessage("Circuit 'payments' cannot go from Closed (MetricsOnly) to HalfOpen: only an open circuit can begin trials. Nothing was changed.");
        FluentActions.Invoking(() => harness.Breaker.MoveTo((CircuitState)7)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Closed, Open or HalfOpen*");
    }

    [Theory]
    [Behaviour("59", "54")]
    [InlineData("closed")]
    [InlineData("open")]
    [InlineData("half-open")]
    [InlineData("isolated")]
    [InlineData("disabled")]
    [InlineData("metrics-only")]
    public void Every_state_may_go_into_every_mode_and_to_where_it_is_without_an_event(string from)
    {
        foreach (var mode in new[] { CircuitMode.Isolated, CircuitMode.Disabled, CircuitMode.MetricsOnly })
        {
            var harness = In(from);
            var before = harness.Metrics;
            for (var i = 0; i < 2; i++)
            {
                SetMode(harness, mode);
                harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.Mode == mode && m.State == (mode == CircuitMode.Isolated ? CircuitState.Open : CircuitState.Closed));
                harness.Metrics.Transitions.Should().HaveCount(before.Transitions.Count + (before.Mode == mode ? 0 : 1));
            }
        }
    }

    [Theory]
    [Behaviour("60", "S0.61", "S3.7")]
    [InlineData("closed", 0)]
    [InlineData("open", 1)]
    [InlineData("half-open", 1)]
    [InlineData("isolated", 1)]
    [InlineData("disabled", 1)]
    [InlineData("metrics-only", 1)]
    public void Reset_leads_from_everywhere_to_closed_with_empty_statistics(string from, int transitions)
    {
        var harness = In(from);
        var before = harness.Metrics.Transitions.Count;

        harness.Breaker.Reset();

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m =>
            m.State == CircuitState.Closed && m.Mode == CircuitMode.Automatic && m.TotalCalls == 0 && m.RejectedCalls == 0 && m.LateCalls == 0 && m.ConsecutiveFailures == 0
            && m.ConsecutiveOpenings == 0 && m.OpenedAt == null && m.LastFailureAt == null && m.Causes.Count == 0 && m.FailuresByCategory!.Count == 0 && m.Period.Calls == 0 && m.TrialsInFlight == 0);
        harness.Metrics.Transitions.Should().HaveCount(before + transitions);
    }

    [Theory]
    [Behaviour("48", "X16")]
    [InlineData("reset")]
    [InlineData("closed")]
    public void A_failure_from_before_a_circuit_was_closed_by_hand_does_not_count_afterwards(string how)
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 1);
        var old = harness.Enter();
        harness.Fail();
        if (how == "reset")
        {
            harness.Breaker.Reset();
        }
        else
        {
            harness.Breaker.MoveTo(CircuitState.Closed);
        }

        old.Fail(new TimeoutException());

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.Closed && m.ConsecutiveFailures == 0 && m.LateCalls == 1);
    }

    [Fact]
    [Behaviour("30", "U15")]
    public void Opened_by_hand_it_stays_open_for_one_break_and_closed_by_hand_the_openings_in_a_row_end()
    {
        var harness = new BreakerHarness(o => (o.BackoffMultiplier, o.BreakDuration) = (2, TimeSpan.FromSeconds(10)));
        harness.Breaker.MoveTo(CircuitState.Open);
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(10));
        harness.Breaker.MoveTo(CircuitState.HalfOpen);
        harness.Fail();
        harness.Wait(10);
        harness.Fail();
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(20));

        harness.Breaker.MoveTo(CircuitState.Closed);
        harness.Metrics.ConsecutiveOpenings.Should().Be(0);
        harness.Open();

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    [Behaviour("59")]
    public void Trials_can_be_begun_by_hand_before_the_break_is_over()
    {
        var harness = new BreakerHarness();
        harness.Open();

        harness.Breaker.MoveTo(CircuitState.HalfOpen);
        harness.Succeed(2);

        harness.State.Should().Be(CircuitState.Closed);
    }

    private static BreakerHarness In(string state)
    {
        var harness = new BreakerHarness(o => o.BackoffMultiplier = 1);
        harness.Fail();
        harness.Succeed();
        switch (state)
        {
            case "open":
                harness.Open();
                harness.Reject();
                break;
            case "half-open":
                harness.OpenAndWait();
                harness.Enter();
                break;
            case "isolated":
                harness.Breaker.Isolate();
                break;
            case "disabled":
                harness.Breaker.Disable();
                break;
            case "metrics-only":
                harness.Breaker.UseMetricsOnly();
                break;
        }

        return harness;
    }

    private static void SetMode(BreakerHarness harness, CircuitMode mode)
    {
        switch (mode)
        {
            case CircuitMode.Isolated:
                harness.Breaker.Isolate();
                break;
            case CircuitMode.Disabled:
                harness.Breaker.Disable();
                break;
            default:
                harness.Breaker.UseMetricsOnly();
                break;
        }
    }
}
