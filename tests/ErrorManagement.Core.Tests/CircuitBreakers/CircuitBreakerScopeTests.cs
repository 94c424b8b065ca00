using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerScopeTests
{
    [Fact]
    [Behaviour("S0.60", "U17")]
    public void A_scope_without_a_verdict_counts_as_a_failure_and_the_first_verdict_wins()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 1);
        using (var permit = harness.Breaker.Enter())
        {
            permit.Succeed();
        }

        harness.State.Should().Be(CircuitState.Closed);
        using (harness.Breaker.Enter())
        {
        }

        harness.State.Should().Be(CircuitState.Open);
        var act = () => harness.Breaker.Enter();
        act.Should().Throw<CircuitOpenException>();
    }

    [Fact]
    public void The_default_permit_is_inert()
    {
        var permit = default(CircuitPermit);

        var act = () =>
        {
            permit.Succeed();
            permit.Fail();
            permit.Ignore();
            permit.Dispose();
        };

        act.Should().NotThrow();
    }
}
