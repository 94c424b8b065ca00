using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Every figure of <see cref="RegistryStatistics"/>.</summary>
public sealed class RegistryStatisticsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public RegistryStatisticsTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.86: no errors at all
    public void Of_nothing_all_figures_are_zero()
    {
        var statistics = _registry.GetStatistics();

        (statistics.TotalCount, statistics.UniqueErrors, statistics.RecentErrors1h, statistics.CurrentRatePerMinute, statistics.PatternsDetected).Should().Be((0, 0, 0, 0, 0));
        (statistics.ErrorRatePerMinute, statistics.Uptime).Should().Be((0, TimeSpan.Zero));
        statistics.TopErrorTypes.Should().BeEmpty();
        statistics.TopComponents.Should().BeEmpty();
        statistics.SeverityBreakdown.Should().BeEmpty();
        statistics.StatusBreakdown.Should().BeEmpty();
    }

    [Fact] // S0.86, S0.87, B10, U27: all count occurrences, in falling order, five of each
    public void Top_lists_and_breakdowns_count_occurrences_in_falling_order()
    {
        for (var i = 1; i <= 7; i++)
        {
            for (var n = 0; n < i; n++)
            {
                Record($"component-{i}", $"type-{8 - i}", i % 2 == 0 ? ErrorSeverity.Warning : ErrorSeverity.Critical);
            }
        }

        var statistics = _registry.GetStatistics();

        statistics.TotalCount.Should().Be(28);
        statistics.UniqueErrors.Should().Be(7, "total and unique are two numbers");
        statistics.TopComponents.Should().Equal(new("component-7", 7), new("component-6", 6), new("component-5", 5), new("component-4", 4), new("component-3", 3));
        statistics.TopErrorTypes.Should().Equal(new("type-1", 7), new("type-2", 6), new("type-3", 5), new("type-4", 4), new("type-5", 3));
        statistics.SeverityBreakdown.Should().Equal(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Warning] = 12, [ErrorSeverity.Critical] = 16 });
        statistics.StatusBreakdown.Should().Equal(new Dictionary<ErrorStatus, int> { [ErrorStatus.Open] = 7 });
    }

    [Fact] // S0.86
    public void Names_with_as_many_occurrences_are_in_the_order_of_their_letters()
    {
        foreach (var name in new[] { "c", "a", "f", "b", "e", "d" })
        {
            Record(name, name);
        }

        _registry.GetStatistics().TopComponents.Select(top => top.Name).Should().Equal("a", "b", "c", "d", "e");
        _registry.GetStatistics().TopErrorTypes.Select(top => top.Name).Should().Equal("a", "b", "c", "d", "e");
    }

    [Theory] // S0.88, U28, B12: occurrences of the last hour by the minutes observed, 1 to 60
    [InlineData(0, 12)]
    [InlineData(30, 12)]
    [InlineData(59, 12)]
    [InlineData(60, 12)]
    [InlineData(90, 8)]
    [InlineData(120, 6)]
    [InlineData(600, 1.2)]
    [InlineData(3_540, 12 / 59.0)]
    [InlineData(3_599, 12 / (3_599 / 60.0))]
    public void The_rate_is_by_the_minutes_observed(int seconds, double rate)
    {
        for (var i = 0; i < 12; i++)
        {
            Record("c", "t");
        }

        _time.Advance(TimeSpan.FromSeconds(seconds));

        _registry.GetStatistics().ErrorRatePerMinute.Should().BeApproximately(rate, 1e-9);
    }

    [Fact] // U28
    public void From_sixty_minutes_on_the_rate_is_by_sixty()
    {
        for (var minute = 0; minute < 180; minute++)
        {
            for (var i = 0; i < 3; i++)
            {
                Record("c", "t");
            }

            var statistics = _registry.GetStatistics();
            statistics.RecentErrors1h.Should().Be(3 * Math.Min(minute + 1, 60));
            statistics.ErrorRatePerMinute.Should().BeApproximately(3.0 * Math.Min(minute + 1, 60) / Math.Clamp(minute, 1, 60), 1e-9);
            statistics.CurrentRatePerMinute.Should().Be(3);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact] // U28: 300 errors at 12:00:30 are all that happened by 13:00:10, in a minute of the clock that is 60 before it
    public void In_its_first_hour_a_registry_that_starts_within_a_minute_counts_all()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 7, 12, 0, 30, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, time);
        for (var i = 0; i < 300; i++)
        {
            registry.Record(new ErrorOccurrence("c", "t", "m"));
        }

        time.Advance(TimeSpan.FromSeconds(3_580));

        var statistics = registry.GetStatistics();
        statistics.RecentErrors1h.Should().Be(300);
        statistics.ErrorRatePerMinute.Should().BeApproximately(300 * 60.0 / 3_580, 1e-9);
        time.Advance(TimeSpan.FromSeconds(20));
        registry.GetStatistics().RecentErrors1h.Should().Be(0, "they are an hour old");
    }

    [Fact] // U28
    public void The_current_rate_is_that_of_the_last_sixty_seconds()
    {
        for (var second = 0; second < 150; second++)
        {
            Record("c", "t");
            _registry.GetStatistics().CurrentRatePerMinute.Should().Be(Math.Min(second + 1, 60));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Theory] // D7, B19
    [InlineData(1970)]
    [InlineData(9998)]
    public void Rates_hold_whatever_the_wall_clock_says(int year)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, time);
        for (var i = 0; i < 120; i++)
        {
            registry.Record(new ErrorOccurrence("c", "t", "m"));
        }

        time.Advance(TimeSpan.FromMinutes(2));
        time.SetUtcNow(time.GetUtcNow() - TimeSpan.FromHours(5));

        registry.GetStatistics().Should().Match<RegistryStatistics>(statistics => statistics.ErrorRatePerMinute == 60 && statistics.RecentErrors1h == 120 && statistics.Uptime == TimeSpan.FromMinutes(2));
    }

    [Fact] // S0.86, S0.89, U29
    public void Patterns_that_run_are_counted()
    {
        for (var i = 0; i < 11; i++)
        {
            Record("c", "t");
        }

        var running = _registry.GetPatterns().Count(pattern => pattern.IsActive);
        running.Should().BeGreaterThan(0);
        _registry.GetStatistics().PatternsDetected.Should().Be(running);

        _time.Advance(TimeSpan.FromHours(2));
        _registry.GetStatistics().PatternsDetected.Should().Be(0);
    }

    [Fact] // S1.35: what its components.error_tracking is made of
    public void Unresolved_and_critical_errors_can_be_told()
    {
        Record("c", "a", ErrorSeverity.Critical);
        var resolved = Record("c", "b", ErrorSeverity.Critical);
        Record("c", "d");
        _registry.Resolve(resolved.Id, "mended");

        _registry.GetStatistics().TotalCount.Should().Be(3);
        _registry.CountErrors(ErrorQuery.Parse("is:open")).Records.Should().Be(2);
        _registry.CountErrors(ErrorQuery.Parse("is:open severity:critical")).Records.Should().Be(1);
        _registry.GetErrorCount(_time.GetUtcNow() - TimeSpan.FromHours(24)).Should().Be(3);
    }

    [Fact] // S0.92
    public void A_search_shows_the_newest_first()
    {
        foreach (var type in new[] { "a", "b", "c" })
        {
            Record("x", type);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Record("x", "b");

        _registry.Search("FAILED").Select(record => record.ErrorType).Should().Equal("b", "c", "a");
        _registry.Search("X", ErrorSearchField.Component).Select(record => record.ErrorType).Should().Equal("b", "c", "a");
        _registry.Search("X", ErrorSearchField.Component, matchCase: true).Should().BeEmpty();
        FluentActions.Invoking(() => _registry.Search("x", "colour")).Should().Throw<ArgumentException>().WithMessage("*colour*");
    }

    [Fact] // S0.86: evicted ones stay in the totals
    public void What_had_to_go_is_in_the_totals_and_in_no_record()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 2 }, _time);
        for (var i = 0; i < 5; i++)
        {
            registry.Record(new ErrorOccurrence("c", $"t{i}", "m"));
            registry.GetErrors();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var statistics = registry.GetStatistics();
        (statistics.TotalCount, statistics.UniqueErrors, statistics.EvictedRecords, statistics.EvictedCount).Should().Be((5, 2, 3, 3));
        statistics.TopComponents.Should().Equal(new NamedCount("c", 5));
        statistics.SeverityBreakdown.Values.Sum().Should().Be(5);
    }

    private RecordedError Record(string component, string type, ErrorSeverity severity = ErrorSeverity.Error) =>
        _registry.Record(new ErrorOccurrence(component, type, "failed") { Severity = severity });
}
