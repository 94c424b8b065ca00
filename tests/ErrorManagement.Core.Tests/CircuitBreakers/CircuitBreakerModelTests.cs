using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerModelTests
{
    private const int Rounds = 3_000;
    private const int Length = 200;

    [Fact]
    [Behaviour("36", "38", "40", "42", "43", "45", "46", "47", "48", "49", "50", "54", "55", "59", "60", "69", "100", "X1", "X3", "X4", "X6", "X12", "X13", "X14", "X15", "X16", "X25")]
    public void After_every_step_of_random_schedules_the_breaker_says_what_the_model_says()
    {
        var reasons = new HashSet<CircuitTransitionReason>();
        var rampRejections = 0;

        foreach (var seed in StressTime.Seeds(Rounds))
        {
            var schedule = BreakerSchedule.Run(seed, Length);
            reasons.UnionWith(schedule.Moves.Select(m => m.Reason));
            rampRejections += schedule.RampRejections;
        }

        reasons.Should().BeEquivalentTo(Enum.GetValues<CircuitTransitionReason>().Except([CircuitTransitionReason.Restored]), "the schedules must reach all for this test to mean anything");
        rampRejections.Should().BePositive();
    }
}
