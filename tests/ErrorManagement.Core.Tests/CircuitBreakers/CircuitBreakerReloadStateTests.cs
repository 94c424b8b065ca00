using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>What a breaker keeps when its settings change, to the single call.</summary>
public sealed class CircuitBreakerReloadStateTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [Behaviour("X27")]
    [InlineData(3, 1)]
    [InlineData(5, 1)]
    [InlineData(7, 3)]
    public void A_run_of_failures_goes_on_under_the_new_threshold(int threshold, int missing)
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Minimal);
        harness.Fail(4);

        Reload(harness, o => o.FailureThreshold = threshold);

        harness.State.Should().Be(CircuitState.Closed, "only a failure opens it");
        harness.Fail(missing - 1);
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail();
        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    public void A_success_still_ends_a_run_that_began_before()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Minimal);
        harness.Fail(4);

        Reload(harness, o => o.BreakDuration = Second);
        harness.Succeed();
        harness.Fail(4);

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData(20, 2)]
    [InlineData(60, 4)]
    [InlineData(240, 4)]
    public void A_window_of_another_length_keeps_what_falls_into_it_and_its_age(int seconds, int kept)
    {
        var harness = new BreakerHarness(o => o.Counting = CircuitCounting.Windowed);
        harness.Fail(2);
        harness.Clock.Advance(30 * Second);
        harness.Fail(2);

        Reload(harness, o => o.SamplingDuration = seconds * Second);

        harness.Breaker.GetMetrics().Period.Failures.Should().Be(kept);
        harness.Clock.Advance(Math.Max(0, seconds - 29) * Second);
        harness.Breaker.GetMetrics().Period.Failures.Should().Be(2, "the first two are out of it");
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData(3, "x..", 1)]
    [InlineData(10, "xx..x..", 3)]
    [InlineData(50, "xx..x..", 3)]
    public void Fewer_or_more_last_calls_keep_the_newest(int calls, string kept, int failures)
    {
        var harness = BreakerRestart.Windowed(CircuitCounting.LastCalls);
        harness.Fail(2);
        harness.Succeed(2);
        harness.Fail();
        harness.Succeed(2);

        Reload(harness, o => o.SamplingCalls = calls);

        harness.Breaker.TakeSnapshot().LastCalls.Should().Be(kept);
        harness.Breaker.GetMetrics().Period.Failures.Should().Be(failures);
        harness.Succeed(calls);
        harness.Breaker.GetMetrics().Period.Should().BeEquivalentTo(new { Successes = calls, Failures = 0 });
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData(CircuitCounting.Consecutive, CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.Consecutive, CircuitCounting.LastCalls)]
    [InlineData(CircuitCounting.Windowed, CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.Windowed, CircuitCounting.LastCalls)]
    [InlineData(CircuitCounting.LastCalls, CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.LastCalls, CircuitCounting.Windowed)]
    public void Another_counting_keeps_run_and_counts_and_begins_its_window_anew(CircuitCounting counted, CircuitCounting counts)
    {
        var harness = BreakerRestart.Windowed(counted);
        harness.Succeed(40);
        harness.Fail(4);

        Reload(harness, o => o.Counting = counts);

        var metrics = harness.Breaker.GetMetrics();
        (metrics.SuccessfulCalls, metrics.FailedCalls, metrics.ConsecutiveFailures).Should().Be((40, 4, 4));
        harness.Fail(counts == CircuitCounting.Consecutive ? 0 : 4);
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail();
        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    public void A_counting_that_comes_back_does_not_bring_back_what_it_had_counted()
    {
        var harness = BreakerRestart.Windowed(CircuitCounting.LastCalls);
        harness.Fail(4);

        Reload(harness, o => o.Counting = CircuitCounting.Windowed);
        Reload(harness, o => o.Counting = CircuitCounting.LastCalls);

        harness.Breaker.TakeSnapshot().LastCalls.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("X27")]
    public void Trials_in_flight_still_decide()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();
        harness.Succeed();
        var trial = harness.Enter();

        Reload(harness, o => o.SuccessThreshold = 3);
        trial.Succeed();

        harness.State.Should().Be(CircuitState.HalfOpen);
        harness.Breaker.GetMetrics().TrialSuccesses.Should().Be(2);
        harness.Succeed();
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Fewer_trials_at_once_wait_for_those_in_flight_and_the_overdue_give_all_their_places()
    {
        var harness = new BreakerHarness(o => o.SuccessThreshold = 9);
        harness.OpenAndWait();
        var trials = new[] { harness.Enter(), harness.Enter(), harness.Enter() };

        Reload(harness, o => o.HalfOpenMaxCalls = 1);

        harness.IsRejected().Should().BeTrue();
        trials[0].Ignore();
        harness.IsRejected().Should().BeTrue();
        harness.Clock.Advance(harness.Options.BreakDuration);
        _ = harness.Enter();
        harness.Breaker.GetMetrics().TrialsInFlight.Should().Be(1);
        harness.IsRejected().Should().BeTrue();
    }

    [Fact]
    public void A_trial_with_a_shorter_time_gives_its_place_before_an_older_one()
    {
        var harness = new BreakerHarness(o => o.HalfOpenMaxCalls = 2);
        harness.OpenAndWait();
        var older = harness.Enter();
        Reload(harness, o => o.BreakDuration = Second);
        var newer = harness.Enter();

        harness.Clock.Advance(Second);
        _ = harness.Enter();
        newer.Fail(new TimeoutException());
        older.Succeed();

        var metrics = harness.Breaker.GetMetrics();
        (metrics.State, metrics.TrialSuccesses, metrics.LateCalls).Should().Be((CircuitState.HalfOpen, 1, 1));
    }

    [Fact]
    public void A_ramp_goes_on_as_it_began()
    {
        var harness = new BreakerHarness(o => o.RampDuration = 10 * Second);
        harness.OpenAndWait();
        harness.Succeed(2);
        harness.Clock.Advance(5 * Second);

        Reload(harness, o => o.RampDuration = null);

        harness.Breaker.GetMetrics().AdmittedShare.Should().BeApproximately(0.55, 1e-9);
        harness.Clock.Advance(5 * Second);
        Enumerable.Range(0, 10).Should().OnlyContain(_ => !harness.IsRejected());
    }

    [Fact]
    public void A_new_limit_for_slow_calls_counts_those_that_start_from_then_on()
    {
        var harness = new BreakerHarness(o =>
        {
            o.SlowCallRateThreshold = 0.5;
            o.SlowCallDuration = 10 * Second;
            o.MinimumThroughput = 1;
            o.FailureThreshold = 100;
        });
        var before = harness.Enter();

        Reload(harness, o => o.SlowCallDuration = 2 * Second);
        before.Succeed(); // at the same instant: the new watch has not seen it start, so it must not see it end
        harness.Clock.Advance(TimeSpan.FromTicks(1));
        _ = harness.Enter();
        harness.Clock.Advance(3 * Second);

        harness.Breaker.GetMetrics().Period.SlowCalls.Should().Be(1, "the one that hangs");
    }

    [Fact]
    public void A_call_that_was_in_flight_is_judged_by_the_new_limit_when_it_ends()
    {
        var harness = new BreakerHarness(o =>
        {
            o.SlowCallRateThreshold = 1;
            o.SlowCallDuration = 10 * Second;
            o.MinimumThroughput = 1;
        });
        var call = harness.Enter();
        harness.Clock.Advance(5 * Second);

        Reload(harness, o => o.SlowCallDuration = 2 * Second);
        call.Succeed();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Theory]
    [InlineData(CircuitMetricsLevel.Counts, CircuitMetricsLevel.Durations)]
    [InlineData(CircuitMetricsLevel.Durations, CircuitMetricsLevel.Counts)]
    public void Another_metrics_level_with_calls_in_flight_loses_no_call(CircuitMetricsLevel before, CircuitMetricsLevel after)
    {
        var harness = new BreakerHarness(o => o.Metrics = before);
        var calls = Enumerable.Range(0, 6).Select(_ => harness.Enter()).ToArray();
        harness.Clock.Advance(Second);

        Reload(harness, o => o.Metrics = after);
        calls[0].Succeed();
        calls[1].Succeed();
        calls[2].Fail(new TimeoutException());
        calls[3].Ignore();
        harness.Succeed();

        var metrics = harness.Breaker.GetMetrics();
        (metrics.SuccessfulCalls, metrics.FailedCalls, metrics.IgnoredCalls, metrics.LateCalls).Should().Be((3, 1, 1, 0));
        (metrics.RecentCalls is null).Should().Be(after == CircuitMetricsLevel.Counts);
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_judge_that_is_added_judges_calls_from_then_on(bool inFlight)
    {
        var harness = new BreakerHarness();
        var end = new TaskCompletionSource<int>();
        if (!inFlight)
        {
            Reload(harness, AddJudge);
        }

        var call = harness.Breaker.ExecuteAsync(_ => new ValueTask<int>(end.Task)).AsTask();
        if (inFlight)
        {
            Reload(harness, AddJudge);
        }

        end.SetResult(500);
        (await call).Should().Be(500);

        harness.Breaker.GetMetrics().TotalCalls.Should().Be(1, "it is counted once, whoever judges it");
        harness.Breaker.Execute(static (_, _) => 500, 0);
        harness.Breaker.GetMetrics().FailedCalls.Should().Be(2);

        static void AddJudge(CircuitBreakerOptions options) => options.JudgeResult<int>(status => status >= 500 ? CircuitVerdict.Failure : CircuitVerdict.Success);
    }

    private static void Reload(BreakerHarness harness, Action<CircuitBreakerOptions> change)
    {
        change(harness.Options);
        harness.Breaker.ApplyOptions(harness.Options);
    }
}
