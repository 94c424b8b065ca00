namespace ErrorManagement.Analytics.Tests.Releases;

public sealed class ReleaseComparisonTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Each_error_is_in_the_list_where_it_belongs_with_its_figures()
    {
        var comparison = ReleaseComparison.Of(
            Observed("2.0", Day, (1, 10), (2, 100), (3, 50), (4, 2), (5, 300), (6, 100_000)),
            Observed("2.1", Day, (1, 40), (2, 20), (4, 1), (5, 310), (6, 104_000), (7, 12), (8, 1)));

        Numbers(comparison.New).Should().Equal(7, 8);
        Numbers(comparison.Gone).Should().Equal(3);
        Numbers(comparison.Rising).Should().Equal(1);
        Numbers(comparison.Falling).Should().Equal(2);
        Numbers(comparison.Unchanged).Should().BeEquivalentTo([5, 6]);
        Numbers(comparison.TooFewData).Should().Equal(4);

        var rising = comparison.Rising[0];
        rising.Should().Match<ReleaseChange>(change => change.BaselineCount == 10 && change.CandidateCount == 40 && change.IsSignificant && change.Dispersion == 1);
        rising.BaselineRate.Should().BeApproximately(10 / 1_440.0, 1e-12);
        rising.CandidateRate.Should().BeApproximately(40 / 1_440.0, 1e-12);
        rising.RateRatio.Should().BeApproximately(4, 1e-12);
        rising.RatioAtLeast.Should().BeInRange(2, 2.2);
        rising.RatioAtMost.Should().BeInRange(8, 8.6);
        rising.PValue.Should().BeInRange(1e-6, 1e-4);
        rising.QValue.Should().BeGreaterThan(rising.PValue!.Value);
        rising.ExpectedCount.Should().BeApproximately(10, 1e-9);
        comparison.New[0].Should().Match<ReleaseChange>(change => change.IsSignificant && change.RateRatio == double.PositiveInfinity && change.RatioAtMost == double.PositiveInfinity);
        comparison.New[1].Should().Match<ReleaseChange>(change => !change.IsSignificant && change.PValue == null);
        comparison.Gone[0].Should().Match<ReleaseChange>(change => change.RateRatio == 0 && change.RatioAtLeast == 0 && change.RatioAtMost < 0.1);
    }

    [Fact] // a tiny rise may be sure and still is no news
    public void A_sure_rise_below_the_smallest_ratio_is_unchanged_until_it_is_asked_for()
    {
        var (before, after) = (Observed("1", Day, (1, 1_000_000)), Observed("2", Day, (1, 1_100_000)));

        ReleaseComparison.Of(before, after).Unchanged.Should().ContainSingle().Which.IsSignificant.Should().BeTrue();
        ReleaseComparison.Of(before, after, new ReleaseComparisonOptions { MinimumRatio = 1 }).Rising.Should().ContainSingle();
        ReleaseComparison.Of(after, before, new ReleaseComparisonOptions { MinimumRatio = 1.1 }).Falling.Should().ContainSingle();
    }

    [Fact] // silence is evidence only where something was to be expected
    public void An_error_is_gone_only_once_it_would_have_shown()
    {
        var before = Observed("1", Day, (1, 24));

        ReleaseComparison.Of(before, Observed("2", TimeSpan.FromMinutes(30))).TooFewData.Should().ContainSingle().Which.ExpectedCount.Should().BeApproximately(0.5, 1e-9);
        ReleaseComparison.Of(before, Observed("2", TimeSpan.FromHours(6))).Gone.Should().ContainSingle().Which.ExpectedCount.Should().BeApproximately(6, 1e-9);
    }

    [Fact]
    public void Exposure_is_taken_into_account_by_time_and_by_requests()
    {
        var (before, after) = (Observed("1", Day, (1, 100)), Observed("2", TimeSpan.FromHours(1), (1, 30)));

        ReleaseComparison.Of(before, after).Rising.Should().ContainSingle().Which.RateRatio.Should().BeApproximately(7.2, 1e-9);
        var byRequests = ReleaseComparison.Of(before, after, new ReleaseComparisonOptions { BaselineExposure = ReleaseExposure.OfRequests(100_000), CandidateExposure = ReleaseExposure.OfRequests(30_000) });
        byRequests.Unchanged.Should().ContainSingle().Which.CandidateRate.Should().BeApproximately(1, 1e-12, "errors a thousand requests");
        FluentActions.Invoking(() => ReleaseComparison.Of(before, after, new ReleaseComparisonOptions { CandidateExposure = ReleaseExposure.OfRequests(1) }))
            .Should().Throw<ArgumentException>().WithMessage("*of one unit*1 is in Time*2 in Requests*");
        FluentActions.Invoking(() => ReleaseExposure.OfRequests(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ReleaseExposure.OfTime(TimeSpan.FromTicks(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Nothing_at_all_one_error_and_no_exposure_are_no_matter()
    {
        var nothing = ReleaseComparison.Of(Observed("1", Day), Observed("2", Day));
        new[] { nothing.New, nothing.Gone, nothing.Rising, nothing.Falling, nothing.Unchanged, nothing.TooFewData }.Should().OnlyContain(list => list.Count == 0);
        ReleaseComparison.Of(Observed("1", Day), Observed("2", Day, (1, 1))).New.Should().ContainSingle();
        ReleaseComparison.Of(Observed("1", Day, (1, 0)), Observed("2", Day, (1, 0))).TooFewData.Should().BeEmpty();

        foreach (var (baseline, candidate) in new[] { (TimeSpan.Zero, Day), (Day, TimeSpan.Zero), (TimeSpan.Zero, TimeSpan.Zero), (TimeSpan.FromTicks(1), TimeSpan.MaxValue) })
        {
            var comparison = ReleaseComparison.Of(Observed("1", baseline, (1, 1_000), (2, 5)), Observed("2", candidate, (2, 5_000), (3, 3)));
            Numbers(comparison.New).Should().Equal(3);
            foreach (var change in new[] { comparison.New, comparison.Gone, comparison.Rising, comparison.Falling, comparison.Unchanged, comparison.TooFewData }.SelectMany(static list => list))
            {
                foreach (var figure in new[] { change.PValue, change.QValue, change.RateRatio, change.BaselineRate, change.CandidateRate, change.ExpectedCount, change.RatioAtLeast, change.RatioAtMost })
                {
                    (figure is double.NaN).Should().BeFalse();
                }
            }
        }
    }

    [Fact]
    public void Counts_of_one_fingerprint_add_up_and_negative_ones_are_refused()
    {
        ReleaseComparison.Of(Observed("1", Day, (1, 5), (1, 5)), Observed("2", Day, (1, 20), (1, 20))).Rising.Should().ContainSingle().Which.BaselineCount.Should().Be(10);
        FluentActions.Invoking(() => ReleaseComparison.Of(Observed("1", Day, (1, -1)), Observed("2", Day))).Should().Throw<ArgumentException>().WithMessage("*at least 0*in 1 is -1*");
        FluentActions.Invoking(() => ReleaseComparison.Of(Observed("1", Day), Observed("2", Day), new ReleaseComparisonOptions { MinimumRatio = 0 })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Thousands_of_millions_are_compared()
    {
        var comparison = ReleaseComparison.Of(Observed("1", Day, (1, 1_000_000_000), (2, 1_000_000_000), (3, 1_000_000_000)), Observed("2", Day, (1, 1_000_010_000), (2, 3_000_000_000)));

        Numbers(comparison.Unchanged).Should().Equal(1);
        Numbers(comparison.Rising).Should().Equal(2);
        Numbers(comparison.Gone).Should().Equal(3);
        comparison.Unchanged[0].PValue.Should().BeInRange(0.7, 0.9);
    }

    // Bursts come by Poisson's law; how large and how long they are is drawn for each. Nothing changed, so that every discovery is false:
    // the share of runs with any is the rate of false discoveries.
    [Theory]
    [InlineData(24, 24, 5, 1)]
    [InlineData(24, 4, 5, 2)]
    [InlineData(72, 24, 30, 3)]
    [InlineData(24, 24, 0, 4)]
    public void Of_errors_in_bursts_that_did_not_change_no_more_are_said_to_have_than_was_asked_for(int baselineHours, int candidateHours, double burstMinutes, int seed)
    {
        const int runs = 60;
        var random = new Random(seed);
        var runsWithAny = 0;
        for (var run = 0; run < runs; run++)
        {
            var (before, after) = (new List<ReleaseErrorCount>(), new List<ReleaseErrorCount>());
            for (var error = 0; error < 50; error++)
            {
                var perHour = new[] { 0.05, 0.1, 0.3, 1, 2 }[error % 5];
                var size = new[] { 1, 3, 10, 30, 100 }[error / 5 % 5];
                before.Add(Simulated.Bursts(random, error, baselineHours, perHour, size, burstMinutes));
                after.Add(Simulated.Bursts(random, error, candidateHours, perHour, size, burstMinutes));
            }

            var comparison = ReleaseComparison.Of(Observed("1", TimeSpan.FromHours(baselineHours), before), Observed("2", TimeSpan.FromHours(candidateHours), after));
            runsWithAny += comparison.Gone.Count + comparison.Rising.Count + comparison.Falling.Count + comparison.New.Count(static change => change.IsSignificant) > 0 ? 1 : 0;
        }

        (runsWithAny / (double)runs).Should().BeLessThanOrEqualTo(0.05);
    }

    [Fact] // what the correction is for
    public void Without_what_is_known_of_bursts_chance_would_be_taken_for_change()
    {
        var random = new Random(5);
        var (before, after) = (new List<ReleaseErrorCount>(), new List<ReleaseErrorCount>());
        for (var error = 0; error < 50; error++)
        {
            before.Add(Simulated.Bursts(random, error, 24, 0.3, 30, 5) with { Crowding = null });
            after.Add(Simulated.Bursts(random, error, 24, 0.3, 30, 5) with { Crowding = null });
        }

        var comparison = ReleaseComparison.Of(Observed("1", Day, before), Observed("2", Day, after));

        (comparison.Rising.Count + comparison.Falling.Count).Should().BeGreaterThan(20);
    }

    [Theory]
    [InlineData(24, 1)]
    [InlineData(4, 2)]
    [InlineData(2, 3)]
    public void Errors_that_come_three_times_as_often_are_found(int hours, int seed)
    {
        var random = new Random(seed);
        var (found, wrong, runs) = (0, 0, 20);
        for (var run = 0; run < runs; run++)
        {
            var (before, after) = (new List<ReleaseErrorCount>(), new List<ReleaseErrorCount>());
            for (var error = 0; error < 50; error++)
            {
                before.Add(Simulated.Bursts(random, error, hours, 30.0 / hours, 1, 0));
                after.Add(Simulated.Bursts(random, error, hours, (error < 5 ? 90.0 : 30.0) / hours, 1, 0));
            }

            var rising = Numbers(ReleaseComparison.Of(Observed("1", TimeSpan.FromHours(hours), before), Observed("2", TimeSpan.FromHours(hours), after)).Rising);
            found += rising.Count(static error => error < 5);
            wrong += rising.Count(static error => error >= 5);
        }

        (found / (5.0 * runs)).Should().BeGreaterThan(0.95, "30 became 90");
        (wrong / (double)(found + wrong)).Should().BeLessThanOrEqualTo(0.05);
    }

    private static ReleaseObservation Observed(string release, TimeSpan exposure, params (int Error, long Count)[] errors) =>
        Observed(release, exposure, [.. errors.Select(static error => Simulated.Error(error.Error, error.Count))]);

    private static ReleaseObservation Observed(string release, TimeSpan exposure, IReadOnlyList<ReleaseErrorCount> errors) => new(release, ReleaseExposure.OfTime(exposure), errors);

    private static List<int> Numbers(IReadOnlyList<ReleaseChange> changes) => [.. changes.Select(static change => (int)change.Error.Fingerprint.Hash)];
}
