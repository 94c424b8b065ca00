using ErrorManagement.Analytics.Grouping;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Health;

public sealed class ResolutionStatisticsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly ErrorRegistry _registry;

    public ResolutionStatisticsTests() => _registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.0" }, _time);

    public void Dispose() => _registry.Dispose();

    [Fact] // S1.34
    public void What_came_was_resolved_and_came_back_is_counted_by_day()
    {
        var a = Record("a");
        var b = Record("b");
        var c = Record("c");
        _time.Advance(TimeSpan.FromHours(6));
        _registry.Resolve(a, "mended");
        _time.Advance(TimeSpan.FromHours(18));
        _registry.Resolve(b, "mended");
        Record("a");
        _time.Advance(TimeSpan.FromHours(24));
        Record("d");
        _registry.Ignore(c, "noise");
        _registry.Reopen(c, "no noise");

        var statistics = ResolutionStatistics.Of(_registry, TimeSpan.FromDays(7), _time);

        (statistics.New, statistics.Resolved, statistics.Regressed, statistics.Reopened).Should().Be((4, 2, 1, 1));
        statistics.ResolutionRate.Should().BeApproximately(2 / 5.0, 1e-12);
        statistics.MedianTimeToResolve.Should().Be(TimeSpan.FromHours(15), "half-way between 6 and 24 hours");
        statistics.Days.Should().HaveCount(8);
        statistics.Days.TakeLast(3).Should().Equal(
            new ResolutionDay(new DateOnly(2030, 1, 1), 3, 1, 0, 0),
            new ResolutionDay(new DateOnly(2030, 1, 2), 0, 1, 1, 0),
            new ResolutionDay(new DateOnly(2030, 1, 3), 1, 0, 0, 1));
        statistics.Days.SkipLast(3).Should().OnlyContain(day => day.New + day.Resolved + day.Regressed + day.Reopened == 0);
        statistics.Open.Should().Be(3);
        statistics.OpenByAge.Select(age => age.Count).Should().Equal(2, 1, 0, 0);
        (statistics.From, statistics.To).Should().Be((Noon - TimeSpan.FromDays(5), Noon + TimeSpan.FromDays(2)));
    }

    [Fact] // S1.34
    public void Outside_the_window_nothing_counts_and_what_is_open_is_open()
    {
        var a = Record("a");
        Record("b");
        _time.Advance(TimeSpan.FromDays(2));
        _registry.Resolve(a, "mended");
        _time.Advance(TimeSpan.FromDays(40));

        var statistics = ResolutionStatistics.Of(_registry, TimeSpan.FromDays(1), _time);

        (statistics.New, statistics.Resolved, statistics.ResolutionRate, statistics.MedianTimeToResolve).Should().Be((0, 0, null, null));
        statistics.OpenByAge.Select(age => age.Count).Should().Equal(0, 0, 0, 1);
        ResolutionStatistics.Of(_registry, TimeSpan.FromDays(40), _time).Should().Match<ResolutionStatistics>(wide => wide.Resolved == 1 && wide.New == 0 && wide.ResolutionRate == null);
    }

    [Fact]
    public void The_same_resolution_in_another_release_is_no_second_one_and_muted_ones_are_not_open()
    {
        var a = Record("a");
        _registry.Resolve(a, "mended", "2.1");
        _registry.Resolve(a, "mended later", "2.2");
        var b = Record("b");
        _registry.Mute(b, _time.GetUtcNow().AddDays(1), "known");

        var statistics = ResolutionStatistics.Of(_registry, TimeSpan.FromDays(1), _time);

        statistics.Resolved.Should().Be(1);
        statistics.Open.Should().Be(0);
        statistics.MedianTimeToResolve.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(9999)]
    public void No_errors_at_all_and_clocks_at_their_ends_are_no_matter(int year)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(year, year == 1970 ? 1 : 12, 31, 23, 0, 0, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, time);
        ResolutionStatistics.Of(registry, ResolutionStatistics.LongestWindow, time).Should().Match<ResolutionStatistics>(none => none.New == 0 && none.Open == 0 && none.Days.Count == 3_661);

        registry.Record(new TimeoutException("x"), "x");
        ResolutionStatistics.Of(registry, TimeSpan.FromHours(1), time).New.Should().Be(1);
        ResolutionStatistics.Of([], DateTimeOffset.MinValue, DateTimeOffset.MinValue).Days.Should().ContainSingle();
        ResolutionStatistics.Of([], DateTimeOffset.MaxValue - TimeSpan.FromDays(2), DateTimeOffset.MaxValue).Days.Should().HaveCount(3);
    }

    [Fact]
    public void Days_are_those_of_UTC_whatever_zone_the_window_is_told_in()
    {
        Record("a");
        var zone = TimeSpan.FromHours(-11);

        var statistics = ResolutionStatistics.Of(_registry.GetErrors(), Noon.ToOffset(zone) - TimeSpan.FromHours(1), Noon.ToOffset(zone));

        statistics.Days.Should().Equal(new ResolutionDay(new DateOnly(2030, 1, 1), 1, 0, 0, 0));
        statistics.From.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_no_negative_lengths_and_a_record_without_history_is_read_by_its_times()
    {
        var record = new ErrorRecord
        {
            Id = default,
            Fingerprint = new ErrorFingerprint(1, 1),
            ErrorType = "T",
            Component = "c",
            Message = "m",
            Template = "m",
            FirstSeen = Noon,
            LastSeen = Noon,
            Status = ErrorStatus.Resolved,
            ResolvedAt = Noon - TimeSpan.FromHours(1),
        };

        var statistics = ResolutionStatistics.Of([record], Noon - TimeSpan.FromDays(1), Noon);

        (statistics.New, statistics.Resolved, statistics.MedianTimeToResolve).Should().Be((1, 1, TimeSpan.Zero));
    }

    [Fact]
    public void A_window_out_of_bounds_is_refused()
    {
        FluentActions.Invoking(() => ResolutionStatistics.Of(_registry, TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ResolutionStatistics.Of(_registry, TimeSpan.FromDays(3_661))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ResolutionStatistics.Of([], Noon, Noon - TimeSpan.FromTicks(1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ResolutionStatistics.Of(null!, Noon, Noon)).Should().Throw<ArgumentNullException>();
    }

    private ErrorId Record(string type) => _registry.Record(new ErrorOccurrence("c", type, "failed")).Id;
}
