using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerMetricsTests
{
    [Fact]
    [Behaviour("U18")]
    public void What_the_level_does_not_keep_is_null_and_not_zero()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Minimal);
        harness.Succeed();

        var metrics = harness.Metrics;

        metrics.Should().Match<CircuitBreakerMetrics>(m => m.TotalCalls == null && m.SuccessfulCalls == null && m.RejectedCalls == null && m.P95Duration == null && m.FailuresByCategory == null);
    }

    [Fact]
    [Behaviour("U18", "B6")]
    public void P95_is_the_nearest_rank()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Durations);
        for (var i = 1; i <= 20; i++)
        {
            var permit = harness.Enter();
            harness.Clock.Advance(TimeSpan.FromMilliseconds(i));
            permit.Succeed();
        }

        var metrics = harness.Metrics;

        metrics.P95Duration.Should().Be(TimeSpan.FromMilliseconds(19));
        metrics.AverageDuration.Should().Be(TimeSpan.FromMilliseconds(10.5));
    }

    [Fact]
    public void Metrics_tell_when_it_was_opened_by_hand_and_no_delay_once_the_break_is_over()
    {
        var harness = new BreakerHarness();
        harness.Breaker.Isolate();
        harness.Metrics.OpenedAt.Should().Be(harness.Clock.GetUtcNow());
        harness.Breaker.Reset();
        harness.OpenAndWait();

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.HalfOpen && m.RetryAfter == null);
    }

    [Theory]
    [Behaviour("U18", "S3.8")]
    [InlineData(CircuitMetricsLevel.Minimal, false, false)]
    [InlineData(CircuitMetricsLevel.Counts, true, false)]
    [InlineData(CircuitMetricsLevel.Durations, true, true)]
    public void Each_level_keeps_what_it_says_and_the_rest_is_null(CircuitMetricsLevel level, bool counts, bool durations)
    {
        var harness = new BreakerHarness(o => o.Metrics = level);
        harness.Take(TimeSpan.FromSeconds(2));
        harness.Fail();
        harness.Enter().Ignore();
        harness.Breaker.OpenFor(TimeSpan.FromSeconds(1));
        harness.Reject();

        var metrics = harness.Metrics;
        Numbers(metrics).Should().AllBeEquivalentTo<long?>(counts ? 1L : null);
        metrics.TotalCalls.Should().Be(counts ? 3 : null);
        metrics.SuccessRate.Should().Be(counts ? 0.5 : null);
        metrics.FailureRate.Should().Be(counts ? 0.5 : null);
        (metrics.FailuresByCategory?[ErrorCategory.Transient]).Should().Be(counts ? 1 : null);
        metrics.AverageDuration.Should().Be(durations ? TimeSpan.FromSeconds(2) : null);
        metrics.P95Duration.Should().Be(durations ? TimeSpan.FromSeconds(2) : null);
        metrics.RecentCalls?.Count.Should().Be(2);
        (metrics.RecentCalls is null).Should().Be(!durations);
        metrics.LastFailureAt.Should().NotBeNull("that much is kept at every level");

        static long?[] Numbers(CircuitBreakerMetrics m) => [m.SuccessfulCalls, m.FailedCalls, m.IgnoredCalls, m.RejectedCalls];
    }

    [Fact]
    [Behaviour("1", "12")]
    public void At_the_lowest_level_without_a_window_successes_are_unknown_and_not_zero()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Minimal);
        harness.Play("SSFF");

        harness.Metrics.Period.Should().Match<CircuitStatistics>(p => p.Failures == 2 && p.Successes == null && p.Calls == null && p.FailureRate == null);
        harness.Fail(3);
        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.FailureCount == 5 && t.SuccessCount == null);
    }

    [Theory]
    [Behaviour("S3.8")]
    [InlineData(CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.LastCalls)]
    public void The_period_holds_what_the_present_state_has_counted(CircuitCounting counting)
    {
        var harness = new BreakerHarness(o => (o.Counting, o.SuccessThreshold, o.TrialCalls, o.MinimumThroughput) = (counting, 3, 5, 1));
        harness.Play("SSF");
        Period().Should().Be((2, 1));
        harness.Breaker.OpenFor(TimeSpan.FromSeconds(1));
        Period().Should().Be((0, 0));
        harness.Wait(1);
        harness.Play("SFS");
        Period().Should().Be((2, 1));
        harness.Metrics.TrialSuccesses.Should().Be(2);
        harness.Metrics.Period.FailureRate.Should().BeApproximately(1.0 / 3, 1e-9);
        harness.Play("S");

        Period().Should().Be((0, 0));
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.SuccessfulCalls == 5 && m.FailedCalls == 2);

        (long?, long) Period() => (harness.Metrics.Period.Successes, harness.Metrics.Period.Failures);
    }

    [Fact]
    [Behaviour("S3.8")]
    public void The_last_hundred_calls_are_kept_oldest_first()
    {
        var harness = new BreakerHarness(o => (o.Metrics, o.FailureThreshold) = (CircuitMetricsLevel.Durations, 1_000));
        for (var i = 1; i <= 120; i++)
        {
            harness.Take(TimeSpan.FromMilliseconds(i), fails: i % 10 == 0);
        }

        var calls = harness.Metrics.RecentCalls!;

        calls.Should().HaveCount(100);
        calls.Select(c => c.Duration!.Value.TotalMilliseconds).Should().Equal(Enumerable.Range(21, 100).Select(i => (double)i));
        calls.Where(c => !c.Succeeded).Should().HaveCount(10);
        calls[^1].At.Should().Be(harness.Clock.GetUtcNow());
    }

    [Fact]
    [Behaviour("S3.8")]
    public void Average_and_p95_are_of_successful_calls_alone()
    {
        var harness = new BreakerHarness(o => o.Metrics = CircuitMetricsLevel.Durations);
        harness.Take(TimeSpan.FromSeconds(1));
        harness.Take(TimeSpan.FromSeconds(100), fails: true);

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.AverageDuration == TimeSpan.FromSeconds(1) && m.P95Duration == TimeSpan.FromSeconds(1));
    }

    [Fact]
    [Behaviour("S3.8")]
    public void The_admitted_share_is_one_when_closed_none_when_open_and_grows_with_the_ramp()
    {
        var harness = new BreakerHarness(o => (o.RampDuration, o.RampStart) = (TimeSpan.FromSeconds(10), 0.2));
        Share().Should().Be(1);
        harness.OpenAndWait();
        Share().Should().Be(0);
        harness.Succeed();
        Share().Should().Be(0);
        harness.Succeed();
        Share().Should().BeApproximately(0.2, 1e-9);
        harness.Wait(5);
        Share().Should().BeApproximately(0.6, 1e-9);
        harness.Wait(5);
        Share().Should().Be(1);

        double Share() => harness.Metrics.AdmittedShare;
    }

    [Fact]
    [Behaviour("U18")]
    public void A_snapshot_does_not_change_when_the_breaker_does()
    {
        var harness = new BreakerHarness();
        harness.Play("SFF");
        var snapshot = harness.Metrics;
        var copy = snapshot with { };

        harness.Fail(3);
        harness.Reject();

        snapshot.Should().Match<CircuitBreakerMetrics>(m => m.SuccessfulCalls == 1 && m.FailedCalls == 2 && m.Transitions.Count == 0 && m.RejectedCalls == 0);
        snapshot.Should().Be(copy);
        harness.Metrics.RejectedCalls.Should().Be(1);
    }

    [Fact]
    [Behaviour("S3.8")]
    public void Failures_are_counted_by_category_and_a_category_without_any_is_absent()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 100);
        harness.Fail(3);
        harness.Fail(2, new ArgumentException());

        harness.Metrics.FailuresByCategory.Should().BeEquivalentTo(new Dictionary<ErrorCategory, long> { [ErrorCategory.Transient] = 3, [ErrorCategory.DataValidation] = 2 });
    }
}
