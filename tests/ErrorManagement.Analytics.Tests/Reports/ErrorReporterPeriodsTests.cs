using System.Text.Json;
using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class ErrorReporterPeriodsTests : IDisposable
{
    private static readonly DateOnly Today = new(2030, 3, 14); // a Thursday

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 3, 14, 10, 2, 0, TimeSpan.Zero));
    private readonly List<ErrorRegistry> _registries = [];

    public void Dispose() => _registries.ForEach(registry => registry.Dispose());

    [Fact] // S0.109: [00:00, 24:00), default today
    public void A_daily_report_is_about_one_day_of_UTC_and_today_unless_another_is_asked_for()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 12, 23, 59, 59, TimeSpan.Zero));
        Record(registry, "early", "T");
        _time.Advance(TimeSpan.FromSeconds(1)); // 13th, 00:00:00
        Record(registry, "a", "T", ErrorSeverity.Critical, 3);
        Record(registry, "b", "U", ErrorSeverity.Warning, 2);
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1)); // 13th, 23:59:59
        Record(registry, "c", "V", ErrorSeverity.Error, 4);
        _time.Advance(TimeSpan.FromSeconds(1)); // 14th, 00:00:00
        Record(registry, "late", "W", ErrorSeverity.Info, 5);

        var yesterday = reporter.GetDailyReport(new DateOnly(2030, 3, 13));

        yesterday.Date.Should().Be(new DateOnly(2030, 3, 13));
        yesterday.GeneratedAt.Should().Be(_time.GetUtcNow());
        yesterday.TotalErrors.Should().Be(9);
        yesterday.UniqueErrorTypes.Should().Be(3);
        yesterday.AffectedComponents.Should().Be(3);
        yesterday.SeverityBreakdown.Should().Equal(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Critical] = 3, [ErrorSeverity.Error] = 4, [ErrorSeverity.Warning] = 2 });
        yesterday.TopErrorTypes.Should().Equal(new NamedCount("V", 4), new NamedCount("T", 3), new NamedCount("U", 2));
        yesterday.TopComponents.Should().Equal(new NamedCount("c", 4), new NamedCount("a", 3), new NamedCount("b", 2));
        yesterday.CriticalErrors.Should().Be(3);
        yesterday.Warnings.Should().Be(2);
        yesterday.NewErrors.Should().Be(3);
        yesterday.TopErrors.Select(error => (error.ErrorType, error.Component, error.Count, error.IsNew)).Should().Equal(("V", "c", 4, true), ("T", "a", 3, true), ("U", "b", 2, true));
        yesterday.Timeline.Should().HaveCount(24);
        yesterday.Timeline[0].Should().Be(new SeriesPoint(new DateTimeOffset(2030, 3, 13, 0, 0, 0, TimeSpan.Zero), 5));
        yesterday.Timeline[23].Count.Should().Be(4);

        reporter.GetDailyReport().Should().BeEquivalentTo(new { Date = new DateOnly(2030, 3, 14), TotalErrors = 5, AffectedComponents = 1 });
        reporter.GetDailyReport(new DateOnly(2030, 3, 12)).TotalErrors.Should().Be(1);
    }

    [Fact] // S0.109, U27: occurrences of the day only, not all those of a record seen in it
    public void What_a_record_did_on_other_days_does_not_count()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 13, 12, 0, 0, TimeSpan.Zero));
        Record(registry, "a", "T", count: 100);
        _time.Advance(TimeSpan.FromDays(1));
        Record(registry, "a", "T", count: 7);

        var report = reporter.GetDailyReport();

        report.TotalErrors.Should().Be(7);
        report.TopErrorTypes.Should().Equal(new NamedCount("T", 7));
        report.TopErrors.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Count = 7, IsNew = false });
        report.NewErrors.Should().Be(0);
    }

    [Fact] // S0.109: five of each
    public void The_lists_are_as_long_as_they_are_set_to_be()
    {
        var (registry, reporter) = Make();
        for (var i = 0; i < 12; i++)
        {
            Record(registry, $"c{i:00}", $"T{i:00}", count: 20 - i);
        }

        var report = reporter.GetDailyReport();
        report.TopErrorTypes.Should().HaveCount(5);
        report.TopComponents.Should().HaveCount(5);
        report.TopErrors.Should().HaveCount(10);
        report.UniqueErrorTypes.Should().Be(12);
        reporter.GetWeeklyReport().TopErrorTypes.Should().HaveCount(10);
        reporter.GetWeeklyReport().TopComponents.Should().HaveCount(10);
        var incident = reporter.GetIncidentReport(_time.GetUtcNow().AddMinutes(-1), _time.GetUtcNow());
        incident.PrimaryErrorTypes.Should().HaveCount(5);
        incident.AffectedComponents.Should().HaveCount(12);

        reporter.Update(new ErrorReportingOptions { DailyTop = 1, WeeklyTop = 2, IncidentTop = 0, TopErrors = 3 });

        reporter.GetDailyReport().TopErrorTypes.Should().Equal(new NamedCount("T00", 20));
        reporter.GetWeeklyReport().TopComponents.Should().HaveCount(2);
        reporter.GetIncidentReport(_time.GetUtcNow().AddMinutes(-1), _time.GetUtcNow()).PrimaryErrorTypes.Should().BeEmpty();
        reporter.GetDailyReport().TopErrors.Should().HaveCount(3);
        FluentActions.Invoking(() => reporter.Update(new ErrorReportingOptions { DailyTop = -1 })).Should().Throw<ArgumentException>();
        reporter.GetDailyReport().TopErrors.Should().HaveCount(3, "what is wrong changes nothing");
    }

    [Fact] // U27: sums agree, whatever had to go
    public void Records_that_had_to_go_stay_in_the_totals_and_what_they_were_is_said()
    {
        var (registry, reporter) = Make(options: new ErrorRegistryOptions { Capacity = 10 });
        for (var i = 0; i < 50; i++)
        {
            Record(registry, "a", $"T{i}", count: 2);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        reporter.Update(new ErrorReportingOptions { DailyTop = 100, IncidentTop = 100 });
        var report = reporter.GetDailyReport();

        report.TotalErrors.Should().Be(100);
        report.SeverityBreakdown.Values.Sum().Should().Be(100);
        report.Timeline.Sum(point => point.Count).Should().Be(100);
        report.TopComponents.Should().Equal(new NamedCount("a", 100));
        report.TopErrorTypes[0].Should().Be(new NamedCount("(no longer held)", 100 - (2 * registry.GetStatistics().UniqueErrors)));
        report.TopErrorTypes.Sum(type => type.Count).Should().Be(100);
        report.UniqueErrorTypes.Should().Be(registry.GetStatistics().UniqueErrors);
        report.ToMarkdown().Should().NotContain("Most frequent: (no longer held)");
    }

    [Fact] // S0.110, D2, B17: seven dates, the end included, nothing after it, days without errors with 0
    public void A_weekly_report_has_seven_dates_that_end_with_the_one_asked_for()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 6, 1, 0, 0, TimeSpan.Zero));
        Record(registry, "a", "T", count: 50); // the day before the week
        _time.Advance(TimeSpan.FromDays(1)); // 7th
        Record(registry, "a", "T", count: 3);
        _time.Advance(TimeSpan.FromDays(6)); // 13th
        Record(registry, "b", "U", ErrorSeverity.Warning, count: 9);
        _time.Advance(TimeSpan.FromDays(1)); // 14th
        Record(registry, "c", "V", count: 70);

        var report = reporter.GetWeeklyReport(new DateOnly(2030, 3, 13));

        report.StartDate.Should().Be(new DateOnly(2030, 3, 7));
        report.EndDate.Should().Be(new DateOnly(2030, 3, 13));
        report.TotalErrors.Should().Be(12);
        report.DailyAverage.Should().Be(12 / 7.0);
        report.DailyBreakdown.Select(day => day.Date).Should().Equal(Enumerable.Range(7, 7).Select(day => new DateOnly(2030, 3, day)));
        report.DailyBreakdown.Select(day => day.Count).Should().Equal(3, 0, 0, 0, 0, 0, 9);
        report.Trend.Should().BeEquivalentTo(new { Direction = TrendDirection.Increasing, ChangePercent = 200.0, FirstMean = 1.0, LastMean = 3.0 });
        report.TopComponents.Should().Equal(new NamedCount("b", 9), new NamedCount("a", 3));
        report.TopErrorTypes.Should().Equal(new NamedCount("U", 9), new NamedCount("T", 3));
        report.SeverityBreakdown.Should().Equal(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Error] = 3, [ErrorSeverity.Warning] = 9 });

        var now = reporter.GetWeeklyReport();
        now.EndDate.Should().Be(Today);
        now.TotalErrors.Should().Be(79);
    }

    [Fact] // S0.111, B17: (3, 9) and (9, 3) were both stable
    public void Few_days_with_errors_have_a_trend_too()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 8, 1, 0, 0, TimeSpan.Zero));
        Record(registry, "a", "T", count: 9);
        _time.Advance(TimeSpan.FromDays(6));
        Record(registry, "a", "T", count: 3);

        reporter.GetWeeklyReport().Trend.Should().BeEquivalentTo(new { Direction = TrendDirection.Decreasing, FirstMean = 3.0, LastMean = 1.0 });
    }

    [Fact] // S0.113, B18: both ends inclusive, peak in errors a minute
    public void An_incident_includes_both_of_its_ends_and_its_peak_is_a_rate()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 14, 9, 59, 59, TimeSpan.Zero));
        Record(registry, "before", "T");
        _time.Advance(TimeSpan.FromSeconds(1));
        Record(registry, "a", "T", ErrorSeverity.Critical, 10); // 10:00:00
        _time.Advance(TimeSpan.FromMinutes(7));
        Record(registry, "b", "U", count: 40); // 10:07:00
        _time.Advance(TimeSpan.FromMinutes(13));
        Record(registry, "a", "T", count: 5); // 10:20:00
        _time.Advance(TimeSpan.FromMinutes(1));
        Record(registry, "after", "T"); // 10:21:00
        var start = new DateTimeOffset(2030, 3, 14, 12, 0, 0, TimeSpan.FromHours(2));

        var report = reporter.GetIncidentReport(start, start.AddMinutes(20), "No answers");

        report.Title.Should().Be("No answers");
        report.StartTime.Should().Be(start).And.HaveOffset(TimeSpan.Zero);
        report.DurationMinutes.Should().Be(20);
        report.TotalErrors.Should().Be(55);
        report.PeakBucketCount.Should().Be(40);
        report.PeakErrorRate.Should().Be(8);
        report.Bucket.Should().Be(TimeSpan.FromMinutes(5));
        report.Timeline.Select(point => point.Count).Should().Equal(10, 40, 0, 0, 5);
        report.Timeline[0].At.Should().Be(start).And.HaveOffset(TimeSpan.Zero);
        report.AffectedComponents.Should().Equal(new NamedCount("b", 40), new NamedCount("a", 15));
        report.PrimaryErrorTypes.Should().Equal(new NamedCount("U", 40), new NamedCount("T", 15));
        report.SeverityBreakdown.Should().Equal(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Critical] = 10, [ErrorSeverity.Error] = 45 });
        reporter.GetIncidentReport(start, start).Should().BeEquivalentTo(new { Title = "Incident report", TotalErrors = 10L, DurationMinutes = 0.0 });
    }

    [Fact] // S0.113
    public void An_incident_that_is_long_or_long_ago_is_told_by_the_hour()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 10, 10, 30, 0, TimeSpan.Zero));
        Record(registry, "a", "T", count: 120);
        _time.Advance(TimeSpan.FromDays(3));
        Record(registry, "a", "T", count: 60);

        var old = reporter.GetIncidentReport(new DateTimeOffset(2030, 3, 10, 10, 20, 0, TimeSpan.Zero), new DateTimeOffset(2030, 3, 10, 11, 0, 0, TimeSpan.Zero), " ");
        old.Bucket.Should().Be(TimeSpan.FromHours(1));
        old.Timeline.Select(point => point.Count).Should().Equal(120, 0);
        old.PeakErrorRate.Should().Be(2);
        old.Title.Should().Be("Incident report");

        var @long = reporter.GetIncidentReport(new DateTimeOffset(2030, 3, 10, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2030, 3, 13, 23, 59, 59, TimeSpan.Zero));
        @long.Timeline.Should().HaveCount(4 * 24);
        @long.TotalErrors.Should().Be(180);
        @long.ToMarkdown().Should().Contain("Errors per 2 h");
    }

    [Fact]
    public void An_incident_that_ends_before_it_begins_is_refused_and_both_are_named()
    {
        var (_, reporter) = Make();
        var start = new DateTimeOffset(2030, 3, 14, 12, 0, 0, TimeSpan.Zero);

        reporter.Invoking(r => r.GetIncidentReport(start, start.AddTicks(-1)))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("start").WithMessage("*2030-03-14T12:00:00.0000000+00:00 is after 2030-03-14T11:59:59.9999999+00:00*");
        reporter.Invoking(r => r.GetIncidentReport(start, start.AddDays(366).AddTicks(1)))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("end").WithMessage("*366.00:00:00*");
        reporter.GetIncidentReport(start, start.AddDays(366)).TotalErrors.Should().Be(0);
    }

    [Fact] // empty registry, days before the start and in the future
    public void What_was_not_counted_is_zero()
    {
        var (_, reporter) = Make();

        foreach (var day in new[] { Today, Today.AddDays(1), Today.AddDays(4_000), Today.AddDays(-4_000), DateOnly.MinValue, DateOnly.MaxValue })
        {
            var daily = reporter.GetDailyReport(day);
            daily.TotalErrors.Should().Be(0);
            daily.Timeline.Should().HaveCount(24).And.OnlyContain(point => point.Count == 0);
            daily.Timeline[0].At.Should().Be(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
            daily.ToMarkdown().Should().Contain("No errors on ");
            JsonDocument.Parse(daily.ToJson()).Dispose();

            var weekly = reporter.GetWeeklyReport(day);
            weekly.DailyBreakdown.Should().HaveCount(day == DateOnly.MinValue ? 1 : 7);
            weekly.DailyBreakdown[^1].Date.Should().Be(day);
            weekly.Trend.Direction.Should().Be(TrendDirection.Stable);
            weekly.ToMarkdown().Should().Contain("No errors from ");
        }

        var incident = reporter.GetIncidentReport(DateTimeOffset.MaxValue.AddHours(-1), DateTimeOffset.MaxValue);
        incident.TotalErrors.Should().Be(0);
        incident.PeakErrorRate.Should().Be(0);
        incident.Timeline.Should().HaveCount(13);
        reporter.GetIncidentReport(DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddDays(9)).Timeline.Should().HaveCount((9 * 24) + 1);
        reporter.GetComponentHealth().Components.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1970, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(9999, 12, 31)]
    public void The_ends_of_the_calendar_are_days_like_others(int year, int month, int day)
    {
        var (registry, reporter) = Make(new DateTimeOffset(year, month, day, 22, 58, 0, TimeSpan.Zero));
        Record(registry, "a", "T", count: 6);
        _time.Advance(TimeSpan.FromMinutes(61));

        reporter.GetDailyReport().TotalErrors.Should().Be(6);
        reporter.GetWeeklyReport().TotalErrors.Should().Be(6);
        reporter.GetIncidentReport(_time.GetUtcNow().AddMinutes(-61), _time.GetUtcNow()).TotalErrors.Should().Be(6);
        reporter.GetDailyReport().ToJson().Should().Contain("\"total_errors\": 6");
        reporter.GetWeeklyReport().ToMarkdown().Should().Contain("6 errors from");
    }

    [Fact]
    public void What_was_counted_and_is_no_longer_kept_is_refused_with_the_bound()
    {
        var (registry, reporter) = Make();
        Record(registry, "a", "T");
        _time.Advance(TimeSpan.FromDays(40));

        reporter.Invoking(r => r.GetDailyReport(Today)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("date").WithMessage("Counts reach back five weeks; 2030-03-14 is further back*");
        reporter.Invoking(r => r.GetWeeklyReport(Today.AddDays(3))).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("endDate").WithMessage("*five weeks; 2030-03-11*");
        reporter.Invoking(r => r.GetIncidentReport(new DateTimeOffset(2030, 3, 14, 10, 0, 0, TimeSpan.Zero), _time.GetUtcNow())).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("start");
        reporter.GetDailyReport(Today.AddDays(-1)).TotalErrors.Should().Be(0, "the registry was not there yet");
        reporter.GetDailyReport(Today.AddDays(6)).TotalErrors.Should().Be(0, "it is kept");
    }

    [Fact] // S0.116
    public void A_day_is_compared_with_the_mean_of_the_days_before_it()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 9, 15, 0, 0, TimeSpan.Zero));
        Record(registry, "a", "T", count: 999); // this day was not seen from its begin
        foreach (var count in new[] { 10, 20, 30 })
        {
            _time.Advance(TimeSpan.FromDays(1)); // 10th to 12th, at 15:00
            Record(registry, "a", "T", count: count);
        }

        _time.Advance(TimeSpan.FromDays(1)); // 13th
        Record(registry, "a", "T", count: 46);

        reporter.GetDailyReport().Baseline.Should().Be(new ReportBaseline { Days = 3, DailyMean = 20, Expected = 20, Ratio = 2.3 });
        reporter.GetDailyReport().ToMarkdown().Should().Contain("**46 errors on 2030-03-13; that is 2.3 times the usual 20.**");
        reporter.GetDailyReport(new DateOnly(2030, 3, 11)).Baseline.Should().Be(new ReportBaseline { Days = 1, DailyMean = 10, Expected = 10, Ratio = 2 });
        reporter.GetDailyReport(new DateOnly(2030, 3, 10)).Baseline.Should().BeNull("no day before was seen from begin to end");
        var incident = reporter.GetIncidentReport(_time.GetUtcNow().AddMinutes(-59), _time.GetUtcNow());
        incident.Baseline!.Expected.Should().BeApproximately(20 * 59 / 1440.0, 1e-9);

        reporter.Update(new ErrorReportingOptions { BaselineWindow = TimeSpan.FromDays(1) });
        reporter.GetDailyReport().Baseline.Should().BeEquivalentTo(new { Days = 1, DailyMean = 30.0 });
    }

    [Fact]
    public void Breakers_patterns_and_anomalies_of_the_time_are_shown()
    {
        var (registry, _) = Make();
        var breakers = new CircuitBreakerRegistry(timeProvider: _time);
        var reporter = new ErrorReporter(registry, _time, breakers, "shop");
        breakers.GetOrAdd("calm");
        var gateway = breakers.GetOrAdd("gateway");
        gateway.OpenFor(TimeSpan.FromHours(30));
        Record(registry, "a", "T", count: 60);
        _time.Advance(TimeSpan.FromDays(1));
        gateway.Reset();

        var first = reporter.GetDailyReport(Today);
        first.ApplicationName.Should().Be("shop");
        first.Patterns.Should().Contain(pattern => pattern.Kind == PatternKind.HighFrequency);
        first.Circuits.Select(circuit => circuit.Name).Should().Equal("gateway", "calm");
        first.Circuits[0].Transitions.Should().ContainSingle().Which.To.Should().Be(CircuitState.Open);
        first.ToMarkdown().Should().Contain("Circuit breaker gateway opened 1 time.").And.Contain("| High frequency | T |");

        var second = reporter.GetDailyReport(Today.AddDays(1));
        second.Patterns.Should().BeEmpty();
        second.Circuits[0].Transitions.Select(transition => transition.To).Should().Equal([CircuitState.Open, CircuitState.Closed], "the one before tells the state it began in");
        reporter.GetDailyReport(Today.AddDays(2)).Circuits.Single(circuit => circuit.Name == "gateway").Transitions.Should().ContainSingle().Which.To.Should().Be(CircuitState.Closed);
    }

    [Fact] // S0.112: a day that ended is looked at as a whole, also when somebody asks after midnight
    public void Anomalies_are_told_as_long_as_they_are_kept()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 13, 0, 0, 0, TimeSpan.Zero));
        for (var minute = 0; minute < 10 * 60; minute++)
        {
            Record(registry, "a", "T");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Record(registry, "a", "T", count: 500);
        _time.Advance(TimeSpan.FromMinutes(10));
        reporter.GetDailyReport().Anomalies.Should().NotBeEmpty();
        _time.Advance(TimeSpan.FromDays(2));

        var report = reporter.GetDailyReport(new DateOnly(2030, 3, 13));

        report.Anomalies.Should().Contain(anomaly => anomaly.At == new DateTimeOffset(2030, 3, 13, 10, 0, 0, TimeSpan.Zero) && anomaly.Series == SeriesSelector.All && anomaly.Count >= 500);
        reporter.GetDailyReport().Anomalies.Should().BeEmpty();
        report.ToMarkdown().Should().Contain("## More than usual").And.Contain("| 2030-03-13 10:00:00 | all errors |");
    }

    [Fact] // S0.114
    public void Component_health_is_that_of_the_registry()
    {
        var (registry, reporter) = Make();
        Record(registry, "a", "T", count: 100);
        Record(registry, "b", "T");

        reporter.GetComponentHealth().Should().BeEquivalentTo(ComponentHealthReport.Of(registry));
        reporter.GetComponentHealth(limit: 1).ToMarkdown().Should().Contain("| a | 0 | critical | 100 | 100 | 100 |\n\n1 component more.");
    }

    [Fact] // S0.112: mean + 2σ over zero-filled 5-minute buckets, with the fields its readers know
    public void Statistical_anomalies_are_a_report_of_their_own()
    {
        var (registry, reporter) = Make(new DateTimeOffset(2030, 3, 14, 9, 0, 30, TimeSpan.Zero));
        _time.Advance(TimeSpan.FromMinutes(20)); // 09:20:30
        Record(registry, "a", "T", count: 5);
        _time.Advance(TimeSpan.FromMinutes(29)); // 09:49:30, in the tenth bucket

        var report = reporter.GetStatisticalAnomalies();

        report.Anomalies.Should().ContainSingle().Which.Should().BeEquivalentTo(new { At = new DateTimeOffset(2030, 3, 14, 9, 20, 0, TimeSpan.Zero), Count = 5, Mean = 0.5, Threshold = 3.5, DeviationsAbove = 3.0 });
        report.ToJson().Should().Be(
            """
            {
              "report_type": "statistical_anomalies",
              "generated_at": "2030-03-14T09:49:30+00:00",
              "window_seconds": 86400,
              "bucket_size_minutes": 5,
              "deviations": 2,
              "anomalies": [
                {
                  "timestamp": 1899710400,
                  "datetime": "2030-03-14T09:20:00+00:00",
                  "error_count": 5,
                  "baseline_mean": 0.5,
                  "threshold": 3.5,
                  "std_dev_above": 3
                }
              ]
            }
            """);
        reporter.GetStatisticalAnomalies(new DeviationRuleOptions { Deviations = 3 }).Anomalies.Should().BeEmpty("as much as the threshold is none");
        var wrong = () => reporter.GetStatisticalAnomalies(new DeviationRuleOptions { Deviations = 0, Bucket = TimeSpan.FromSeconds(7) });
        wrong.Should().Throw<ArgumentException>().WithMessage("*Deviations*Bucket*");
    }

    [Fact]
    public void A_registry_of_another_make_has_reports_too()
    {
        var (registry, _) = Make();
        Record(registry, "a", "T", count: 4);
        var foreign = Registry.ForeignRegistry.Of(registry);
        NSubstitute.SubstituteExtensions.Returns(foreign.CountErrors(NSubstitute.Arg.Any<ErrorQuery?>()), call => registry.CountErrors((ErrorQuery?)call[0]));

        var report = new ErrorReporter(foreign, _time).GetDailyReport();

        report.Should().BeEquivalentTo(new ErrorReporter(registry, _time).GetDailyReport() with { Consequences = null }, "a registry of another make does not tell these apart");
    }

    private (ErrorRegistry Registry, ErrorReporter Reporter) Make(DateTimeOffset? start = null, ErrorRegistryOptions? options = null)
    {
        _time.SetUtcNow(start ?? _time.GetUtcNow());
        var registry = new ErrorRegistry(options, _time);
        _registries.Add(registry);
        return (registry, new ErrorReporter(registry, _time));
    }

    private static void Record(ErrorRegistry registry, string component, string type, ErrorSeverity severity = ErrorSeverity.Error, int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            registry.Record(new ErrorOccurrence(component, type, "failed") { Severity = severity });
        }
    }
}
