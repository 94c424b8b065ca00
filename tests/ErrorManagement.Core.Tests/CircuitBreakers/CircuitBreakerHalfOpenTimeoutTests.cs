using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerHalfOpenTimeoutTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData(CircuitState.Open)]
    [InlineData(CircuitState.Closed)]
    [Behaviour("45", "X6")]
    public void Trials_that_do_not_decide_in_time_end_in_the_state_that_was_chosen(CircuitState after)
    {
        var harness = Begin(after);
        _ = harness.Enter(); // hangs

        harness.Clock.Advance(Limit - Tick);
        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Clock.Advance(Tick);

        harness.State.Should().Be(after);
        harness.IsRejected().Should().Be(after == CircuitState.Open);
        var told = harness.Breaker.GetMetrics().Transitions[^1];
        (told.To, told.Reason, told.BreakDuration).Should().Be((after, CircuitTransitionReason.HalfOpenTimedOut, after == CircuitState.Open ? Break : null));
    }

    [Theory]
    [InlineData(CircuitState.Open, CircuitVerdict.Success)]
    [InlineData(CircuitState.Open, CircuitVerdict.Failure)]
    [InlineData(CircuitState.Closed, CircuitVerdict.Success)]
    [InlineData(CircuitState.Closed, CircuitVerdict.Failure)]
    [Behaviour("45", "48")]
    public void A_trial_that_ends_after_the_limit_is_late_whatever_it_says(CircuitState after, CircuitVerdict verdict)
    {
        var harness = Begin(after);
        var trial = harness.Enter();
        harness.Clock.Advance(Limit);
        var before = harness.Breaker.GetMetrics();

        if (verdict == CircuitVerdict.Success)
        {
            trial.Succeed();
        }
        else
        {
            trial.Fail();
        }

        harness.State.Should().Be(after);
        var metrics = harness.Breaker.GetMetrics();
        (metrics.LateCalls, metrics.SuccessfulCalls, metrics.FailedCalls).Should().Be((1, before.SuccessfulCalls, before.FailedCalls));
        metrics.Period.Calls.Should().Be(0, "nothing has ended in the period that began");
    }

    [Fact]
    [Behaviour("31", "45")]
    public void Each_break_after_a_time_out_is_an_opening_in_a_row_and_counts_from_the_limit()
    {
        var harness = Begin(CircuitState.Open, o => (o.BackoffMultiplier, o.MaxBreakDuration) = (2, TimeSpan.FromSeconds(35)));
        foreach (var seconds in (int[])[20, 35, 35])
        {
            _ = harness.Enter();
            harness.Clock.Advance(Limit + TimeSpan.FromSeconds(seconds) - Tick);
            harness.State.Should().Be(CircuitState.Open);
            harness.Breaker.GetMetrics().RetryAfter.Should().Be(Tick);
            harness.Clock.Advance(Tick);
            harness.State.Should().Be(CircuitState.HalfOpen);
        }

        harness.Succeed();
        harness.Breaker.GetMetrics().ConsecutiveOpenings.Should().Be(0);
    }

    [Fact]
    [Behaviour("34", "45")]
    public void With_a_pacing_the_break_after_a_time_out_is_as_long_as_the_one_before_and_the_pacing_is_not_asked()
    {
        var asked = 0;
        var harness = Begin(CircuitState.Open, o => o.Pacing = BreakerPacing.From(_ => TimeSpan.FromSeconds(++asked * 7)), TimeSpan.FromSeconds(7));
        _ = harness.Enter();

        harness.Clock.Advance(Limit);

        harness.Breaker.GetMetrics().RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        harness.IsRejected().Should().BeTrue();
        harness.Breaker.GetMetrics().Transitions[^1].BreakDuration.Should().Be(TimeSpan.FromSeconds(7));
        asked.Should().Be(1);
    }

    [Fact]
    [Behaviour("45")]
    public void With_a_pacing_trials_that_were_begun_by_hand_without_a_break_before_time_out_into_the_plain_break()
    {
        var harness = new BreakerHarness(o => (o.BreakDuration, o.HalfOpenTimeout, o.Pacing) = (Break, Limit, BreakerPacing.From(_ => TimeSpan.FromSeconds(7))));
        harness.Breaker.Isolate();
        harness.Breaker.MoveTo(CircuitState.HalfOpen);
        _ = harness.Enter();

        harness.Clock.Advance(Limit);

        harness.State.Should().Be(CircuitState.Open);
        harness.Breaker.GetMetrics().RetryAfter.Should().Be(Break);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("50", "45")]
    public void What_the_state_reads_is_what_the_next_call_finds(bool limited)
    {
        var random = new Random(20);
        for (var round = 0; round < 500; round++)
        {
            var harness = Begin(random.Next(2) == 0 ? CircuitState.Open : CircuitState.Closed, o => o.HalfOpenTimeout = limited ? Limit : null);
            harness.Breaker.TryEnter(out _);
            harness.Clock.Advance(TimeSpan.FromSeconds(random.Next(40)));

            var before = harness.State;
            var admitted = harness.Breaker.TryEnter(out _);

            harness.State.Should().Be(before);
            admitted.Should().Be(before != CircuitState.Open);
        }
    }

    [Fact]
    [Behaviour("45", "69", "X12")]
    public void Setting_the_wall_clock_neither_ends_the_trials_nor_prolongs_them()
    {
        var harness = Begin(CircuitState.Open);
        _ = harness.Enter();

        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow().AddDays(1));
        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow().AddDays(-9));
        harness.Clock.Advance(Limit);

        harness.State.Should().Be(CircuitState.Open);
    }

    private static BreakerHarness Begin(CircuitState after, Action<CircuitBreakerOptions>? configure = null, TimeSpan? firstBreak = null)
    {
        var harness = new BreakerHarness(o =>
        {
            (o.FailureThreshold, o.SuccessThreshold, o.BreakDuration, o.HalfOpenTimeout, o.AfterHalfOpenTimeout) = (1, 1, Break, Limit, after);
            configure?.Invoke(o);
        });
        harness.Open();
        harness.Clock.Advance(firstBreak ?? Break);
        return harness;
    }
}
