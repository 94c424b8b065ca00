using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class WilsonBoundTests
{
    // z = 1.2815515655 at 0.9, 1.6448536270 at 0.95, 2.3263478740 at 0.99 (tables of the normal distribution); values by the formula.
    [Theory]
    [InlineData(0, 0, 0.95, 0.0)]
    [InlineData(0, 10, 0.95, 0.0)]
    [InlineData(10, 10, 0.9, 0.8589)]
    [InlineData(10, 10, 0.95, 0.7871)]
    [InlineData(10, 10, 0.99, 0.6489)]
    [InlineData(3, 4, 0.95, 0.3562)]
    [InlineData(300, 400, 0.95, 0.7128)]
    public void The_bound_is_that_of_the_one_sided_interval(long part, long total, double confidence, double bound) =>
        WilsonBound.Lower(part, total, confidence).Should().BeApproximately(bound, 0.0001);

    [Theory]
    [InlineData(0.50000001)]
    [InlineData(0.999999999999)]
    public void The_ends_of_the_confidence_give_a_bound_too(double confidence) =>
        WilsonBound.Lower(100, 100, confidence).Should().BeInRange(0.6, 1);
}
