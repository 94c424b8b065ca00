using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerClosedTests
{
    [Fact]
    [Behaviour("1")]
    public void A_new_breaker_is_closed_automatic_and_empty()
    {
        var metrics = new CircuitBreaker().GetMetrics();

        metrics.Name.Should().Be("default");
        metrics.State.Should().Be(CircuitState.Closed);
        metrics.Mode.Should().Be(CircuitMode.Automatic);
        metrics.TotalCalls.Should().Be(0);
        metrics.SuccessRate.Should().BeNull("there is not enough data [12]");
        metrics.Causes.Should().BeEmpty();
        metrics.Transitions.Should().BeEmpty();
        metrics.OpenedAt.Should().BeNull();
    }

    [Theory]
    [Behaviour("S0.52")]
    [InlineData(4, CircuitState.Closed)]
    [InlineData(5, CircuitState.Open)]
    public void The_fifth_failure_in_a_row_opens_it(int failures, CircuitState expected)
    {
        var harness = new BreakerHarness();

        harness.Fail(failures);

        harness.State.Should().Be(expected);
    }

    [Fact]
    [Behaviour("13", "B3")]
    public void A_success_starts_the_count_anew()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 3);

        harness.Fail(2);
        harness.Succeed();
        harness.Fail(2);
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("14")]
    public void Alternating_success_and_failure_never_opens_it()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 2);

        for (var i = 0; i < 20; i++)
        {
            harness.Succeed();
            harness.Fail();
        }

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Changing_the_options_later_has_no_effect_on_the_breaker()
    {
        var harness = new BreakerHarness();

        harness.Options.FailureThreshold = 1;
        harness.Fail(2);

        harness.State.Should().Be(CircuitState.Closed);
    }

    [Theory]
    [Behaviour("13", "14", "S0.52")]
    [InlineData(3, "FSFF", CircuitState.Closed)]
    [InlineData(3, "FSFFF", CircuitState.Open)]
    [InlineData(2, "FSFSFSFSFSFSFSFSFSFS", CircuitState.Closed)]
    [InlineData(1, "SSSF", CircuitState.Open)]
    [InlineData(int.MaxValue, "FFFFFFFFFFFFFFFFFFFF", CircuitState.Closed)]
    public void Only_failures_in_a_row_count_towards_the_threshold(int threshold, string calls, CircuitState expected)
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = threshold);

        harness.Play(calls);

        harness.State.Should().Be(expected);
    }

    [Fact]
    [Behaviour("12")]
    public void Rates_are_unknown_and_not_zero_while_there_are_too_few_calls()
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureRateThreshold = 1;
            o.FailureThreshold = int.MaxValue;
            o.MinimumThroughput = 3;
        });
        harness.Metrics.Period.FailureRate.Should().BeNull();
        harness.Metrics.FailureRate.Should().BeNull();

        harness.Play("SS");
        harness.Metrics.Period.FailureRate.Should().BeNull();
        harness.Play("S");

        harness.Metrics.Period.FailureRate.Should().Be(0);
        harness.Metrics.Period.SlowCallRate.Should().BeNull("there is no slow-call rule");
    }

    [Fact]
    [Behaviour("22")]
    public void Many_failures_at_once_open_it_once()
    {
        for (var round = 0; round < 50; round++)
        {
            var harness = new BreakerHarness();
            var permits = Enumerable.Range(0, 32).Select(_ => harness.Enter()).ToArray();

            Parallel.For(0, permits.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => permits[i].Fail(new TimeoutException()));

            harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.Transitions.Count == 1 && m.ConsecutiveOpenings == 1 && m.FailedCalls == 5 && m.LateCalls == 27);
        }
    }

    [Fact]
    [Behaviour("S0.62", "S3.8")]
    public void A_snapshot_tells_the_failures_in_a_row_and_when_the_last_one_was()
    {
        var harness = new BreakerHarness();
        harness.Fail(2);
        harness.Wait(3);
        harness.Fail();
        var failedAt = harness.Clock.GetUtcNow();
        harness.Wait(3);

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.ConsecutiveFailures == 3 && m.LastFailureAt == failedAt && m.StateDuration == TimeSpan.FromSeconds(6));
    }
}
