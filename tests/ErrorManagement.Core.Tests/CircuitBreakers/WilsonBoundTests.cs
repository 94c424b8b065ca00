using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class WilsonBoundTests
{
    [Theory] // the lower ends that R. G. Newcombe lists for method 3 (Statistics in Medicine 17, 1998, table I), to four places
    [InlineData(81, 263, 0.2553)]
    [InlineData(15, 148, 0.0624)]
    [InlineData(0, 20, 0.0000)]
    [InlineData(1, 29, 0.0061)]
    public void It_is_the_bound_of_the_literature(long failures, long calls, double bound) =>
        new WilsonBound(0.975).Lower(failures, calls).Should().BeApproximately(bound, 0.00005);

    [Theory] // computed from the textbook form with another library's quantiles
    [InlineData(1, 1, 0.95, 0.26986594878405434)]
    [InlineData(5, 10, 0.95, 0.26927182113826736)]
    [InlineData(10, 10, 0.95, 0.7870580299165931)]
    [InlineData(1, 100, 0.99, 0.0013761148045698846)]
    [InlineData(500, 1000, 0.9, 0.4797535099072907)]
    public void It_is_the_smaller_root_of_the_score_equation(long failures, long calls, double confidence, double bound) =>
        new WilsonBound(confidence).Lower(failures, calls).Should().BeApproximately(bound, 1e-14);

    [Theory]
    [InlineData(0.51, 0.025068908258711057)]
    [InlineData(0.75, 0.6744897501960817)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.999999, 4.753424308817089)]
    [InlineData(0.999999999999, 7.0344869100478356)]
    public void Its_quantiles_are_the_normal_distributions(double probability, double quantile) =>
        WilsonBound.NormalQuantile(probability).Should().BeApproximately(quantile, 1e-14 * Math.Max(1, quantile));

    [Fact]
    public void Without_calls_it_is_zero() => new WilsonBound(0.95).Lower(0, 0).Should().Be(0);

    [Fact]
    public void It_grows_with_failures_and_stays_between_zero_and_the_rate()
    {
        var random = new Random(1927);
        for (var i = 0; i < 20_000; i++)
        {
            var bound = new WilsonBound(0.5 + (random.NextInt64(1, 999_999) / 2_000_000.0));
            var calls = random.NextInt64(1, 1L << random.Next(1, 62));
            var failures = random.NextInt64(0, calls);

            var lower = bound.Lower(failures, calls);
            lower.Should().BeInRange(0, (double)failures / calls);
            bound.Lower(failures + 1, calls).Should().BeGreaterThanOrEqualTo(lower).And.BePositive();
        }
    }

    [Theory]
    [InlineData(0.5000000000000001)]
    [InlineData(0.9999999999999999)]
    public void It_is_a_number_at_the_ends_of_its_confidence(double confidence)
    {
        var bound = new WilsonBound(confidence);

        bound.Lower(0, long.MaxValue).Should().Be(0);
        bound.Lower(1, 1).Should().BeInRange(0, 1);
        bound.Lower(long.MaxValue, long.MaxValue).Should().BeInRange(0, 1);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_confidence_outside_its_bounds_is_refused(double confidence)
    {
        var making = () => new WilsonBound(confidence);

        making.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*more than 0.5 and less than 1*");
    }
}
