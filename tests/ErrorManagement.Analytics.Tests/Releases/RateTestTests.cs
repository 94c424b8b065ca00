using ErrorManagement.Analytics.Releases;

namespace ErrorManagement.Analytics.Tests.Releases;

public sealed class RateTestTests
{
    // Summed term by term with whole fractions, without rounding.
    [Theory]
    [InlineData(10, 30, 0.5, 1.450491014111321e-03)]
    [InlineData(30, 90, 0.5, 2.495730943402904e-08)]
    [InlineData(0, 5, 0.5, 3.125e-02)]
    [InlineData(5, 0, 0.5, 3.125e-02)]
    [InlineData(3, 3, 0.5, 1)]
    [InlineData(7, 1, 0.2, 6.7108864e-01)]
    [InlineData(0, 1, 0.04, 4e-02)]
    [InlineData(1, 0, 0.9, 1e-01)]
    [InlineData(100, 130, 1.0 / 3, 6.597449204270789e-13)]
    [InlineData(40, 2, 0.5, 2.153228706447408e-10)]
    [InlineData(500, 700, 0.5, 7.287284355532497e-09)]
    [InlineData(12, 25, 0.25, 7.062103475388291e-08)]
    public void The_p_value_is_that_of_the_exact_sum(double baseline, double candidate, double share, double expected) =>
        RateTest.PValue(baseline, candidate, share).Should().BeApproximately(expected, expected * 1e-11);

    // Summed with sixty decimal places.
    [Theory]
    [InlineData(1_000_100_000, 2_000_000_000, 0.5, 3.872108171647524e-06)]
    [InlineData(1_000_300_000, 2_000_000_000, 0.5, 2.423202759816557e-41)]
    [InlineData(1_000_000_000, 2_000_000_000, 0.5, 0.5)]
    [InlineData(500_050, 1_000_000, 0.5, 4.601721858454420e-01)]
    [InlineData(668_000, 2_000_000, 1.0 / 3, 2.276364319039556e-02)]
    public void Thousands_of_millions_are_as_exact(double hits, double trials, double p, double expected) =>
        Binomial.UpperMid(hits, trials, p, 1 - p).Should().BeApproximately(expected, expected * 1e-9);

    [Theory]
    [InlineData(1_000_000_000, 0)]
    [InlineData(0, 1_000_000_000)]
    [InlineData(1, 1_000_000_000)]
    public void Where_nothing_is_left_to_doubt_the_p_value_is_zero_and_a_number(double baseline, double candidate) =>
        RateTest.PValue(baseline, candidate, 0.5).Should().Be(0);

    [Theory]
    [InlineData(10, 30, 0.5, 1.49660992516, 6.43271012573)]
    [InlineData(12, 25, 0.25, 3.17079174959, 12.8684314924)]
    [InlineData(0, 5, 0.5, 1.21867368368, double.PositiveInfinity)]
    [InlineData(5, 0, 0.5, 0, 0.820564203026)]
    public void The_interval_of_the_ratio_is_that_of_the_exact_sums(double baseline, double candidate, double share, double low, double high)
    {
        var (atLeast, atMost) = RateTest.RatioInterval(baseline, candidate, share, 0.95);

        atLeast.Should().BeApproximately(low, 1e-9);
        if (double.IsInfinity(high))
        {
            atMost.Should().Be(high);
        }
        else
        {
            atMost.Should().BeApproximately(high, 1e-9);
        }
    }

    [Fact]
    public void Whatever_comes_is_a_probability_and_an_interval_that_holds_the_ratio()
    {
        var random = new Random(20);
        for (var i = 0; i < 3_000; i++)
        {
            var (baseline, candidate) = (Math.Floor(Math.Pow(10, random.NextDouble() * 6) - 1), Math.Floor(Math.Pow(10, random.NextDouble() * 6) - 1));
            if (i % 3 == 0)
            {
                (baseline, candidate) = (baseline / 7.3, candidate / 7.3);
            }

            var share = Math.Pow(10, -6 * random.NextDouble());
            share = i % 2 == 0 ? share * 0.999 : 1 - (share * 0.999);

            RateTest.PValue(baseline, candidate, share).Should().BeInRange(0, 1);
            RateTest.LowestPValue(baseline + candidate, share).Should().BeInRange(0, 1);
            var (low, high) = RateTest.RatioInterval(baseline, candidate, share, 0.95);
            low.Should().BeGreaterThanOrEqualTo(0);
            if (baseline + candidate > 0)
            {
                var ratio = candidate / baseline * (1 - share) / share;
                ratio.Should().BeGreaterThanOrEqualTo(low * (1 - 1e-9)).And.BeLessThanOrEqualTo(high * (1 + 1e-9), $"{baseline} and {candidate} at {share}");
            }
        }
    }

    [Fact]
    public void Upper_and_lower_side_share_all_of_the_probability()
    {
        for (var hits = 0; hits <= 40; hits++)
        {
            (Binomial.UpperMid(hits, 40, 0.3, 0.7) + Binomial.LowerMid(hits, 40, 0.3, 0.7)).Should().BeApproximately(1, 1e-13);
        }
    }
}
