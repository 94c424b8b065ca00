using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Releases;

public sealed class ReleaseComparisonOfRegistryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ReleaseComparisonOfRegistryTests() => _registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.1.0" }, _time);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void The_newest_release_is_compared_with_the_one_before()
    {
        // Ten hours of 2.0.0 elsewhere, while this one runs as 2.1.0.
        for (var i = 0; i <= 600; i++)
        {
            if (i % 20 == 0)
            {
                Record("Steady", "2.0.0");
                Record("Steady");
                Record("Gone", "2.0.0");
                Record("Rising");
                Record("Rising");
                Record("Rising");
            }

            if (i % 60 == 0)
            {
                Record("Rising", "2.0.0");
                Record("Old", "1.9.0");
            }

            if (i < 600)
            {
                _time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        Record("New");

        var comparison = ReleaseComparison.Of(_registry)!;

        (comparison.Baseline.Release, comparison.Candidate.Release).Should().Be(("2.0.0", "2.1.0"));
        comparison.Baseline.Exposure.Should().Be(ReleaseExposure.OfTime(TimeSpan.FromHours(10)));
        comparison.Candidate.Exposure.Should().Be(ReleaseExposure.OfTime(TimeSpan.FromHours(10)));
        Types(comparison.New).Should().Equal("New");
        Types(comparison.Gone).Should().Equal("Gone");
        Types(comparison.Rising).Should().Equal("Rising");
        Types(comparison.Unchanged).Should().Equal("Steady");
        comparison.Falling.Should().BeEmpty();
        comparison.Gone[0].Error.Id.Should().Be(_registry.GetErrors(new ErrorQuery { ErrorType = "Gone" })[0].Id);
        Types(ReleaseComparison.Of(_registry, "1.9.0", "2.0.0")!.Gone).Should().Equal("Old");
    }

    [Fact]
    public void An_error_of_the_baseline_that_came_in_one_burst_says_little()
    {
        Record("First", "2.0.0");
        for (var i = 0; i < 500; i++)
        {
            Record("Burst", "2.0.0");
        }

        _time.Advance(TimeSpan.FromHours(24));
        Record("First", "2.0.0");

        var comparison = ReleaseComparison.Of(_registry)!;

        comparison.Gone.Should().BeEmpty();
        comparison.TooFewData.Single(change => change.Error.ErrorType == "Burst").Dispersion.Should().BeGreaterThan(400);
    }

    [Fact]
    public void Versions_are_ordered_by_their_numbers_and_other_names_by_when_they_came()
    {
        foreach (var release in new[] { "2.0.0", "2.0.10", "2.0.9", "2.1.0-rc.1", "1.0.0" })
        {
            Record("T", release);
        }

        ReleaseComparison.Of(_registry)!.Baseline.Release.Should().Be("2.1.0-rc.1");
        ReleaseComparison.Of(_registry, candidate: "2.0.10")!.Baseline.Release.Should().Be("2.0.9");
        ReleaseComparison.Of(_registry, candidate: "1.0.0").Should().BeNull("nothing is before it");
        ReleaseComparison.Of(_registry, baseline: "2.1.0")!.Candidate.Release.Should().Be("2.1.0-rc.1");
        Record("T", "2.2.0");
        ReleaseComparison.Of(_registry)!.Candidate.Release.Should().Be("2.2.0", "a newer version is at work elsewhere");

        using var names = new ErrorRegistry(new ErrorRegistryOptions { Release = "" }, _time);
        foreach (var release in new[] { "green", "blue" })
        {
            names.Record(new ErrorOccurrence("c", "T", "m") { Release = release });
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var comparison = ReleaseComparison.Of(names)!;
        (comparison.Baseline.Release, comparison.Candidate.Release).Should().Be(("green", "blue"));
    }

    [Fact]
    public void Nothing_to_compare_is_null_and_an_unknown_name_is_refused_with_those_that_are_known()
    {
        ReleaseComparison.Of(_registry).Should().BeNull();
        Record("T");
        ReleaseComparison.Of(_registry).Should().BeNull();
        FluentActions.Invoking(() => ReleaseComparison.Of(_registry, "0.1")).Should().Throw<ArgumentException>().WithMessage("*'0.1' is not known; known are 2.1.0.*");
        FluentActions.Invoking(() => ReleaseComparison.Of(_registry, "1", "1")).Should().Throw<ArgumentException>().WithMessage("*both are '1'*");
        FluentActions.Invoking(() => ReleaseComparison.Of(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact] // all at the same instant
    public void All_at_the_same_instant_tells_what_is_new()
    {
        Record("Both", "2.0.0");
        Record("Both");
        Record("New");

        var comparison = ReleaseComparison.Of(_registry)!;

        Types(comparison.New).Should().Equal("New");
        Types(comparison.TooFewData).Should().Equal("Both");
        comparison.New[0].CandidateRate.Should().BeNull();
    }

    [Fact]
    public async Task The_process_before_is_compared_with_by_its_export()
    {
        using (var before = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.0.0" }, _time))
        {
            for (var i = 0; i <= 240; i++)
            {
                before.Record(new ErrorOccurrence("c", "Often", "m"));
                _time.Advance(TimeSpan.FromMinutes(6));
            }

            using var export = new MemoryStream();
            await before.ExportAsync(export, ErrorExportFormat.JsonLines);
            export.Position = 0;
            await _registry.ImportAsync(export);
        }

        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.1.0" }, _time);
        using var again = new MemoryStream();
        await _registry.ExportAsync(again, ErrorExportFormat.Json);
        again.Position = 0;
        await registry.ImportAsync(again);
        _time.Advance(TimeSpan.FromHours(4));

        var gone = ReleaseComparison.Of(registry)!.Gone.Should().ContainSingle().Subject;
        gone.BaselineCount.Should().Be(241);
        gone.ExpectedCount.Should().BeApproximately(40, 0.5);
    }

    [Fact]
    public async Task Where_the_own_release_ran_before_is_time_that_it_was_observed_in()
    {
        using var export = new MemoryStream();
        using (var before = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.1.0" }, _time))
        {
            before.Record(new ErrorOccurrence("c", "T", "m"));
            _time.Advance(TimeSpan.FromHours(5));
            before.Record(new ErrorOccurrence("c", "T", "m"));
            await before.ExportAsync(export, ErrorExportFormat.Json);
        }

        _time.Advance(TimeSpan.FromHours(10));
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.1.0" }, _time);
        export.Position = 0;
        await registry.ImportAsync(export);
        _time.Advance(TimeSpan.FromHours(2));

        registry.GetReleases().Should().ContainSingle().Which.Observed.Should().Be(TimeSpan.FromHours(7));
    }

    private void Record(string type, string? release = null) => _registry.Record(new ErrorOccurrence("c", type, "m") { Release = release });

    private static List<string> Types(IReadOnlyList<ReleaseChange> changes) => [.. changes.Select(static change => change.Error.ErrorType)];
}
