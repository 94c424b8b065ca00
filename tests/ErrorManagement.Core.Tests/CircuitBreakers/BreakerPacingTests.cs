using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class BreakerPacingTests
{
    [Theory]
    [Behaviour("S3.9", "31")]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    [InlineData(int.MaxValue, 300)]
    public void The_exponential_pacing_doubles_from_a_second_up_to_five_minutes(int opening, double seconds) =>
        BreakerPacing.Exponential().GetBreakDuration(Opening(opening)).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [Behaviour("S3.9")]
    [InlineData(1L, 9, 30)]
    [InlineData(1L, 10, 60)]
    [InlineData(0L, 0, 60)]
    [InlineData(null, 5, 60)]
    public void The_adaptive_pacing_asks_whether_a_tenth_of_the_calls_before_succeeded(long? successes, long failures, double seconds) =>
        BreakerPacing.Adaptive().GetBreakDuration(Opening(1, successes, failures)).Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Arguments_outside_their_bounds_are_refused_and_the_bounds_are_not()
    {
        var second = TimeSpan.FromSeconds(1);
        Action[] refused =
        [
            () => BreakerPacing.Exponential(TimeSpan.Zero),
            () => BreakerPacing.Exponential(second, 0.99),
            () => BreakerPacing.Exponential(second, double.NaN),
            () => BreakerPacing.Exponential(second, double.PositiveInfinity),
            () => BreakerPacing.Exponential(second, 2, second - TimeSpan.FromTicks(1)),
            () => BreakerPacing.Adaptive(TimeSpan.Zero),
            () => BreakerPacing.Adaptive(second, second - TimeSpan.FromTicks(1)),
            () => BreakerPacing.Adaptive(minimumSuccessRate: -0.01),
            () => BreakerPacing.Adaptive(minimumSuccessRate: 1.01),
            () => BreakerPacing.Adaptive(minimumSuccessRate: double.NaN),
        ];
        Action[] accepted =
        [
            () => BreakerPacing.Exponential(TimeSpan.FromTicks(1), 1, TimeSpan.FromTicks(1)),
            () => BreakerPacing.Exponential(TimeSpan.MaxValue, double.MaxValue, TimeSpan.MaxValue),
            () => BreakerPacing.Adaptive(TimeSpan.FromTicks(1), TimeSpan.FromTicks(1), 0),
            () => BreakerPacing.Adaptive(minimumSuccessRate: 1),
        ];

        refused.Should().AllSatisfy(act => act.Should().Throw<ArgumentOutOfRangeException>());
        accepted.Should().AllSatisfy(act => act.Should().NotThrow());
        FluentActions.Invoking(() => BreakerPacing.From(null!)).Should().Throw<ArgumentNullException>();
    }

    private static CircuitOpening Opening(int inARow, long? successes = 0, long failures = 0) =>
        new() { BreakerName = "x", OpeningsInARow = inARow, Statistics = new CircuitStatistics { Successes = successes, Failures = failures } };
}
