using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerModeTests
{
    [Fact]
    [Behaviour("51", "X17")]
    public void An_isolated_breaker_rejects_with_a_type_of_its_own_until_it_is_reset()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Isolate();
        harness.Clock.Advance(TimeSpan.FromDays(1000));

        harness.Reject().Should().BeOfType<CircuitIsolatedException>()
            .Which.Should().Match<CircuitIsolatedException>(e => e.RetryAfter == null && e.Mode == CircuitMode.Isolated && e.Code.ToString() == "EM-RES-002");
        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.Reset();
        harness.Succeed();
    }

    [Fact]
    [Behaviour("57")]
    public void A_disabled_breaker_lets_all_through_and_counts_nothing()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Disable();
        harness.Fail(20);
        harness.Succeed();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.TotalCalls.Should().Be(0);
    }

    [Fact]
    [Behaviour("58")]
    public void A_metrics_only_breaker_counts_and_never_opens()
    {
        var harness = new BreakerHarness();

        harness.Breaker.UseMetricsOnly();
        harness.Fail(20);
        harness.Succeed(5);

        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.FailedCalls == 20 && m.SuccessfulCalls == 5);
    }

    [Theory]
    [Behaviour("51")]
    [InlineData(6)]
    [InlineData(100_000_000)]
    public void Time_does_not_end_an_isolation(double seconds)
    {
        var harness = new BreakerHarness(o => o.BreakDuration = TimeSpan.FromSeconds(1));
        harness.Breaker.Isolate();

        harness.Wait(seconds);

        harness.State.Should().Be(CircuitState.Open);
        harness.Reject().Should().BeOfType<CircuitIsolatedException>().Which.RetryAfter.Should().BeNull();
        harness.Metrics.RetryAfter.Should().BeNull();
    }

    [Fact]
    [Behaviour("51")]
    public async Task Whoever_catches_the_rejection_of_an_open_circuit_catches_that_of_an_isolated_one_too()
    {
        var harness = new BreakerHarness();
        harness.Breaker.Isolate();

        (await Record.ExceptionAsync(async () => await harness.Breaker.ExecuteAsync(_ => ValueTask.FromResult(1)))).Should().BeAssignableTo<CircuitOpenException>()
            .Which.Message.Should().Be("Circuit 'payments' is OPEN: someone isolated it, and it stays so until it is reset.");
        harness.Breaker.TryExecute(static _ => 1).Should().Match<CallResult<int>>(r => r.IsRejected && r.RetryAfter == null);
        Record.Exception(() => harness.Breaker.Enter()).Should().BeOfType<CircuitIsolatedException>();
    }

    [Theory]
    [Behaviour("52", "61")]
    [InlineData(CircuitMode.Isolated, CircuitState.Open)]
    [InlineData(CircuitMode.Disabled, CircuitState.Closed)]
    [InlineData(CircuitMode.MetricsOnly, CircuitState.Closed)]
    public void A_breaker_can_begin_in_a_mode_which_wins_over_the_initial_state_and_is_no_transition(CircuitMode mode, CircuitState state)
    {
        var harness = new BreakerHarness(o => (o.InitialMode, o.InitialState) = (mode, CircuitState.Open));

        harness.Clock.Advance(TimeSpan.FromDays(1));

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.Mode == mode && m.State == state && m.Transitions.Count == 0 && m.ConsecutiveOpenings == 0);
        harness.IsRejected().Should().Be(mode == CircuitMode.Isolated);
        harness.Breaker.Reset();
        harness.Succeed();
    }

    [Fact]
    [Behaviour("61")]
    public void A_breaker_can_begin_open_for_one_break()
    {
        var harness = new BreakerHarness(o => o.InitialState = CircuitState.Open);
        var opened = harness.Clock.GetUtcNow();

        harness.Reject().Should().Match<CircuitOpenException>(e => e.RetryAfter == TimeSpan.FromSeconds(60) && e.Causes.Count == 0);
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.OpenedAt == opened && m.Transitions.Count == 0 && m.AdmittedShare == 0);
        harness.Wait(60);
        harness.Succeed(2);

        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.Transitions.Select(t => t.To).Should().Equal(CircuitState.HalfOpen, CircuitState.Closed);
    }

    [Fact]
    [Behaviour("53")]
    public void One_hand_can_isolate_and_reset_all_breakers_of_a_registry()
    {
        var registry = new CircuitBreakerRegistry();
        ICircuitBreaker[] all = [registry.Create("a"), registry.Create("b")];

        foreach (var breaker in registry.All)
        {
            breaker.Isolate();
        }

        all.Should().OnlyContain(b => b.State == CircuitState.Open);
        registry.ResetAll();
        all.Should().OnlyContain(b => b.State == CircuitState.Closed && b.Mode == CircuitMode.Automatic);
    }

    [Fact]
    [Behaviour("56")]
    public void A_call_that_fails_while_the_circuit_is_isolated_leaves_it_isolated_and_counts_as_late()
    {
        var harness = new BreakerHarness();
        var old = harness.Enter();
        harness.Breaker.Isolate();

        old.Fail(new TimeoutException());

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.Mode == CircuitMode.Isolated && m.LateCalls == 1 && m.FailedCalls == 0 && m.Transitions.Count == 1);
    }

    [Fact]
    [Behaviour("57")]
    public void A_call_that_was_let_in_by_a_disabled_breaker_is_not_counted_when_it_ends_after_the_reset()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 1);
        harness.Breaker.Disable();
        var old = harness.Enter();
        harness.Breaker.Reset();

        old.Fail(new TimeoutException());

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.Closed && m.LateCalls == 0 && m.FailedCalls == 0);
    }

    [Fact]
    [Behaviour("58")]
    public void In_metrics_only_mode_each_rule_is_told_once_and_no_transition_is_made()
    {
        using var told = new Heard<CircuitThresholdExceeded>();
        using var transitions = new Heard<CircuitTransitioned>();
        var harness = new BreakerHarness(o =>
        {
            o.OnThresholdExceeded = told.Add;
            o.OnTransitioned = transitions.Add;
            o.FailureThreshold = 3;
            o.FailureRateThreshold = 0.5;
            o.MinimumThroughput = 8;
        });
        harness.Breaker.UseMetricsOnly();
        transitions.Take(1);

        harness.Play("SSSFFF");
        var first = told.Take(1)[0];
        first.Should().Match<CircuitThresholdExceeded>(e => e.BreakerName == "payments" && e.Reason == CircuitTransitionReason.ConsecutiveFailures && e.At == harness.Clock.GetUtcNow() && e.Statistics.Failures == 3);
        first.Causes.Should().ContainSingle().Which.Count.Should().Be(3);
        harness.Play("FFFSFFFFSFSF");
        told.Take(1)[0].Reason.Should().Be(CircuitTransitionReason.FailureRate);
        harness.Play("FFFFFFFFF");

        harness.State.Should().Be(CircuitState.Closed);
        harness.Breaker.Reset();
        transitions.Take(1)[0].Statistics.Failures.Should().Be(21);
        harness.Breaker.UseMetricsOnly();
        harness.Fail(3);
        told.Take(1)[0].Reason.Should().Be(CircuitTransitionReason.ConsecutiveFailures, "it is told anew once the mode was left");
        harness.Breaker.Reset();
        transitions.Take(2);
        told.Waiting.Should().Be(0);
    }

    [Fact]
    [Behaviour("58")]
    public void In_metrics_only_mode_a_verdict_that_would_have_opened_it_at_once_is_told()
    {
        using var told = new Heard<CircuitThresholdExceeded>();
        var harness = new BreakerHarness(o =>
        {
            o.OnThresholdExceeded = told.Add;
            o.JudgeException = (_, _) => CircuitVerdict.Trip;
            o.InitialMode = CircuitMode.MetricsOnly;
        });

        harness.Fail();

        told.Take(1)[0].Should().Match<CircuitThresholdExceeded>(e => e.Reason == CircuitTransitionReason.Tripped && e.Causes.Count == 1);
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    [Behaviour("58")]
    public void In_metrics_only_mode_slow_calls_in_flight_are_told_and_every_call_goes_through()
    {
        using var told = new Heard<CircuitThresholdExceeded>();
        var harness = new BreakerHarness(o =>
        {
            o.OnThresholdExceeded = told.Add;
            o.InitialMode = CircuitMode.MetricsOnly;
            o.SlowCallRateThreshold = 0.5;
            o.SlowCallDuration = TimeSpan.FromSeconds(1);
            o.MinimumThroughput = 2;
        });
        harness.Enter();
        harness.Enter();
        harness.Wait(3);

        harness.Succeed();

        told.Take(1)[0].Should().Match<CircuitThresholdExceeded>(e => e.Reason == CircuitTransitionReason.SlowCallRate && e.Statistics.SlowCalls == 2);
    }
}
