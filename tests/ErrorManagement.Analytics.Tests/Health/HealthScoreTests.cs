using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Health;

public class HealthScoreTests
{
    [Fact]
    public void Without_errors_it_is_100_and_excellent()
    {
        var health = HealthScore.Calculate(0, 0, 0);

        health.Score.Should().Be(100);
        health.Status.Should().Be(HealthStatus.Excellent);
        health.Factors.Should().BeEmpty();
        health.Recommendation.Should().Contain("keep monitoring"); // S0.108
    }

    [Theory] // S0.104, B16
    [InlineData(5.0, 100.0, null, 0)]
    [InlineData(5.01, 95.0, HealthFactor.ElevatedErrorRate, 5.01)]
    [InlineData(10.0, 90.0, HealthFactor.ElevatedErrorRate, 10.0)]
    [InlineData(10.02, 80.0, HealthFactor.HighErrorRate, 20.04)]
    [InlineData(14.99, 70.0, HealthFactor.HighErrorRate, 29.98)]
    [InlineData(15.0, 70.0, HealthFactor.HighErrorRate, 30.0)]
    [InlineData(15.01, 70.0, HealthFactor.HighErrorRate, 30.0)]
    [InlineData(1e300, 70.0, HealthFactor.HighErrorRate, 30.0)]
    public void The_rate_takes_points_away(double rate, double score, string? factor, double deduction)
    {
        var health = HealthScore.Calculate(rate, 0, 0);

        health.Score.Should().Be(score);
        if (factor is null)
        {
            health.Factors.Should().BeEmpty();
        }
        else
        {
            var only = health.Factors.Should().ContainSingle().Which;
            only.Name.Should().Be(factor);
            only.Deduction.Should().BeApproximately(deduction, 1e-9);
            only.Value.Should().Be(rate);
        }
    }

    [Theory] // S0.105
    [InlineData(1, 90.0)]
    [InlineData(3, 70.0)]
    [InlineData(4, 60.0)]
    [InlineData(5, 60.0)]
    [InlineData(long.MaxValue, 60.0)]
    public void Critical_errors_take_ten_each_and_forty_at_most(long critical, double score)
    {
        var health = HealthScore.Calculate(0, critical, 0);

        health.Score.Should().Be(score);
        health.Factors.Should().ContainSingle(f => f.Name == "critical_errors" && f.Deduction == 100 - score && f.Value == critical);
    }

    [Theory] // S0.106
    [InlineData(1, 95.0)]
    [InlineData(4, 80.0)]
    [InlineData(5, 80.0)]
    [InlineData(int.MaxValue, 80.0)]
    public void Patterns_take_five_each_and_twenty_at_most(int patterns, double score)
    {
        var health = HealthScore.Calculate(0, 0, patterns);

        health.Score.Should().Be(score);
        health.Factors.Should().ContainSingle(f => f.Name == "error_patterns" && f.Deduction == 100 - score && f.Value == patterns);
    }

    [Theory] // S0.107: both sides of each band
    [InlineData(0, 1, 0, 90.0, HealthStatus.Excellent)]
    [InlineData(5.01, 0, 1, 90.0, HealthStatus.Good)] // 89.99 shows as 90.0 and is no 90
    [InlineData(0, 3, 0, 70.0, HealthStatus.Good)]
    [InlineData(10.0, 2, 0, 70.0, HealthStatus.Good)]
    [InlineData(5.04, 1, 3, 70.0, HealthStatus.Fair)] // 69.96
    [InlineData(20, 2, 0, 50.0, HealthStatus.Fair)]
    [InlineData(10.02, 3, 0, 50.0, HealthStatus.Poor)] // 49.96
    [InlineData(15, 4, 0, 30.0, HealthStatus.Poor)]
    [InlineData(15, 4, 1, 25.0, HealthStatus.Critical)]
    [InlineData(15, 4, 4, 10.0, HealthStatus.Critical)] // the lowest there is
    [InlineData(1e9, 1_000, 1_000, 10.0, HealthStatus.Critical)]
    public void The_band_is_that_of_the_unrounded_score(double rate, long critical, int patterns, double score, HealthStatus status)
    {
        var health = HealthScore.Calculate(rate, critical, patterns);

        health.Score.Should().Be(score);
        health.Status.Should().Be(status);
    }

    [Fact]
    public void One_critical_error_alone_is_still_excellent() // B16: documented, kept
    {
        var health = HealthScore.Calculate(0, 1, 0);

        health.Status.Should().Be(HealthStatus.Excellent);
        health.Recommendation.Should().Contain("keep monitoring");
    }

    [Fact]
    public void Between_excellent_and_critical_it_recommends_what_each_factor_advises() // S0.108
    {
        var health = HealthScore.Calculate(8, 1, 1);

        health.Factors.Select(f => f.Name).Should().Equal("elevated_error_rate", "critical_errors", "error_patterns");
        health.Recommendation.Should().Be(string.Join(' ', health.Factors.Select(f => f.Advice)));
        health.Factors.Select(f => f.Advice).Should().OnlyHaveUniqueItems().And.OnlyContain(a => a.Length > 20, "an elevated rate has advice of its own, U34");
    }

    [Fact]
    public void Critical_recommends_to_act_now() =>
        HealthScore.Calculate(15, 4, 4).Recommendation.Should().StartWith("Act now");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.001)]
    public void A_rate_that_is_none_is_refused(double rate)
    {
        var calculate = () => HealthScore.Calculate(rate, 0, 0);

        calculate.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*finite*at least 0*").Which.ParamName.Should().Be("errorRatePerMinute");
    }

    [Fact]
    public void Negative_counts_are_refused()
    {
        FluentActions.Invoking(() => HealthScore.Calculate(0, -1, 0)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("criticalErrors");
        FluentActions.Invoking(() => HealthScore.Calculate(0, 0, -1)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("patterns");
    }

    [Fact]
    public void It_never_rises_with_more_errors_and_stays_within_10_and_100()
    {
        var random = new Random(104);
        for (var i = 0; i < 20_000; i++)
        {
            var (rate, critical, patterns) = (random.NextDouble() * 20, random.Next(8), random.Next(8));
            var health = HealthScore.Calculate(rate, critical, patterns);

            health.Score.Should().BeInRange(10, 100);
            HealthScore.Calculate(rate + random.NextDouble(), critical + random.Next(2), patterns + random.Next(2)).Score.Should().BeLessThanOrEqualTo(health.Score);
            (100 - health.Factors.Sum(f => f.Deduction)).Should().BeApproximately(health.Score, 0.05 + 1e-9);
        }
    }

    [Fact]
    public void Of_a_registry_it_counts_inside_the_window_and_only_patterns_that_run() // U34, B15, U29
    {
        var registry = Substitute.For<IErrorRegistry>();
        registry.GetStatistics().Returns(new RegistryStatistics { ErrorRatePerMinute = 6, PatternsDetected = 9, SeverityBreakdown = new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Critical] = 50 } });
        registry.CountOf(ErrorSeverity.Critical, TimeSpan.FromHours(2)).Returns(1);
        registry.GetPatterns(Arg.Any<TimeSpan?>()).Returns([Pattern(active: true), Pattern(active: false), Pattern(active: true)]);

        var health = HealthScore.Of(registry, TimeSpan.FromHours(2));

        health.Score.Should().Be(100 - 6 - 10 - 10);
    }

    [Fact]
    public void Of_a_registry_it_looks_at_the_last_24_hours() // D2
    {
        var registry = Substitute.For<IErrorRegistry>();
        registry.GetStatistics().Returns(new RegistryStatistics());
        registry.GetPatterns(Arg.Any<TimeSpan?>()).Returns([]);
        registry.CountOf(ErrorSeverity.Critical, TimeSpan.FromHours(24)).Returns(4);

        HealthScore.Of(registry).Score.Should().Be(60);
    }

    [Fact]
    public void A_window_outside_its_bounds_is_refused()
    {
        var registry = Substitute.For<IErrorRegistry>();

        FluentActions.Invoking(() => HealthScore.Of(registry, TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => HealthScore.Of(registry, TimeSpan.FromHours(24) + TimeSpan.FromTicks(1))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*at most 1.00:00:00*");
        FluentActions.Invoking(() => HealthScore.Of(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact] // S0.103: the shape on the wire
    public void It_is_json_in_snake_case() =>
        HealthScore.Calculate(10.02, 1, 0).ToJson().Should().Be("""
            {
              "score": 70,
              "status": "fair",
              "factors": [
                {
                  "factor": "high_error_rate",
                  "deduction": 20.04,
                  "value": 10.02
                },
                {
                  "factor": "critical_errors",
                  "deduction": 10,
                  "value": 1
                }
              ],
              "recommendation": "The error rate is high: start with the most frequent error and shed load from what fails. There were critical errors: resolve each of them first, they endanger the process or its data."
            }
            """.ReplaceLineEndings("\n"));

    [Fact] // D2, U34, B15: by the clock of a registry, from bad to excellent without anybody's help
    public void Of_a_registry_it_recovers_as_the_window_passes()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, clock);
        for (var i = 0; i < 12; i++)
        {
            registry.Record(new TimeoutException("no answer"), "payments", ErrorSeverity.Critical);
        }

        var worst = HealthScore.Of(registry);
        worst.Factors.Select(f => f.Name).Should().Equal("high_error_rate", "critical_errors", "error_patterns");
        worst.Status.Should().Be(HealthStatus.Critical);

        clock.Advance(TimeSpan.FromHours(6));
        HealthScore.Of(registry).Should().Match<HealthScore>(h => h.Score == 60 && h.Factors.Count == 1);
        HealthScore.Of(registry, TimeSpan.FromHours(1)).Score.Should().Be(100);
        clock.Advance(TimeSpan.FromHours(18));
        HealthScore.Of(registry).Should().Match<HealthScore>(h => h.Score == 100 && h.Status == HealthStatus.Excellent);
        registry.GetErrors().Should().ContainSingle("the record is still there, and open");
    }

    [Theory] // S0.103: 429 errors in an hour are 7.15 a minute
    [InlineData(7.15, 6, 6, 32.9)]
    [InlineData(8.65, 5, 6, 31.4)]
    [InlineData(7.15, 0, 0, 92.9)]
    public void A_score_of_half_a_tenth_is_rounded_away_from_zero(double rate, long critical, int patterns, double score) =>
        HealthScore.Calculate(rate, critical, patterns).Score.Should().Be(score);

    private static DetectedPattern Pattern(bool active) => new() { Kind = PatternKind.HighFrequency, Subject = "T", IsActive = active };
}
