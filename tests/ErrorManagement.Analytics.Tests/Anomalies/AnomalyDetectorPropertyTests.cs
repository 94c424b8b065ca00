using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Analytics.Tests.Anomalies;

/// <summary>What holds for any input.</summary>
public sealed class AnomalyDetectorPropertyTests
{
    private static readonly double[] Odd =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 1e308, -1e308, 1e-308, 0, -0.0, 1, -1, 1e15,
    ];

    private static readonly DateTimeOffset[] OddTimes =
    [
        DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, new(9999, 12, 31, 9, 59, 59, TimeSpan.FromHours(-14)), new(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14)),
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_score_is_from_0_to_1_whatever_comes(int seed)
    {
        var random = new Random(seed);
        var detector = new AnomalyDetector();
        var at = SeededSeries.Start;
        for (var i = 0; i < 3_000; i++)
        {
            at = random.Next(40) switch
            {
                0 => OddTimes[random.Next(OddTimes.Length)],
                1 or 2 => SeededSeries.Start.AddSeconds(random.Next(1_000_000)),
                3 or 4 or 5 => at,
                _ => at.UtcTicks > DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerDay ? SeededSeries.Start : at.AddSeconds(random.Next(3_600)),
            };
            var value = random.Next(4) == 0 ? Odd[random.Next(Odd.Length)] : seed % 2 == 0 ? random.Next(3) : random.NextDouble() * Math.Pow(10, random.Next(-300, 300));

            detector.Observe(at, value).Should().BeInRange(0, 1).And.BeLessThan(1);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_same_values_get_the_same_scores_and_the_unit_makes_no_difference(int seed)
    {
        var scores = Scores(seed, static (_, value) => value);

        Scores(seed, static (_, value) => value).Should().Equal(scores);
        Scores(seed, static (_, value) => value * 1_048_576).Should().Equal(scores);
        Scores(seed, static (_, value) => value / 1_048_576).Should().Equal(scores);
        Scores(seed, static (_, value) => -value).Should().Equal(scores);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_no_finite_number_is_as_if_it_had_not_come(int seed)
    {
        var detector = new AnomalyDetector();
        var random = new Random(seed + 100);

        var scores = Scores(seed, (at, value) =>
        {
            if (random.Next(5) == 0)
            {
                detector.Observe(at, Odd[random.Next(3)]).Should().Be(0);
            }

            return value;
        }, detector);

        scores.Should().Equal(Scores(seed, static (_, value) => value));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_clock_that_stands_still_or_is_set_back_harms_nothing(int seed)
    {
        foreach (var move in new Func<int, DateTimeOffset>[] { _ => SeededSeries.Start, i => SeededSeries.Start.AddMinutes(-5 * i), i => SeededSeries.Start.AddMinutes(5 * (i < 1_500 ? i : i - 1_000)) })
        {
            var random = new Random(seed);
            var detector = new AnomalyDetector();
            var scores = Enumerable.Range(0, 2_500).Select(i => detector.Observe(move(i), SeededSeries.Noise(random) + (i == 2_000 ? 100 : 0))).ToList();

            scores[2_000].Should().BeGreaterThanOrEqualTo(0.5);
            scores.Count(score => score >= 0.5).Should().BeLessThan(12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1970)]
    [InlineData(9998)]
    public void Any_year_will_do(int year)
    {
        var random = new Random(year);
        var detector = new AnomalyDetector();
        var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var scores = Enumerable.Range(0, 2_500).Select(i => detector.Observe(start.AddMinutes(5 * i), SeededSeries.Noise(random) + (i == 2_000 ? 100 : 0))).ToList();

        scores[2_000].Should().BeGreaterThanOrEqualTo(0.5);
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(-1e308)]
    public void One_huge_value_neither_blinds_it_nor_makes_the_others_strange(double huge)
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var alarms = SeededSeries.Alarms(seed, 6_100, (i, random) => i == 500 ? huge : SeededSeries.Noise(random) + (i == 6_000 ? 60 : 0));

            alarms.Should().Contain(6_000);
            alarms.Count(i => i is >= 500 and < 3_000).Should().BeLessThan(4, "the values after it are as before");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gaps_do_not_alarm(int seed)
    {
        var random = new Random(seed);
        var detector = new AnomalyDetector();
        var at = SeededSeries.Start;
        var alarms = 0;
        for (var i = 0; i < 5_000; i++)
        {
            at = at.AddMinutes(random.Next(200) == 0 ? 3_000 : 5);
            alarms += detector.Observe(at, SeededSeries.Noise(random)) >= 0.5 ? 1 : 0;
        }

        alarms.Should().BeLessThan(10);
    }

    private static List<double> Scores(int seed, Func<DateTimeOffset, double, double> value, AnomalyDetector? detector = null)
    {
        var random = new Random(seed);
        detector ??= new AnomalyDetector();
        return
        [
            .. Enumerable.Range(0, 2_000).Select(i =>
            {
                var at = SeededSeries.Start.AddMinutes(15 * i);
                var drawn = SeededSeries.Noise(random) + (random.Next(200) == 0 ? 70 : 0) + (30 * Math.Sin(i * Math.Tau / 96));
                return detector.Observe(at, value(at, drawn));
            }),
        ];
    }
}
