using System.Globalization;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class TrendTests
{
    [Theory] // U33, S0.111: three days against three of seven, more than 20 %
    [InlineData("10 10 10 99 12 12 12", TrendDirection.Stable, 20.0)]
    [InlineData("10 10 10 0 12 12 13", TrendDirection.Increasing, 23.33)]
    [InlineData("10 10 10 0 8 8 8", TrendDirection.Stable, -20.0)]
    [InlineData("10 10 10 0 8 8 7", TrendDirection.Decreasing, -23.33)]
    [InlineData("5 5 5 5 5 5 5", TrendDirection.Stable, 0.0)]
    [InlineData("4 0 0 0 0 0 0", TrendDirection.Decreasing, -100.0)]
    [InlineData("0 0 0 9 0 0 1", TrendDirection.Increasing, 100.0)] // first = 0 and second > 0
    [InlineData("0 0 0 9 0 0 0", TrendDirection.Stable, 0.0)]
    [InlineData("1 2 3 4 5 6", TrendDirection.Increasing, 150.0)] // just two windows
    public void Counts_compare_three_with_three(string counts, TrendDirection direction, double change)
    {
        var trend = Trend.OfCounts(Longs(counts));

        trend.Direction.Should().Be(direction);
        trend.ChangePercent.Should().Be(change);
        trend.Compared.Should().Be(3);
    }

    [Theory] // U33, B17: fewer than two windows compare the first and the last half, never a point with itself
    [InlineData("3 9", TrendDirection.Increasing, 200.0, 1)]
    [InlineData("9 3", TrendDirection.Decreasing, -66.67, 1)]
    [InlineData("3 100 9", TrendDirection.Increasing, 200.0, 1)]
    [InlineData("1 2 3 4 5", TrendDirection.Increasing, 200.0, 2)]
    [InlineData("0 1", TrendDirection.Increasing, 100.0, 1)]
    [InlineData("", TrendDirection.Stable, 0.0, 0)]
    [InlineData("7", TrendDirection.Stable, 0.0, 0)]
    public void A_short_series_compares_its_halves(string counts, TrendDirection direction, double change, int compared)
    {
        var trend = Trend.OfCounts(Longs(counts));

        trend.Direction.Should().Be(direction);
        trend.ChangePercent.Should().Be(change);
        trend.Compared.Should().Be(compared);
    }

    [Fact] // S4.16, B26: the figure of the source's test
    public void A_failure_rate_of_ten_percent_for_a_week_and_fifty_for_another_rises_by_400_percent()
    {
        var trend = Trend.OfRates([.. Enumerable.Repeat<double?>(10, 7), .. Enumerable.Repeat<double?>(50, 7)]);

        trend.Direction.Should().Be(TrendDirection.Increasing);
        trend.ChangePercent.Should().Be(400.0);
        (trend.FirstMean, trend.LastMean, trend.Points, trend.Compared).Should().Be((10, 50, 14, 7));
        Trend.OfRates([.. Enumerable.Repeat<double?>(0.1, 7), .. Enumerable.Repeat<double?>(0.5, 7)]).ChangePercent.Should().Be(400.0, "shares are as good as percents");
    }

    [Fact] // S4.16: more than 10 %, judged without the last bits of decimal fractions
    public void Just_the_threshold_is_stable()
    {
        Trend.OfRates([0.1, 0.11]).Direction.Should().Be(TrendDirection.Stable);
        Trend.OfRates([0.1, 0.09]).Direction.Should().Be(TrendDirection.Stable);
        Trend.OfRates([0.1, 0.11001]).Direction.Should().Be(TrendDirection.Increasing);
        Trend.OfRates([0.1, 0.08999]).Direction.Should().Be(TrendDirection.Decreasing);
        Trend.OfRates([0.1, 0.110003]).Should().Match<Trend>(t => t.Direction == TrendDirection.Increasing && t.ChangePercent == 10.0, "the direction goes by the change before it is rounded");
    }

    [Fact]
    public void A_change_of_next_to_nothing_is_zero_and_not_minus_zero()
    {
        var trend = Trend.OfCounts([100_000, 99_999]);

        trend.Direction.Should().Be(TrendDirection.Stable);
        double.IsNegative(trend.ChangePercent).Should().BeFalse();
    }

    [Fact] // D2, B26: rate series skip days without runs
    public void Days_without_runs_are_passed_over()
    {
        var trend = Trend.OfRates([null, 10, double.NaN, 10, null, 30, double.PositiveInfinity, 30, double.NegativeInfinity, null]);

        trend.Points.Should().Be(4);
        trend.Should().Be(Trend.OfRates([10, 10, 30, 30]));
        Trend.OfRates([null, 5, null]).Should().Match<Trend>(t => t.Direction == TrendDirection.Stable && t.Points == 1);
    }

    [Fact] // B26
    public void From_nothing_to_half_is_a_rise() =>
        Trend.OfRates([.. Enumerable.Repeat<double?>(0, 7), .. Enumerable.Repeat<double?>(50, 7)]).Should().Match<Trend>(t => t.Direction == TrendDirection.Increasing && t.ChangePercent == 100.0);

    [Fact] // D2, B17: days without errors count, and days outside of the range do not
    public void Counts_by_day_are_filled_with_zeros()
    {
        var monday = new DateOnly(2030, 3, 25); // the clocks of Europe are set on the Sunday after it: days are dates, not 24 hours
        var counts = new Dictionary<DateOnly, long> { [monday] = 9, [monday.AddDays(6)] = 3, [monday.AddDays(7)] = 1_000, [monday.AddDays(-1)] = 1_000 };

        var trend = Trend.OfCounts(counts, monday, monday.AddDays(6));

        (trend.Points, trend.FirstMean, trend.LastMean).Should().Be((7, 3, 1));
        trend.ChangePercent.Should().Be(-66.67);
        Trend.OfCounts(counts, monday, monday).Direction.Should().Be(TrendDirection.Stable);
        Trend.OfCounts(counts, DateOnly.MaxValue.AddDays(-6), DateOnly.MaxValue).Points.Should().Be(7);
        FluentActions.Invoking(() => Trend.OfCounts(counts, monday, monday.AddDays(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Points_of_a_registry_are_counts()
    {
        SeriesPoint[] points = [new(DateTimeOffset.UnixEpoch, 1), new(DateTimeOffset.UnixEpoch.AddDays(1), 4)];

        Trend.OfCounts(points).Should().Be(Trend.OfCounts([1L, 4L]));
    }

    [Fact]
    public void The_largest_and_the_smallest_numbers_make_no_infinity()
    {
        var up = Trend.Of([double.Epsilon, double.MaxValue], 1, 0);
        (up.Direction, up.ChangePercent).Should().Be((TrendDirection.Increasing, double.MaxValue));
        Trend.Of([.. Enumerable.Repeat<double?>(double.MaxValue, 14)], 7, 0).Should().Match<Trend>(t => t.Direction == TrendDirection.Stable && double.IsFinite(t.FirstMean));
        Trend.OfCounts(Enumerable.Repeat(long.MaxValue, 6)).Direction.Should().Be(TrendDirection.Stable);
        Trend.Of([-2, 2], 1, 10).Should().Match<Trend>(t => t.Direction == TrendDirection.Increasing && t.ChangePercent == 200.0);
        Trend.Of([0, -2], 1, 10).Should().Match<Trend>(t => t.Direction == TrendDirection.Decreasing && t.ChangePercent == -100.0);
    }

    [Fact]
    public void A_window_or_threshold_outside_its_bounds_is_refused()
    {
        FluentActions.Invoking(() => Trend.Of([], 0, 10)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("window");
        FluentActions.Invoking(() => Trend.Of([], 1, -1)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("thresholdPercent");
        FluentActions.Invoking(() => Trend.Of([], 1, double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Trend.OfRates(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact] // a seeded sweep against the rule in words
    public void The_change_is_that_of_the_means_and_mirrors_when_the_series_does()
    {
        var random = new Random(33);
        for (var i = 0; i < 5_000; i++)
        {
            var values = Enumerable.Range(0, random.Next(0, 20)).Select(_ => (double?)random.Next(0, 50)).ToArray();
            var (window, threshold) = (random.Next(1, 8), random.Next(0, 60));

            var trend = Trend.Of(values, window, threshold);

            var n = values.Length < 2 ? 0 : Math.Min(window, values.Length / 2);
            var first = n == 0 ? 0 : values.Take(n).Average()!.Value;
            var last = n == 0 ? 0 : values.TakeLast(n).Average()!.Value;
            var change = first == 0 ? (last > 0 ? 100 : 0) : (last - first) / first * 100;
            trend.ChangePercent.Should().BeApproximately(change, 0.0051);
            trend.Direction.Should().Be(change > threshold + 1e-9 ? TrendDirection.Increasing : change < -threshold - 1e-9 ? TrendDirection.Decreasing : TrendDirection.Stable);
        }
    }

    [Fact] // U33: the means are 21.33 and 11.33, of which no double is exact
    public void A_change_of_half_a_hundredth_is_rounded_away_from_zero()
    {
        Trend.OfCounts([28L, 17, 19, 13, 18, 3]).ChangePercent.Should().Be(-46.88, "it is -46.875");
        Trend.OfCounts([3L, 18, 13, 0, 19, 17, 28]).ChangePercent.Should().Be(88.24);
    }

    [Fact]
    public void Directions_have_names_on_the_wire() =>
        Enum.GetValues<TrendDirection>().Append((TrendDirection)9).Select(d => d.ToWireName()).Should().Equal("stable", "increasing", "decreasing", "stable");

    private static long[] Longs(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => long.Parse(t, CultureInfo.InvariantCulture))];
}
