using System.Globalization;
using System.Text.Json;
using ErrorManagement.Analytics.Tests.Registry;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Dashboards;

public sealed class ErrorDashboardTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 12, 34, 20, TimeSpan.Zero));
    private readonly ErrorRegistry _registry;
    private readonly ErrorDashboard _dashboard;

    public ErrorDashboardTests()
    {
        _registry = new ErrorRegistry(null, _time);
        _dashboard = new ErrorDashboard(_registry, null, _time);
    }

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.96: 24 hours in buckets of 60 minutes, aligned, rising, empty ones are there
    public void The_timeline_has_a_day_in_hours()
    {
        Record("a", 3);
        _time.Advance(TimeSpan.FromHours(2));
        Record("b", 2);

        var chart = _dashboard.GetTimeline();

        chart.Bucket.Should().Be(Hour);
        chart.TotalErrors.Should().Be(5);
        chart.From.Should().Be(new DateTimeOffset(2029, 12, 31, 14, 35, 0, TimeSpan.Zero));
        chart.To.Should().Be(new DateTimeOffset(2030, 1, 1, 14, 35, 0, TimeSpan.Zero));
        chart.Data.Should().HaveCount(25).And.BeInAscendingOrder(point => point.At);
        chart.Data[0].At.Should().Be(new DateTimeOffset(2029, 12, 31, 14, 0, 0, TimeSpan.Zero));
        chart.Data.Where(point => point.Count > 0).Should().Equal(
            new SeriesPoint(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero), 3),
            new SeriesPoint(new DateTimeOffset(2030, 1, 1, 14, 0, 0, TimeSpan.Zero), 2));
    }

    [Theory] // S0.96: the last 24 hours are the minute that runs and those before it, as for health
    [InlineData(23 * 60 + 59, 1)]
    [InlineData(24 * 60, 0)]
    public void What_is_older_than_the_range_is_in_no_chart(int minutesLater, long expected)
    {
        Record("a", 1);
        _time.Advance(TimeSpan.FromMinutes(minutesLater));

        var all = _dashboard.GetDashboard();

        all.Timeline.TotalErrors.Should().Be(expected);
        all.TopErrors.TotalErrors.Should().Be(expected);
        all.TopErrors.Data.Should().HaveCount((int)expected);
        all.ComponentDistribution.Data.Should().HaveCount((int)expected);
        all.SeverityBreakdown.Data.Should().HaveCount((int)expected);
        all.ErrorRateTrend.Data.Sum(point => point.ErrorRate).Should().BeApproximately(expected / 5.0, 1e-9);
        all.Summary.TotalCount.Should().Be(1);
        _registry.CountOf(ErrorSeverity.Error, Day).Should().Be(expected, "health looks at the same window");
    }

    [Fact] // S0.96
    public void Any_range_and_bucket_can_be_asked_for()
    {
        Record("a", 3);
        _time.Advance(TimeSpan.FromMinutes(10));
        Record("b", 2);
        var start = new DateTimeOffset(2030, 1, 1, 12, 30, 0, TimeSpan.Zero);

        _dashboard.GetTimeline(start.AddMinutes(2), start.AddMinutes(11).AddSeconds(30), TimeSpan.FromMinutes(5)).Data.Should().Equal(
            new SeriesPoint(start, 3),
            new SeriesPoint(start.AddMinutes(5), 0),
            new SeriesPoint(start.AddMinutes(10), 0));
        _dashboard.GetTimeline(start.AddMinutes(5), start.AddMinutes(14), TimeSpan.FromMinutes(5)).TotalErrors.Should().Be(0, "neither 12:34 nor 12:44 is in it");
        _dashboard.GetTimeline(start.AddMinutes(5), start.AddMinutes(15), TimeSpan.FromMinutes(5)).Data.Select(point => point.Count).Should().Equal(0, 2);
        _dashboard.GetTimeline(start, start).Data.Should().BeEmpty();
        _dashboard.GetTimeline(TimeSpan.FromMinutes(15), Minute).Data.Select(point => point.Count).Should().Equal(0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
        _dashboard.GetTimeline(start.ToOffset(TimeSpan.FromHours(5.75)), start.AddHours(1), Hour).Data.Should().Equal(
            new SeriesPoint(start.AddMinutes(-30), 5), new SeriesPoint(start.AddMinutes(30), 0));
    }

    [Fact] // S0.96: what is longer than a day is read by the hour
    public void A_week_is_the_hour_that_runs_and_those_before_it()
    {
        Record("a", 3);
        _time.Advance(TimeSpan.FromDays(7) - Hour);
        Record("b", 2);

        var all = _dashboard.GetDashboard(TimeSpan.FromDays(7));

        all.TimeRangeHours.Should().Be(168);
        all.Timeline.Data.Should().HaveCount(168);
        all.Timeline.Data[0].Should().Be(new SeriesPoint(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero), 3));
        all.Timeline.Data[^1].Count.Should().Be(2);
        all.ErrorRateTrend.Bucket.Should().Be(Hour);
        all.ErrorRateTrend.Data[0].ErrorRate.Should().Be(3 / 60.0);
        all.TopErrors.Data.Single().Count.Should().Be(5);
        all.ComponentDistribution.Data.Should().Equal(new NamedCount("a", 3), new NamedCount("b", 2));
        _dashboard.GetTimeline(TimeSpan.FromDays(7), TimeSpan.FromHours(6)).Data.Should().HaveCount(28);
        _dashboard.GetTimeline(TimeSpan.FromDays(7), Day).Data.Select(point => point.Count).Should().Equal(3, 0, 0, 0, 0, 0, 0, 2);
        _time.Advance(Hour);
        _dashboard.GetDashboard(TimeSpan.FromDays(7)).Timeline.TotalErrors.Should().Be(2);
    }

    [Fact] // S0.97, B18: ten, or as many as asked for
    public void Top_errors_honour_their_limit()
    {
        for (var i = 1; i <= 12; i++)
        {
            Record("a", i, type: "T" + i.ToString("00", CultureInfo.InvariantCulture));
        }

        _dashboard.GetTopErrors().Data.Select(error => (error.ErrorType, error.Count)).Should().Equal(
            Enumerable.Range(3, 10).Reverse().Select(i => ("T" + i.ToString("00", CultureInfo.InvariantCulture), (long)i)));
        _dashboard.GetTopErrors(limit: 0).Should().BeEquivalentTo(new { Data = Array.Empty<TopError>(), TotalErrors = 78L, OtherErrors = 78L, UnheldErrors = 0L });
        _dashboard.GetTopErrors(limit: 7).Data.Should().HaveCount(7);
        _dashboard.GetTopErrors(limit: 100).Data.Should().HaveCount(12);
        _dashboard.GetTopErrors().OtherErrors.Should().Be(3);
        new ErrorDashboard(_registry, new ErrorDashboardOptions { TopErrors = 11 }).GetDashboard().TopErrors.Data.Should().HaveCount(11);
    }

    [Fact] // S0.97, U27: occurrences of a type, and the records behind it
    public void A_type_has_the_records_with_the_most_errors_of_the_range()
    {
        Record("old", 100, type: "T");
        _time.Advance(Day);
        foreach (var (component, count) in new[] { ("a", 2), ("b", 5), ("c", 1), ("d", 4), ("old", 3) })
        {
            Record(component, count, type: "T");
        }

        var top = _dashboard.GetTopErrors().Data.Single();

        (top.ErrorType, top.Count, top.RecordCount).Should().Be(("T", 15, 5));
        top.Records.Select(record => (record.Component, record.Template, record.Count)).Should().Equal(("b", "failed", 5), ("d", "failed", 4), ("old", "failed", 3));
        top.Records.Select(record => _registry.Find(record.Id)!.Component).Should().Equal("b", "d", "old");
    }

    [Fact] // S0.97
    public void Equal_counts_stand_in_the_order_of_their_names()
    {
        foreach (var type in new[] { "b", "d", "a", "c", "B" })
        {
            Record("z" + type, 2, type: type);
        }

        _dashboard.GetTopErrors(limit: 4).Data.Select(error => error.ErrorType).Should().Equal("B", "a", "b", "c");
        _dashboard.GetComponentDistribution().Data.Select(part => part.Name).Should().Equal("zB", "za", "zb", "zc", "zd");
    }

    [Fact] // S0.97, S0.98, U27
    public void What_records_counted_that_had_to_go_is_in_all_sums()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 100 }, _time);
        for (var i = 0; i < 150; i++)
        {
            registry.Record(new ErrorOccurrence("c" + (i % 3).ToString(CultureInfo.InvariantCulture), "T" + i.ToString(CultureInfo.InvariantCulture), "failed"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var all = new ErrorDashboard(registry).GetDashboard();

        all.Timeline.TotalErrors.Should().Be(150);
        all.TopErrors.Should().BeEquivalentTo(new { TotalErrors = 150L, OtherErrors = 90L, UnheldErrors = 50L });
        all.TopErrors.Data.Should().HaveCount(10).And.OnlyContain(error => error.Count == 1);
        all.ComponentDistribution.Data.Should().Equal(new NamedCount("c0", 50), new NamedCount("c1", 50), new NamedCount("c2", 50));
        all.SeverityBreakdown.Data.Sum(part => part.Count).Should().Be(150);
    }

    [Theory] // S0.98: a pie of a thousand parts is none
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(300, 300)]
    [InlineData(1_000, 300)]
    public void Components_beyond_the_limit_are_shown_together(int limit, int rows)
    {
        for (var i = 0; i < 300; i++)
        {
            Record("c" + i.ToString("000", CultureInfo.InvariantCulture), 1 + (i == 7 ? 10 : 0));
        }

        var chart = new ErrorDashboard(_registry, new ErrorDashboardOptions { Components = limit }).GetComponentDistribution();

        chart.Data.Should().HaveCount(rows);
        chart.Data.Sum(part => part.Count).Should().Be(310);
        chart.TotalErrors.Should().Be(310);
        chart.Data.Any(part => part.Name == "(other)").Should().Be(limit < 300);
        chart.Data.Should().BeInDescendingOrder(part => part.Count);
    }

    [Fact] // S0.98
    public void Severities_are_counted_in_the_range_the_worst_first()
    {
        Record("a", 1, ErrorSeverity.Critical);
        Record("a", 3, ErrorSeverity.Info);
        Record("a", 2, ErrorSeverity.Warning);

        _dashboard.GetSeverityBreakdown().Data.Should().Equal(new NamedCount("critical", 1), new NamedCount("warning", 2), new NamedCount("info", 3));
        _dashboard.GetSeverityBreakdown(_time.GetUtcNow() + Hour, _time.GetUtcNow() + Day).Data.Should().BeEmpty();
    }

    [Fact] // S0.99
    public void The_rate_is_the_count_of_five_minutes_divided_by_five()
    {
        Record("a", 7);
        _time.Advance(TimeSpan.FromMinutes(5));
        Record("a", 1);

        var chart = _dashboard.GetErrorRateTrend();

        chart.Bucket.Should().Be(TimeSpan.FromMinutes(5));
        chart.Data.Should().HaveCount(288);
        chart.Data[^2].Should().Be(new ErrorRatePoint(new DateTimeOffset(2030, 1, 1, 12, 30, 0, TimeSpan.Zero), 1.4));
        chart.Data[^1].Should().Be(new ErrorRatePoint(new DateTimeOffset(2030, 1, 1, 12, 35, 0, TimeSpan.Zero), 0.2));
        _dashboard.GetErrorRateTrend(Hour, TimeSpan.FromMinutes(10)).Data[^1].ErrorRate.Should().Be(0.8);
        _dashboard.GetErrorRateTrend(_time.GetUtcNow() - Hour, _time.GetUtcNow(), Hour).Data.Sum(point => point.ErrorRate).Should().Be(8 / 60.0, "the minute of the end counts in full");
    }

    [Theory] // S0.100
    [InlineData(6, ErrorSeverity.Warning)]
    [InlineData(19, ErrorSeverity.Warning)]
    [InlineData(20, ErrorSeverity.Error)]
    [InlineData(49, ErrorSeverity.Error)]
    [InlineData(50, ErrorSeverity.Critical)]
    public void An_alert_is_as_bad_as_its_pattern_has_errors(int errors, ErrorSeverity severity)
    {
        Record("a", errors);

        var flood = _dashboard.GetPatternAlerts().Data.Single(alert => alert.Pattern.Kind == PatternKind.ComponentFlood);

        flood.Pattern.Count.Should().Be(errors);
        flood.Severity.Should().Be(severity);
        flood.Description.Should().Be($"a had up to {errors} errors within 1 minute.");
    }

    [Fact] // S0.100, U29, D2: those that run count, those that ended are history
    public void A_pattern_that_ended_alerts_no_more()
    {
        Record("a", 15);
        var running = _dashboard.GetPatternAlerts().Data.Count;
        running.Should().BePositive();
        _time.Advance(Hour);

        _dashboard.GetPatternAlerts().Data.Should().BeEmpty();
        _dashboard.GetPatternAlerts().Should().Match<PatternAlertsChart>(chart => chart.Ended.Count == running && chart.EndedCount == running);
        _dashboard.GetPatternAlerts(TimeSpan.FromMinutes(30)).Ended.Should().BeEmpty();
        _dashboard.GetPatternAlerts(_time.GetUtcNow() - TimeSpan.FromHours(3), _time.GetUtcNow() - TimeSpan.FromHours(2)).Ended.Should().BeEmpty("it came later");
        _dashboard.GetPatternAlerts(_time.GetUtcNow() + Hour, _time.GetUtcNow() + Day).Ended.Should().BeEmpty();
    }

    [Fact]
    public void Of_the_episodes_that_ended_the_newest_twenty_are_shown()
    {
        for (var i = 0; i < 30; i++)
        {
            Record("c" + i.ToString(CultureInfo.InvariantCulture), 7, type: "T" + i.ToString(CultureInfo.InvariantCulture));
            _time.Advance(TimeSpan.FromMinutes(20));
        }

        var chart = _dashboard.GetPatternAlerts();

        chart.EndedCount.Should().Be(_registry.GetPatterns(Day).Count).And.BeGreaterThan(30);
        chart.Ended.Should().HaveCount(20).And.BeInDescendingOrder(alert => alert.Pattern.DetectedAt);
        chart.Ended[0].Pattern.DetectedAt.Should().Be(_time.GetUtcNow() - TimeSpan.FromMinutes(20));
    }

    [Fact]
    public void What_was_unusual_is_marked_on_the_timeline()
    {
        var storm = Storm();

        var chart = _dashboard.GetTimeline();

        chart.Anomalies.Should().NotBeEmpty().And.OnlyContain(anomaly => anomaly.At == storm);
        chart.Anomalies.Should().BeEquivalentTo(_registry.GetAnomalies());
        _dashboard.GetTimeline(storm + Hour, storm + Day).Anomalies.Should().BeEmpty();
        _dashboard.GetTimeline(storm - Hour, storm).Anomalies.Should().BeEmpty();
        _dashboard.GetTimeline(storm, storm + Minute).Anomalies.Should().NotBeEmpty();
        using var json = JsonDocument.Parse(chart.ToJson());
        var first = json.RootElement.GetProperty("anomalies")[0];
        first.GetProperty("timestamp").GetInt64().Should().Be(storm.ToUnixTimeSeconds());
        first.GetProperty("bucket_timestamp").GetInt64().Should().Be(chart.Data.Last(point => point.At <= storm).At.ToUnixTimeSeconds());
    }

    [Fact] // the seventh chart
    public void Breakers_show_their_states_and_how_these_changed_in_the_range()
    {
        using var breakers = new CircuitBreakerRegistry(new CircuitBreakerOptions { FailureThreshold = 2, BreakDuration = TimeSpan.FromMinutes(10) }, _time);
        foreach (var name in new[] { "stock", "mail", "payments" })
        {
            breakers.Create(name);
        }

        Fail(breakers, "payments");
        _time.Advance(TimeSpan.FromHours(30));
        Fail(breakers, "mail");

        var chart = new ErrorDashboard(_registry, null, _time, breakers).GetCircuitBreakers();

        (chart.Count, chart.Open, chart.HalfOpen).Should().Be((3, 1, 1));
        chart.Data.Select(breaker => breaker.Name).Should().Equal("mail", "payments", "stock");
        chart.Data[0].Transitions.Should().ContainSingle().Which.To.Should().Be(CircuitState.Open);
        chart.Data[1].Transitions[0].At.Should().BeBefore(_time.GetUtcNow() - Day, "the last one before the range tells the state it began in");
        chart.Data[2].Transitions.Should().BeEmpty();
        new ErrorDashboard(_registry, new ErrorDashboardOptions { Breakers = 1 }, _time, breakers).GetDashboard().CircuitBreakers
            .Should().Match<CircuitBreakersChart>(few => few.Count == 3 && few.Data.Count == 1 && few.Data[0].Name == "mail");
        new ErrorDashboard(_registry, null, _time, breakers).GetCircuitBreakers(_time.GetUtcNow() - TimeSpan.FromDays(3), _time.GetUtcNow() - TimeSpan.FromDays(2))
            .Data.Should().OnlyContain(breaker => breaker.Transitions.Count == 0);
    }

    [Fact] // S0.101
    public void Without_errors_all_charts_are_there()
    {
        var all = _dashboard.GetDashboard();

        all.GeneratedAt.Should().Be(_time.GetUtcNow());
        all.TimeRangeHours.Should().Be(24);
        all.Timeline.Data.Should().HaveCount(25).And.OnlyContain(point => point.Count == 0);
        all.ErrorRateTrend.Data.Should().HaveCount(288).And.OnlyContain(point => point.ErrorRate == 0);
        all.TopErrors.Data.Should().BeEmpty();
        all.ComponentDistribution.Data.Should().BeEmpty();
        all.SeverityBreakdown.Data.Should().BeEmpty();
        all.PatternAlerts.Data.Should().BeEmpty();
        all.CircuitBreakers.Data.Should().BeEmpty();
    }

    [Fact]
    public void A_day_in_the_future_is_empty()
    {
        Record("a", 3);
        var tomorrow = new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero);

        var all = _dashboard.GetDashboard(tomorrow, tomorrow + Day);

        all.Timeline.Data.Should().HaveCount(24).And.OnlyContain(point => point.Count == 0);
        all.TopErrors.Data.Should().BeEmpty();
        all.Timeline.Anomalies.Should().BeEmpty();
        all.PatternAlerts.Data.Should().BeEmpty();
        all.Summary.TotalCount.Should().Be(3);
    }

    [Fact]
    public void What_was_before_the_start_is_zero_and_what_is_kept_no_more_is_refused()
    {
        var start = _time.GetUtcNow();
        _dashboard.GetTimeline(start.AddYears(-10), start.AddYears(-10).AddDays(1), Minute).Data.Should().HaveCount(1_441);
        Record("a", 1);
        _time.Advance(TimeSpan.FromDays(3));

        var minutes = () => _dashboard.GetTimeline(start - Hour, start + Hour, TimeSpan.FromMinutes(5));
        minutes.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Buckets of 00:05:00 reach back 24 hours; 2030-01-01T11:30:00.0000000+00:00 is further back, and the registry has counted then.*");
        _dashboard.GetTimeline(start - Hour, start + Hour).TotalErrors.Should().Be(1, "hours are kept");
        _time.Advance(TimeSpan.FromDays(40));
        var hours = () => _dashboard.GetDashboard(start - Hour, start + Hour);
        hours.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Buckets of 01:00:00 reach back five weeks; *");
        _dashboard.GetDashboard(TimeSpan.FromDays(35)).Timeline.Data.Should().HaveCount(840, "five weeks up to now never throw");
    }

    [Fact]
    public void A_mistake_is_told_with_its_value_and_its_bound()
    {
        var now = _time.GetUtcNow();
        Told(() => _dashboard.GetDashboard(TimeSpan.Zero)).Should().StartWith("The range must be at least 00:01:00 and at most 35.00:00:00, both inclusive; it is 00:00:00.");
        Told(() => _dashboard.GetTopErrors(TimeSpan.FromDays(36))).Should().StartWith("The range must be at least 00:01:00 and at most 35.00:00:00, both inclusive; it is 36.00:00:00.");
        Told(() => _dashboard.GetTopErrors(limit: -1)).Should().Contain("limit").And.Contain("-1");
        Told(() => _dashboard.GetTimeline(Hour, TimeSpan.FromMinutes(7))).Should().StartWith("The length of a bucket must be whole minutes that divide an hour").And.Contain("it is 00:07:00.");
        Told(() => _dashboard.GetErrorRateTrend(TimeSpan.FromDays(2), TimeSpan.FromMinutes(5))).Should().StartWith("A range of more than 1.00:00:00 needs buckets of an hour or more; the range is 2.00:00:00, the bucket 00:05:00.");
        Told(() => _dashboard.GetTimeline(now, now - Minute)).Should().StartWith("The end must not be before the begin: 2030-01-01T12:33:20.0000000+00:00 is before 2030-01-01T12:34:20.0000000+00:00.");
        Told(() => _dashboard.GetTimeline(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)).Should().Contain("at most 10080 are told at once");

        static string Told(Action ask) => ask.Should().Throw<ArgumentOutOfRangeException>().Which.Message;
    }

    [Fact]
    public void A_dashboard_needs_a_registry_and_settings_within_their_bounds()
    {
        FluentActions.Invoking(() => new ErrorDashboard(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ErrorDashboard(_registry, new ErrorDashboardOptions { Components = 0 })).Should().Throw<ArgumentException>().WithMessage("Components must be at least 1*");
        FluentActions.Invoking(() => _dashboard.Update(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Settings_are_copied_and_can_be_changed_while_it_runs()
    {
        Record("a", 1);
        var options = new ErrorDashboardOptions { Range = TimeSpan.FromHours(2), TimelineBucket = TimeSpan.FromMinutes(30), RateBucket = Minute };
        var dashboard = new ErrorDashboard(_registry, options);
        options.Range = TimeSpan.FromDays(7);

        dashboard.GetDashboard().Should().Match<DashboardSnapshot>(all => all.TimeRangeHours == 2 && all.Timeline.Data.Count == 5 && all.ErrorRateTrend.Data.Count == 120);
        dashboard.Update(options);
        dashboard.GetDashboard().Should().Match<DashboardSnapshot>(all => all.TimeRangeHours == 168 && all.Timeline.Bucket == Hour && all.ErrorRateTrend.Bucket == Hour, "minutes are kept of a day only");
        FluentActions.Invoking(() => dashboard.Update(new ErrorDashboardOptions { Range = TimeSpan.Zero, TopErrors = -1 })).Should().Throw<ArgumentException>().WithMessage("Range must*TopErrors must*");
        dashboard.GetDashboard().TimeRangeHours.Should().Be(168);
    }

    [Fact] // the wall clock set, and both ends of time
    public void Any_year_will_do()
    {
        foreach (var year in new[] { DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(-1), DateTimeOffset.MaxValue.AddMinutes(-2), DateTimeOffset.MaxValue })
        {
            var time = new FakeTimeProvider(year);
            using var registry = new ErrorRegistry(null, time);
            var dashboard = new ErrorDashboard(registry, null, time);
            registry.Record(new TimeoutException(), "a");

            foreach (var range in new[] { Minute, Hour, Day, TimeSpan.FromDays(7), TimeSpan.FromDays(35) })
            {
                var all = dashboard.GetDashboard(range);

                all.Timeline.TotalErrors.Should().Be(1, "in {0:O}, over {1}", year, range);
                all.Timeline.Data.Should().OnlyHaveUniqueItems(point => point.At).And.BeInAscendingOrder(point => point.At);
                all.ErrorRateTrend.Data.Should().OnlyHaveUniqueItems(point => point.At);
                all.ComponentDistribution.Data.Should().Equal(new NamedCount("a", 1));
                JsonDocument.Parse(all.ToJson()).Dispose();
            }
        }
    }

    [Fact]
    public void A_wall_clock_that_is_set_moves_all_charts_alike()
    {
        Record("a", 4);
        _time.SetUtcNow(_time.GetUtcNow().AddDays(-400).AddMinutes(17));

        var all = _dashboard.GetDashboard();

        all.Timeline.TotalErrors.Should().Be(4);
        all.TopErrors.Data.Single().Count.Should().Be(4);
        all.Timeline.Data[^1].Count.Should().Be(4);
    }

    [Fact]
    public void A_registry_of_another_make_gives_the_same()
    {
        Storm();
        Record("x", 30, ErrorSeverity.Critical, "Shop.Failure");
        var foreign = new ErrorDashboard(ForeignRegistry.Of(_registry), null, _time);

        foreign.GetDashboard().ToJson().Should().Be(_dashboard.GetDashboard().ToJson());
        foreign.GetDashboard(TimeSpan.FromDays(7)).ToJson().Should().Be(_dashboard.GetDashboard(TimeSpan.FromDays(7)).ToJson());
    }

    [Fact]
    public void A_registry_that_brings_no_numbers_breaks_no_JSON()
    {
        var registry = ForeignRegistry.Of(_registry);
        registry.GetStatistics().Returns(new RegistryStatistics { ErrorRatePerMinute = double.NaN });
        registry.GetPatterns(Arg.Any<TimeSpan?>()).Returns([new DetectedPattern { Kind = (PatternKind)99, Subject = "s", DetectedAt = _time.GetUtcNow(), LastSeen = _time.GetUtcNow(), Confidence = double.PositiveInfinity, IsActive = true }]);

        using var json = JsonDocument.Parse(new ErrorDashboard(registry, null, _time).GetDashboard().ToJson());

        json.RootElement.GetProperty("summary").GetProperty("error_rate_per_minute").ValueKind.Should().Be(JsonValueKind.Null);
        json.RootElement.GetProperty("charts").GetProperty("pattern_alerts").GetProperty("data")[0].GetProperty("pattern_type").GetString().Should().Be("unknown");
    }

    [Fact]
    public async Task While_threads_record_all_charts_count_the_same_errors()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 200 });
        var dashboard = new ErrorDashboard(registry);
        using var stop = new CancellationTokenSource();
        var recording = Task.Factory.StartNew(
            () =>
            {
                var random = new Random(1);
                while (!stop.IsCancellationRequested)
                {
                    registry.Record(new ErrorOccurrence("c" + random.Next(20).ToString(CultureInfo.InvariantCulture), "T" + random.Next(400).ToString(CultureInfo.InvariantCulture), "failed"));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var all = dashboard.GetDashboard(i % 2 == 0 ? Day : TimeSpan.FromDays(7));
                    var total = all.Timeline.TotalErrors;
                    all.Timeline.Data.Sum(point => point.Count).Should().Be(total);
                    (all.TopErrors.Data.Sum(error => error.Count) + all.TopErrors.OtherErrors + all.TopErrors.UnheldErrors).Should().Be(total);
                    all.ComponentDistribution.Data.Sum(part => part.Count).Should().Be(total);
                    all.SeverityBreakdown.Data.Sum(part => part.Count).Should().Be(total);
                    all.ErrorRateTrend.Data.Sum(point => point.ErrorRate * all.ErrorRateTrend.Bucket.TotalMinutes).Should().BeApproximately(total, 0.001);
                }
            }));
            await Task.WhenAll(readers);
        }
        finally
        {
            await stop.CancelAsync();
            await recording;
        }
    }

    private static void Fail(CircuitBreakerRegistry breakers, string name)
    {
        for (var i = 0; i < 2; i++)
        {
            FluentActions.Invoking(() => breakers.Find(name)!.Execute(() => throw new TimeoutException("no answer"))).Should().Throw<TimeoutException>();
        }
    }

    /// <summary>Seven quiet hours and a bucket of five minutes with three hundred errors; returns its begin.</summary>
    private DateTimeOffset Storm()
    {
        for (var i = 0; i < 84; i++)
        {
            Record("quiet", 1 + (i % 3));
            _time.Advance(TimeSpan.FromMinutes(5));
        }

        var storm = new DateTimeOffset(_time.GetUtcNow().UtcTicks - (_time.GetUtcNow().UtcTicks % TimeSpan.FromMinutes(5).Ticks), TimeSpan.Zero);
        Record("payments", 300);
        _time.Advance(TimeSpan.FromMinutes(6));
        return storm;
    }

    private void Record(string component, int times, ErrorSeverity severity = ErrorSeverity.Error, string type = "T")
    {
        for (var i = 0; i < times; i++)
        {
            _registry.Record(new ErrorOccurrence(component, type, "failed") { Severity = severity });
        }
    }
}
