using ErrorManagement.CircuitBreakers;
using FluentAssertions.Equivalency;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>What a closed circuit has counted survives a restart.</summary>
public sealed class CircuitBreakerSnapshotWindowTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_run_of_failures_goes_on_until_a_success()
    {
        var before = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Minimal);
        before.Fail(4);

        var (opening, ending) = (BreakerRestart.Of(before), BreakerRestart.Of(before));

        opening.Fail();
        opening.State.Should().Be(CircuitState.Open);
        ending.Succeed();
        ending.Fail(4);
        ending.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void A_time_window_goes_on_and_its_calls_are_as_much_older()
    {
        var before = BreakerRestart.Windowed(CircuitCounting.Windowed);
        before.Fail(2);
        before.Clock.Advance(30 * Second);
        before.Fail(2);
        before.Succeed(3);

        var (soon, late) = (BreakerRestart.Of(before, away: 20 * Second), BreakerRestart.Of(before, away: 40 * Second));

        soon.Breaker.GetMetrics().Period.Should().BeEquivalentTo(new CircuitStatistics { Successes = 3, Failures = 4 });
        late.Breaker.GetMetrics().Period.Should().BeEquivalentTo(new CircuitStatistics { Successes = 3, Failures = 2 }, "the first two are out of the window");
        soon.Fail();
        soon.State.Should().Be(CircuitState.Open);
        late.Fail(2);
        late.State.Should().Be(CircuitState.Closed);
        late.Fail();
        late.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    public void The_last_calls_go_on_in_their_order_however_long_it_took()
    {
        var before = BreakerRestart.Windowed(CircuitCounting.LastCalls);
        before.Fail(4);
        before.Succeed(6);

        var after = BreakerRestart.Of(before, away: TimeSpan.FromDays(400));

        after.Breaker.TakeSnapshot().LastCalls.Should().Be("xxxx......");
        after.Succeed(); // displaces the first failure
        after.Fail();
        after.State.Should().Be(CircuitState.Closed, "of the last ten, four failed");
        after.Breaker.TakeSnapshot().LastCalls.Should().Be("xx.......x");
    }

    [Theory]
    [InlineData(CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.LastCalls)]
    public void Slow_calls_are_brought_back_as_slow(CircuitCounting counting)
    {
        var before = BreakerRestart.Windowed(counting, o =>
        {
            o.FailureThreshold = 100;
            o.SlowCallRateThreshold = 0.5;
            o.MinimumThroughput = 10;
            o.SlowCallDuration = Second;
        });
        for (var i = 0; i < 4; i++)
        {
            SlowCall(before);
        }

        before.Succeed(5);

        var after = BreakerRestart.Of(before);

        after.Breaker.GetMetrics().Period.SlowCalls.Should().Be(4);
        SlowCall(after);
        after.State.Should().Be(CircuitState.Open);
        after.Breaker.GetMetrics().Transitions[^1].Reason.Should().Be(CircuitTransitionReason.SlowCallRate);
    }

    [Theory]
    [InlineData(120, 4)]
    [InlineData(60, 4)]
    [InlineData(20, 2)]
    public void A_window_of_another_length_takes_what_falls_into_it(int seconds, int failures)
    {
        var before = BreakerRestart.Windowed(CircuitCounting.Windowed);
        before.Fail(2);
        before.Clock.Advance(30 * Second);
        before.Fail(2);

        var after = BreakerRestart.Of(before, configure: o => o.SamplingDuration = seconds * Second);

        after.Breaker.GetMetrics().Period.Failures.Should().Be(failures);
    }

    [Theory]
    [InlineData(3, "x..")]
    [InlineData(50, "xx..x..")]
    public void Fewer_or_more_last_calls_take_the_newest(int calls, string kept)
    {
        var before = BreakerRestart.Windowed(CircuitCounting.LastCalls);
        foreach (var mark in "xx..x..")
        {
            Call(before, mark == 'x');
        }

        BreakerRestart.Of(before, configure: o => o.SamplingCalls = calls).Breaker.TakeSnapshot().LastCalls.Should().Be(kept);
    }

    [Theory]
    [InlineData(CircuitCounting.Consecutive, CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.Consecutive, CircuitCounting.LastCalls)]
    [InlineData(CircuitCounting.Windowed, CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.Windowed, CircuitCounting.LastCalls)]
    [InlineData(CircuitCounting.LastCalls, CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.LastCalls, CircuitCounting.Windowed)]
    public void Another_counting_keeps_the_run_and_begins_its_window_anew(CircuitCounting counted, CircuitCounting counts)
    {
        var before = BreakerRestart.Windowed(counted);
        before.Fail(4);

        var after = BreakerRestart.Of(before, configure: o => o.Counting = counts);

        after.Breaker.GetMetrics().ConsecutiveFailures.Should().Be(4);
        after.Fail();
        after.State.Should().Be(counts == CircuitCounting.Consecutive ? CircuitState.Open : CircuitState.Closed);
    }

    [Theory]
    [InlineData(CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.LastCalls)]
    public void A_lower_threshold_holds_from_the_next_failure_on(CircuitCounting counting)
    {
        var before = BreakerRestart.Windowed(counting);
        before.Fail(4);

        var after = BreakerRestart.Of(before, configure: o => o.FailureThreshold = 2);

        after.State.Should().Be(CircuitState.Closed, "nothing failed since");
        after.Fail();
        after.State.Should().Be(CircuitState.Open);
    }

    [Theory]
    [InlineData(CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.LastCalls)]
    public void Bringing_it_back_again_adds_nothing(CircuitCounting counting)
    {
        var before = BreakerRestart.Windowed(counting);
        before.Fail(3);
        before.Succeed(counting == CircuitCounting.Consecutive ? 0 : 1);
        before.Fail();
        var snapshot = before.Breaker.TakeSnapshot();
        var after = BreakerRestart.Of(before);

        after.Fail();
        after.Breaker.Restore(snapshot);
        after.Breaker.Restore(snapshot);

        after.Breaker.TakeSnapshot().Should().BeEquivalentTo(snapshot, o => o.Excluding((IMemberInfo s) => s.Path.EndsWith("Age", StringComparison.Ordinal)), "a slice may begin elsewhere in another process");
    }

    private static void SlowCall(BreakerHarness harness) => harness.Breaker.Execute(
        static (clock, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(1.1));
            return 0;
        },
        harness.Clock);

    private static void Call(BreakerHarness harness, bool fails)
    {
        if (fails)
        {
            harness.Fail();
        }
        else
        {
            harness.Succeed();
        }
    }
}
