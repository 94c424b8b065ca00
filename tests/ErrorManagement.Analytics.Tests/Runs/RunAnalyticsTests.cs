using ErrorManagement.Analytics.Runs;
using ErrorManagement.TestKit;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunAnalyticsTests
{
    [Fact] // S4.2
    public void Runs_count_that_started_at_or_after_now_less_the_days()
    {
        var runs = new[] { Ok(daysAgo: 7), Ok() with { StartedAt = Now.AddDays(-7).AddTicks(-1) }, Ok(daysAgo: 0) };

        var analysis = RunAnalytics.Analyze(runs, Now, days: 7);

        analysis.Summary.TotalWorkflows.Should().Be(2);
        analysis.Intake.Older.Should().Be(1);
        analysis.From.Should().Be(Now.AddDays(-7));
    }

    [Fact] // S4.2
    public async Task The_default_is_thirty_days_for_every_analysis()
    {
        var analytics = Over(Failed("timeout", "Test", 29.9), Failed("timeout", "Test", 29.8), Failed("timeout", "Test", 30.1));

        (await analytics.GetSummaryAsync()).TotalWorkflows.Should().Be(2);
        (await analytics.GetPhaseBreakdownAsync()).TotalErrors.Should().Be(2);
        (await analytics.GetPatternsAsync()).Should().ContainSingle().Which.Occurrences.Should().Be(2);
        (await analytics.GetTrendsAsync()).DailyErrors.Sum(day => day.WorkflowCount).Should().Be(2);
        (await analytics.GetRecommendationsAsync()).Should().ContainSingle().Which.AffectedCount.Should().Be(2);
        (await analytics.AnalyzeAsync()).Days.Should().Be(30);
    }

    [Fact] // S4.2: recommendations too take days
    public async Task Every_analysis_takes_days()
    {
        var analytics = Over(Failed("timeout", "Test", 3), Failed("timeout", "Test", 4), Failed("timeout", "Test", 40));

        (await analytics.GetSummaryAsync(60)).TotalWorkflows.Should().Be(3);
        (await analytics.GetPhaseBreakdownAsync(60)).TotalErrors.Should().Be(3);
        (await analytics.GetPatternsAsync(60))[0].Occurrences.Should().Be(3);
        (await analytics.GetTrendsAsync(60)).DailyErrors.Should().HaveCount(3);
        (await analytics.GetRecommendationsAsync(60))[0].AffectedCount.Should().Be(3);
        (await analytics.GetRecommendationsAsync(3)).Should().BeEmpty();
    }

    [Theory] // B27
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3651)]
    [InlineData(int.MaxValue)]
    public async Task Days_are_checked(int days)
    {
        var analytics = Over();

        await FluentActions.Awaiting(() => analytics.GetSummaryAsync(days)).Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*at least 1 and at most 3650*");
        await FluentActions.Awaiting(() => analytics.GetRecommendationsAsync(days)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => RunAnalytics.Analyze([], Now, days)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory] // B27
    [InlineData(1)]
    [InlineData(3650)]
    public async Task The_bounds_of_days_are_good(int days) => (await Over(Ok(daysAgo: 0)).AnalyzeAsync(days)).Summary.TotalWorkflows.Should().Be(1);

    [Fact] // S4.3
    public void The_summary_counts_runs_errors_and_categories()
    {
        var summary = Analyze(Month()).Summary;

        summary.TotalWorkflows.Should().Be(145);
        summary.FailedWorkflows.Should().Be(12);
        summary.FailureRate.Should().Be(8.28);
        summary.TopErrors.Should().Equal(new NamedCount("import_error", 9), new NamedCount("api_error", 2), new NamedCount("unknown", 1));
        summary.ErrorCategories.Should().Equal(new Dictionary<string, long> { ["Dependency Issue"] = 9, ["API Issue"] = 2, ["Unknown"] = 1 });
        summary.MostProblematicPhase.Should().Be("Test");
        summary.MostProblematicPhaseFailures.Should().Be(5);
    }

    [Fact] // S4.3
    public void Of_the_top_errors_there_are_five_and_equal_ones_stand_by_name()
    {
        string[] reasons = ["timeout", "merge conflict", "TypeError", "SyntaxError", "permission denied", "ENOENT", "No module named x", "No module named y"];

        Analyze(reasons.Select(reason => Failed(reason))).Summary.TopErrors.Select(error => error.Name)
            .Should().Equal("import_error", "file_not_found", "git_error", "permission_error", "syntax_error");
    }

    [Fact] // S4.4
    public void Without_runs_there_are_zeros_and_empty_lists()
    {
        var analysis = Analyze();

        analysis.Summary.Should().BeEquivalentTo(new RunSummary());
        analysis.Phases.TotalErrors.Should().Be(0);
        analysis.Phases.PhaseErrorCounts.Should().BeEmpty();
        analysis.Phases.MostErrorPronePhase.Should().BeNull();
        analysis.Patterns.Should().BeEmpty();
        analysis.Recommendations.Should().BeEmpty();
        analysis.Trends.DailyErrors.Should().BeEmpty();
        analysis.Trends.DirectionName.Should().Be("stable");
        analysis.Trends.AverageDailyFailures.Should().Be(0);
    }

    [Fact] // S4.4
    public void Without_failures_the_rate_is_zero_and_there_is_no_phase()
    {
        var analysis = Analyze(Ok("Build"), Ok("Test"));

        analysis.Summary.FailureRate.Should().Be(0);
        analysis.Summary.TotalWorkflows.Should().Be(2);
        analysis.Summary.MostProblematicPhase.Should().BeNull();
        analysis.Summary.TopErrors.Should().BeEmpty();
    }

    [Fact]
    public void When_all_failed_the_rate_is_a_hundred()
    {
        var analysis = Analyze(Times(7, i => Failed("timeout", "Build")));

        analysis.Summary.FailureRate.Should().Be(100);
        analysis.Summary.Mark.Should().Be(RunMark.Critical);
        analysis.Phases.PhaseFailureRates["Build"].Should().Be(100);
        analysis.Trends.DailyErrors.Should().ContainSingle().Which.FailureRate.Should().Be(100);
    }

    [Fact] // S4.5
    public void The_most_problematic_phase_has_the_most_failures_and_the_most_error_prone_the_highest_rate()
    {
        var analysis = Analyze(
        [
            .. Times(3, _ => Failed("x", "Build")), .. Times(97, _ => Ok("Build")),
            .. Times(2, _ => Failed("x", "Ship")), .. Times(2, _ => Ok("Ship")),
        ]);

        analysis.Summary.MostProblematicPhase.Should().Be("Build");
        analysis.Phases.MostErrorPronePhase.Should().Be("Ship");
    }

    [Fact]
    public void Phases_with_equally_many_failures_stand_by_name() =>
        Analyze(Failed("x", "b"), Failed("x", "B"), Failed("x", "a")).Summary.MostProblematicPhase.Should().Be("B");

    [Theory] // S4.8
    [InlineData(0, RunMark.Ok, "ok")]
    [InlineData(9, RunMark.Ok, "ok")]
    [InlineData(10, RunMark.Warning, "warning")]
    [InlineData(19, RunMark.Warning, "warning")]
    [InlineData(20, RunMark.Critical, "critical")]
    [InlineData(100, RunMark.Critical, "critical")]
    public void Twenty_percent_are_critical_and_ten_a_warning(int failed, RunMark mark, string name)
    {
        var found = Analyze([.. Times(failed, _ => Failed()), .. Times(100 - failed, _ => Ok())]).Summary.Mark;

        found.Should().Be(mark);
        found.ToWireName().Should().Be(name);
    }

    [Fact]
    public void A_mark_is_judged_before_the_rate_is_rounded()
    {
        RunMarks.Of(19.999).Should().Be(RunMark.Warning);
        RunMarks.Of(9.9999).Should().Be(RunMark.Ok);
        RunMarks.Of(double.NaN).Should().Be(RunMark.Ok);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("FAILED")]
    [InlineData(" Failed ")]
    [InlineData("failure")]
    [InlineData("error")]
    [InlineData("Timed-Out")]
    [InlineData("timedOut")]
    [InlineData("timed out")]
    [InlineData("crashed")]
    [InlineData("startup_failure")]
    public void A_failed_status_is_known_in_any_case_and_form(string status) =>
        Analyze(Ok() with { Status = status }).Summary.FailedWorkflows.Should().Be(1);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("running")]
    [InlineData("pending")]
    [InlineData("completed")]
    [InlineData("cancelled")]
    [InlineData("failing")]
    [InlineData("not failed")]
    public void Other_statuses_are_runs_and_no_failures(string? status)
    {
        var summary = Analyze(Failed("timeout", "Build") with { Status = status }).Summary;

        summary.TotalWorkflows.Should().Be(1);
        summary.FailedWorkflows.Should().Be(0);
        summary.TopErrors.Should().BeEmpty();
    }

    [Fact]
    public void The_statuses_of_failures_can_be_chosen()
    {
        var options = new RunAnalyticsOptions { FailedStatuses = { "unstable" } };

        RunAnalytics.Analyze([Ok() with { Status = "UNSTABLE" }, Failed()], Now, options: options).Summary.FailedWorkflows.Should().Be(1);
    }

    [Fact]
    public async Task Settings_can_be_changed_while_it_runs_and_wrong_ones_change_nothing()
    {
        var analytics = Over(Ok() with { Status = "unstable" });
        var options = new RunAnalyticsOptions { FailedStatuses = { "unstable" } };

        analytics.Update(options);
        options.FailedStatuses.Clear();
        FluentActions.Invoking(() => analytics.Update(new RunAnalyticsOptions { MaxPhases = 0 })).Should().Throw<ArgumentException>();

        (await analytics.GetSummaryAsync()).FailedWorkflows.Should().Be(1);
    }

    [Fact]
    public void A_run_of_the_future_is_left_out_unless_a_clock_is_merely_ahead()
    {
        var analysis = Analyze(
            Failed(daysAgo: 0) with { StartedAt = Now.AddMinutes(5) },
            Failed(daysAgo: 0) with { StartedAt = Now.AddMinutes(5).AddTicks(1) },
            Failed(daysAgo: -400));

        analysis.Summary.TotalWorkflows.Should().Be(1);
        analysis.Intake.Future.Should().Be(2);
        analysis.Trends.DailyErrors.Should().ContainSingle().Which.Date.Should().Be(new DateOnly(2030, 1, 31));
    }

    [Fact]
    public void A_clock_that_is_ahead_makes_no_day_of_tomorrow()
    {
        var midnight = new DateTimeOffset(2030, 1, 31, 23, 59, 0, TimeSpan.Zero);

        RunAnalytics.Analyze([Ok() with { StartedAt = midnight.AddMinutes(2) }], midnight).Trends.DailyErrors
            .Should().ContainSingle().Which.Date.Should().Be(new DateOnly(2030, 1, 31));
    }

    [Fact]
    public void A_run_without_a_start_is_left_out_and_counted()
    {
        var analysis = Analyze(Failed() with { StartedAt = null }, Failed());

        analysis.Summary.TotalWorkflows.Should().Be(1);
        analysis.Intake.Undated.Should().Be(1);
        analysis.Intake.Runs.Should().Be(2);
        analysis.Intake.Counted.Should().Be(1);
    }

    [Fact]
    public void A_run_that_is_null_is_counted_as_malformed() => Analyze([null!, Ok()]).Intake.Malformed.Should().Be(1);

    [Theory] // clocks at the ends of the calendar
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void The_ends_of_the_calendar_are_no_trouble(string now)
    {
        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        var analysis = RunAnalytics.Analyze([Ok() with { StartedAt = at }, Ok() with { StartedAt = DateTimeOffset.MinValue }, Ok() with { StartedAt = DateTimeOffset.MaxValue }], at, 3650);

        analysis.Intake.Runs.Should().Be(3);
        analysis.Summary.TotalWorkflows.Should().BeGreaterThan(0);
        analysis.ToJson().Should().NotBeEmpty();
        analysis.ToText().Should().NotBeEmpty();
        analysis.ToMarkdown().Should().NotBeEmpty();
    }

    [Fact] // S4.1, U37
    public void Error_events_feed_patterns_and_recommendations_and_never_the_rate()
    {
        var events = new RunErrorEvent[]
        {
            new() { Message = "connection refused", At = Now.AddHours(-1), Phase = "Ship", RunId = "r7", Count = 3 },
            new() { Message = "connection refused", At = Now.AddDays(-31) },
            new() { Message = "connection refused", At = Now.AddDays(1) },
            new() { Message = "connection refused" },
            new() { Message = "connection refused", At = Now, Count = 0 },
            null!,
        };

        var analysis = RunAnalytics.Analyze([Ok("Build"), Failed("timeout", "Build")], Now, events: events);

        analysis.Summary.FailureRate.Should().Be(50);
        analysis.Summary.TopErrors.Should().Equal(new NamedCount("timeout_error", 1));
        analysis.Phases.TotalErrors.Should().Be(1);
        analysis.Phases.PhaseErrorCounts.Keys.Should().Equal("Build");
        analysis.Patterns[0].PatternName.Should().Be("Connection Error");
        analysis.Patterns[0].Occurrences.Should().Be(3);
        analysis.Patterns[0].AffectedPhases.Should().Equal("Ship");
        analysis.Patterns[0].AffectedRuns.Should().Equal("r7");
        analysis.Recommendations.Should().ContainSingle().Which.Issue.Should().Be("Connection Error");
        analysis.Intake.Events.Should().Be(6);
        analysis.Intake.EventsLeftOut.Should().Be(5);
    }

    [Theory] // S4.1
    [InlineData(30)]
    [InlineData(60)]
    public async Task The_errors_of_a_registry_are_events(int days)
    {
        var clock = new FakeTimeProvider(Now);
        using var registry = new ErrorRegistry(null, clock);
        for (var i = 0; i < 3; i++)
        {
            registry.Record(new TimeoutException($"order {i} took too long"), "payments", context: new OperationContext { Phase = "Pay", JobId = "job-1" });
        }

        var analysis = await new RunAnalytics(RunSource.FromMemory([Ok("Build")]).WithEvents(registry), timeProvider: clock).AnalyzeAsync(days);

        analysis.Summary.FailureRate.Should().Be(0);
        analysis.Patterns.Should().ContainSingle().Which.Occurrences.Should().Be(3);
        analysis.Patterns[0].AffectedPhases.Should().Equal("Pay");
        analysis.Patterns[0].AffectedRuns.Should().Equal("job-1");
        analysis.Recommendations.Should().ContainSingle();
        analysis.Intake.Events.Should().Be(3);
    }

    [Fact] // B24
    public void What_is_returned_cannot_be_changed()
    {
        var analysis = Analyze(Month());

        FluentActions.Invoking(() => ((IDictionary<string, long>)analysis.Phases.PhaseErrorCounts).Clear()).Should().Throw<NotSupportedException>();
        FluentActions.Invoking(() => ((IDictionary<string, long>)analysis.Summary.ErrorCategories)["x"] = 1).Should().Throw<NotSupportedException>();
        FluentActions.Invoking(() => ((IList<RunDay>)analysis.Trends.DailyErrors).Clear()).Should().Throw<NotSupportedException>();
        FluentActions.Invoking(() => ((IList<NamedCount>)analysis.Summary.TopErrors).Clear()).Should().Throw<NotSupportedException>();
    }

    [Fact] // B25
    public void Numbers_that_are_no_status_are_no_api_error() =>
        Analyze(Failed("read 1500 rows"), Failed("see line 404"), Failed("HTTP 404"), Failed("status code 500")).Summary.TopErrors
            .Should().Equal(new NamedCount("unknown", 2), new NamedCount("api_error", 1), new NamedCount("missing_resource", 1));

    [Fact]
    public async Task What_the_source_throws_leaves_unchanged()
    {
        var failure = new InvalidTimeZoneException("the host's own");
        var analytics = new RunAnalytics(RunSource.FromPages((_, _) => throw failure));

        (await FluentActions.Awaiting(() => analytics.AnalyzeAsync()).Should().ThrowAsync<InvalidTimeZoneException>()).Which.Should().BeSameAs(failure);
    }

    [Fact]
    public async Task A_reading_can_be_ended()
    {
        using var stop = new CancellationTokenSource();
        var analytics = Over(Times(1_000_000, i =>
        {
            if (i == 10)
            {
                stop.Cancel();
            }

            return i > 1_000 ? throw new InvalidOperationException("read on") : Ok();
        }));

        await FluentActions.Awaiting(() => analytics.AnalyzeAsync(cancellationToken: stop.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static RunAnalytics Over(params IEnumerable<WorkRun> runs) => new(RunSource.FromMemory(runs), timeProvider: new FakeTimeProvider(Now));
}
