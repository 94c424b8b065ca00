using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerWindowTests
{
    [Fact]
    [Behaviour("U12")]
    public void Windowed_counting_opens_on_failures_with_successes_between_them()
    {
        var harness = new BreakerHarness(o => o.Counting = CircuitCounting.Windowed);

        for (var i = 0; i < 4; i++)
        {
            harness.Fail();
            harness.Succeed(10);
        }

        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail();
        harness.State.Should().Be(CircuitState.Open);
        harness.Metrics.Transitions[^1].Should().Match<CircuitTransitioned>(
            t => t.Reason == CircuitTransitionReason.FailuresInWindow && t.FailureCount == 5 && t.SuccessCount == 40);
    }

    [Fact]
    [Behaviour("5", "6", "B3")]
    public void Failures_that_left_the_window_no_longer_count()
    {
        var harness = new BreakerHarness(o => o.Counting = CircuitCounting.Windowed);

        harness.Fail(4);
        harness.Clock.Advance(harness.Options.SamplingDuration);
        harness.Fail(4);

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Theory]
    [Behaviour("2", "3", "4")]
    [InlineData(9, 9, CircuitState.Closed)]
    [InlineData(10, 5, CircuitState.Open)]
    [InlineData(10, 4, CircuitState.Closed)]
    public void The_failure_rate_applies_from_the_minimum_throughput_on_and_at_the_threshold(int calls, int failures, CircuitState expected)
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = int.MaxValue;
            o.FailureRateThreshold = 0.5;
            o.MinimumThroughput = 10;
        });

        harness.Succeed(calls - failures);
        harness.Fail(failures);

        harness.State.Should().Be(expected);
    }

    [Theory]
    [Behaviour("5", "6", "9")]
    [InlineData(0.01)]
    [InlineData(0.017)]
    [InlineData(1)]
    [InlineData(7.7)]
    [InlineData(60)]
    [InlineData(86_400)]
    public void A_call_stays_in_the_window_for_all_but_a_thirty_second_part_of_it_and_never_longer(double seconds)
    {
        var window = TimeSpan.FromSeconds(seconds);
        foreach (var (share, counted) in new[] { (0.5, 1), (1 - (1.0 / 32), 1), (1.0, 0) })
        {
            var harness = Windowed(window);
            harness.Fail();
            harness.Clock.Advance(TimeSpan.FromTicks((long)(window.Ticks * share)));

            harness.Metrics.Period.Failures.Should().Be(counted, $"{share:P0} of the window have passed");
        }
    }

    [Fact]
    [Behaviour("6", "12")]
    public void After_exactly_the_window_or_a_millisecond_more_the_statistics_are_empty()
    {
        foreach (var more in new[] { 0, 1 })
        {
            var harness = Windowed(TimeSpan.FromSeconds(10));
            harness.Play("SSSFFFSSSF");
            harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Calls == 10 && p.Failures == 4);

            harness.Clock.Advance(TimeSpan.FromSeconds(10) + TimeSpan.FromMilliseconds(more));

            harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Calls == 0 && p.Failures == 0 && p.FailureRate == null);
        }
    }

    [Fact]
    [Behaviour("7")]
    public void Calls_leave_the_window_one_by_one_as_they_came()
    {
        var harness = Windowed(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 10; i++)
        {
            harness.Succeed();
            harness.Wait(1);
        }

        foreach (var left in new[] { 9, 8, 7, 6 })
        {
            harness.Metrics.Period.Calls.Should().Be(left);
            harness.Wait(1);
        }
    }

    [Fact]
    [Behaviour("X24")]
    public void A_call_that_is_nine_tenths_of_the_window_old_still_counts()
    {
        var harness = Windowed(TimeSpan.FromSeconds(10), failures: 2);
        harness.Fail();
        harness.Wait(9.15);

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("10")]
    public void The_shortest_window_forgets_after_ten_milliseconds()
    {
        var harness = Windowed(TimeSpan.FromMilliseconds(10), failures: 2);
        harness.Fail();
        harness.Clock.Advance(TimeSpan.FromMilliseconds(10));
        harness.Fail();
        harness.State.Should().Be(CircuitState.Closed);

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Theory]
    [Behaviour("2", "3", "4", "8", "14", "15", "16")]
    [InlineData(10, 1.0, "FFFFFFFFF", CircuitState.Closed)]
    [InlineData(10, 1.0, "FFFFFFFFFF", CircuitState.Open)]
    [InlineData(10, 0.1, "SSSSSSSSSF", CircuitState.Open)]
    [InlineData(10, 0.1, "SSSSSSSSSS", CircuitState.Closed)]
    [InlineData(10, 0.2, "SSSSSSSSSF", CircuitState.Closed)]
    [InlineData(3, 0.66, "FSF", CircuitState.Open)]
    [InlineData(4, 0.75, "FSFSFSFSFSFSFSFSFSFS", CircuitState.Closed)]
    [InlineData(5, 0.5, "FFFSS", CircuitState.Closed)] // a quick success never opens
    [InlineData(5, 0.5, "FFFSSF", CircuitState.Open)]
    [InlineData(2, 0.5, "SSSSSSSSSSF", CircuitState.Closed)] // successes lower the rate
    public void The_failure_rate_is_judged_at_each_failure_from_the_minimum_throughput_on(int minimum, double threshold, string calls, CircuitState expected)
    {
        foreach (var counting in new[] { CircuitCounting.Consecutive, CircuitCounting.Windowed, CircuitCounting.LastCalls })
        {
            var harness = new BreakerHarness(o =>
            {
                o.Counting = counting;
                o.FailureThreshold = int.MaxValue;
                o.FailureRateThreshold = threshold;
                o.MinimumThroughput = minimum;
            });

            harness.Play(calls);

            harness.State.Should().Be(expected, $"counting is {counting}");
            harness.Metrics.Transitions.Select(t => t.Reason).Should().AllBeEquivalentTo(CircuitTransitionReason.FailureRate);
        }
    }

    [Fact]
    [Behaviour("11", "U12")]
    public void Of_the_last_ten_calls_the_rate_follows_the_newest()
    {
        var harness = LastCalls(10);
        harness.Play("SS" + "FFFFFFSSSS");
        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Calls == 10 && p.Failures == 6 && p.FailureRate == 0.6);

        harness.Play("SSS" + "SSS" + "FFF");

        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Calls == 10 && p.Failures == 3 && p.FailureRate == 0.3);
    }

    [Fact]
    [Behaviour("11")]
    public void The_last_calls_count_however_long_ago_they_were()
    {
        var harness = LastCalls(10, failures: 3);
        foreach (var call in "FSSFSS")
        {
            harness.Play(call.ToString());
            harness.Clock.Advance(TimeSpan.FromDays(30));
        }

        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail(1, new IOException());

        harness.State.Should().Be(CircuitState.Open);
        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.Reason == CircuitTransitionReason.FailuresInWindow && t.FailureCount == 3 && t.SuccessCount == 4);
        harness.LastTransition.Causes.Should().BeEquivalentTo([new CircuitFailureCause("System.TimeoutException", null, 2, default), new CircuitFailureCause("System.IO.IOException", null, 1, default)]);
    }

    [Fact]
    [Behaviour("11", "D8")]
    public void A_failure_that_the_last_calls_have_left_behind_neither_counts_nor_is_a_cause()
    {
        var harness = LastCalls(4, failures: 3);
        harness.Fail(2, new IOException());
        harness.Play("SSSS" + "FF");
        harness.State.Should().Be(CircuitState.Closed);

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
        harness.LastTransition.Causes.Should().ContainSingle().Which.Should().Be(new CircuitFailureCause("System.TimeoutException", null, 3, default));
    }

    [Fact]
    [Behaviour("3")]
    public void Of_fewer_last_calls_than_the_minimum_throughput_all_are_asked_for()
    {
        var harness = new BreakerHarness(o =>
        {
            o.Counting = CircuitCounting.LastCalls;
            o.SamplingCalls = 4;
            o.MinimumThroughput = 10;
            o.FailureThreshold = 100;
            o.FailureRateThreshold = 1;
        });
        harness.Fail(3);
        harness.State.Should().Be(CircuitState.Closed);

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Theory]
    [Behaviour("3")]
    [InlineData(null, 3, 1, CircuitState.Open)] // 3 of 4 are 0.75
    [InlineData(0.95, 3, 1, CircuitState.Closed)] // which says less than 0.5 for sure
    [InlineData(0.95, 30, 10, CircuitState.Open)] // 30 of 40 say it
    [InlineData(0.95, 5, 5, CircuitState.Closed)]
    public void With_a_confidence_a_rate_of_few_calls_has_to_be_higher(double? confidence, int failures, int successes, CircuitState expected)
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = int.MaxValue;
            o.FailureRateThreshold = 0.5;
            o.MinimumThroughput = failures + successes;
            o.RateConfidence = confidence;
        });

        harness.Succeed(successes);
        harness.Fail(failures);

        harness.State.Should().Be(expected);
    }

    [Fact]
    [Behaviour("37")]
    public void Closing_empties_the_window()
    {
        var harness = Windowed(TimeSpan.FromHours(24), failures: 3);
        harness.OpenAndRecover();

        harness.Fail(2);

        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Failures == 2 && p.Successes == 0);
    }

    [Fact]
    [Behaviour("S3.5")]
    public void The_enhanced_preset_opens_by_five_failures_or_by_half_of_ten_calls()
    {
        var byCount = new BreakerHarness(options: CircuitBreakerOptions.Enhanced);
        byCount.Play("SFSFSFSSSF");
        byCount.State.Should().Be(CircuitState.Closed);
        byCount.Play("SSSSSSSSSSSSF");
        byCount.LastTransition.Reason.Should().Be(CircuitTransitionReason.FailuresInWindow);

        var byRate = new BreakerHarness(o => o.FailureThreshold = 100, options: CircuitBreakerOptions.Enhanced);
        byRate.Play("SFSFSFSFSF");
        byRate.LastTransition.Reason.Should().Be(CircuitTransitionReason.FailureRate);
    }

    private static BreakerHarness Windowed(TimeSpan window, int failures = 100) => new(o =>
    {
        o.Counting = CircuitCounting.Windowed;
        o.SamplingDuration = window;
        o.FailureThreshold = failures;
        o.MinimumThroughput = 1;
    });

    private static BreakerHarness LastCalls(int calls, int failures = 100) => new(o =>
    {
        o.Counting = CircuitCounting.LastCalls;
        o.SamplingCalls = calls;
        o.FailureThreshold = failures;
        o.MinimumThroughput = 1;
    });
}
