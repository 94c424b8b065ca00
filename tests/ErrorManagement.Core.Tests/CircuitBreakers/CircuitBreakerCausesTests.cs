using System.Net;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerCausesTests
{
    [Fact]
    [Behaviour("D8", "U17")]
    public void The_causes_are_named_by_type_and_count_most_frequent_first()
    {
        var harness = new BreakerHarness();
        harness.Fail(1, new IOException());
        harness.Fail(3, new TimeoutException());
        harness.Fail(1, new IOException());

        var causes = harness.Reject().Causes;

        causes.Select(c => (c.ErrorType, c.Count)).Should().Equal(("System.TimeoutException", 3), ("System.IO.IOException", 2));
        harness.Metrics.Causes.Should().Equal(causes);
    }

    [Fact]
    [Behaviour("D8")]
    public void At_most_four_causes_are_named()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 6);
        Exception[] kinds = [new TimeoutException(), new IOException(), new FormatException(), new TypeLoadException(), new RankException(), new TimeoutException()];
        foreach (var kind in kinds)
        {
            harness.Fail(1, kind);
        }

        harness.Reject().Causes.Should().HaveCount(4).And.Subject.First().ErrorType.Should().Be("System.TimeoutException");
    }

    [Fact]
    [Behaviour("D8")] // only the failures that opened it, not those that a success ended
    public void Failures_of_an_earlier_run_are_no_causes()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 2);
        harness.Fail(1, new IOException());
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        harness.Succeed();
        harness.Fail(2);

        harness.Reject().Causes.Should().ContainSingle().Which.ErrorType.Should().Be("System.TimeoutException");
    }

    [Fact]
    [Behaviour("D8")]
    public void Causes_are_told_apart_by_code_and_equally_frequent_ones_are_in_order_of_their_names()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 4);
        harness.Fail(1, new HttpRequestException("x", null, HttpStatusCode.ServiceUnavailable));
        harness.Fail(1, new TimeoutException());
        harness.Fail(1, new IOException());
        harness.Fail(1, new HttpRequestException("x", null, HttpStatusCode.BadGateway));

        harness.Reject().Causes.Select(c => c.ToString()).Should().Equal("1x IOException", "1x HttpRequestException (http:502)", "1x HttpRequestException (http:503)", "1x TimeoutException");
    }

    [Fact]
    [Behaviour("D8")]
    public void Failures_that_left_the_window_are_no_causes()
    {
        var harness = new BreakerHarness(o => (o.Counting, o.FailureThreshold) = (CircuitCounting.Windowed, 2));
        harness.Fail(1, new IOException());
        harness.Wait(61);
        harness.Fail(2);

        harness.Reject().Causes.Should().ContainSingle().Which.Should().Be(new CircuitFailureCause("System.TimeoutException", null, 2, default));
    }

    [Fact]
    [Behaviour("D8")]
    public void After_a_failed_trial_the_causes_are_those_of_the_trial()
    {
        var harness = new BreakerHarness();
        harness.OpenAndWait();

        harness.Fail(1, new IOException());

        harness.Reject().Causes.Should().ContainSingle().Which.ErrorType.Should().Be("System.IO.IOException");
    }

    [Fact]
    [Behaviour("D8")]
    public void Closing_forgets_the_causes_and_a_circuit_opened_by_hand_has_none()
    {
        var harness = new BreakerHarness();
        harness.OpenAndRecover();

        harness.Breaker.OpenFor(TimeSpan.FromSeconds(1));

        harness.Reject().Causes.Should().BeEmpty();
        harness.Metrics.Causes.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("D8", "S0.60")]
    public void A_failure_without_an_exception_is_a_cause_without_a_name()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 1);

        harness.Enter().Dispose();

        harness.Reject().Causes.Should().ContainSingle().Which.Should().Be(new CircuitFailureCause("unknown", null, 1, default));
    }

    [Fact]
    [Behaviour("D8")]
    public void A_rejection_keeps_the_causes_it_was_made_with()
    {
        var harness = new BreakerHarness();
        harness.Open();
        var rejection = harness.Reject();

        harness.Breaker.Reset();

        rejection.Causes.Should().ContainSingle().Which.Count.Should().Be(5);
    }
}
