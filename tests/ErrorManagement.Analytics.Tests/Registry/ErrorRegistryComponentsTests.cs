using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>What a registry says of its components (U34, D2).</summary>
public sealed class ErrorRegistryComponentsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Each_component_has_its_counts()
    {
        using var registry = new ErrorRegistry(null, _clock);
        Record(registry, "b", 3, "first");
        _clock.Advance(TimeSpan.FromHours(2));
        Record(registry, "b", 4, "second");
        Record(registry, "a", 1, "first");

        var statistics = registry.GetComponents();

        statistics.At.Should().Be(_clock.GetUtcNow());
        statistics.Window.Should().Be(TimeSpan.FromHours(24));
        statistics.Components.Should().Equal(
            new ComponentCount { Component = "a", TotalCount = 1, WindowCount = 1, LastHourCount = 1, UnresolvedCount = 1 },
            new ComponentCount { Component = "b", TotalCount = 7, WindowCount = 7, LastHourCount = 4, UnresolvedCount = 7 });
        registry.GetComponents(TimeSpan.FromHours(1)).Components.Should().Equal(
            new ComponentCount { Component = "a", TotalCount = 1, WindowCount = 1, LastHourCount = 1, UnresolvedCount = 1 },
            new ComponentCount { Component = "b", TotalCount = 7, WindowCount = 4, LastHourCount = 4, UnresolvedCount = 4 });
    }

    [Fact] // S1.36: critical ones count while they are unresolved, and muted and ignored ones ask nobody to come
    public void Only_open_and_regressed_records_are_unresolved()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var resolved = Record(registry, "c", 2, "a", ErrorSeverity.Critical);
        var muted = Record(registry, "c", 3, "b", ErrorSeverity.Critical);
        var ignored = Record(registry, "c", 4, "d", ErrorSeverity.Critical);
        Record(registry, "c", 5, "e", ErrorSeverity.Critical);
        Record(registry, "c", 6, "f");
        One().Should().Match<ComponentCount>(c => c.UnresolvedCount == 20 && c.UnresolvedCriticalCount == 14);

        registry.MarkResolved(resolved);
        registry.Mute(muted, _clock.GetUtcNow().AddHours(1));
        registry.Ignore(ignored);

        One().Should().Match<ComponentCount>(c => c.UnresolvedCount == 11 && c.UnresolvedCriticalCount == 5 && c.WindowCount == 20);

        _clock.Advance(TimeSpan.FromHours(1.1)); // the mute is over
        Record(registry, "c", 1, "a", ErrorSeverity.Critical); // regressed
        One().Should().Match<ComponentCount>(c => c.UnresolvedCount == 17 && c.UnresolvedCriticalCount == 11);

        ComponentCount One() => registry.GetComponents().Components.Should().ContainSingle().Which;
    }

    [Fact] // D2: recovers as the window passes, though the record stays open
    public void Unresolved_errors_leave_with_the_window()
    {
        using var registry = new ErrorRegistry(null, _clock);
        Record(registry, "c", 5, "e", ErrorSeverity.Critical);
        _clock.Advance(TimeSpan.FromHours(12));
        Record(registry, "c", 1, "e", ErrorSeverity.Critical);
        registry.GetComponents().Components[0].UnresolvedCriticalCount.Should().Be(6);
        _clock.Advance(TimeSpan.FromHours(12));

        registry.GetComponents().Components[0].Should().Match<ComponentCount>(c => c.UnresolvedCount == 1 && c.UnresolvedCriticalCount == 1 && c.TotalCount == 6);
        _clock.Advance(TimeSpan.FromHours(12));
        registry.GetComponents().Components[0].Should().Match<ComponentCount>(c => c.UnresolvedCount == 0 && c.WindowCount == 0 && c.TotalCount == 6);
    }

    [Fact] // B13: eviction leaves no wrong sums behind
    public void Counts_of_records_that_had_to_go_stay_in_the_sums()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 2 }, _clock);
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Record(registry, "component-" + (char)('a' + i), 2, "m");
        }

        var components = registry.GetComponents().Components;

        components.Should().HaveCount(5, "the window knows all five");
        components.Sum(c => c.TotalCount).Should().Be(10).And.Be(registry.GetStatistics().TotalCount);
        components.Sum(c => c.WindowCount).Should().Be(10);
        components.Sum(c => c.UnresolvedCount).Should().Be(4, "of records that are forgotten nobody knows how they stand");
    }

    [Fact] // 100,000 components: bounded memory, all that are held are told, and the sums hold
    public void A_hundred_thousand_components_are_told()
    {
        const int Components = 100_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = Components + 1_000, MaxBytes = 1L << 30 }, _clock);
        for (var i = 0; i < Components; i++)
        {
            registry.Record(new ErrorOccurrence($"component-{i}", "Fault", "no answer"));
            if (i % 1_000 == 0)
            {
                registry.GetErrors(new ErrorQuery { Limit = 1 });
            }
        }

        registry.Record(new ErrorOccurrence("component-99999", "Fault", "no answer"));
        var statistics = registry.GetComponents();

        statistics.Components.Should().HaveCount(Components);
        statistics.Components.Should().OnlyContain(c => c.TotalCount == c.WindowCount && c.WindowCount == c.LastHourCount && c.UnresolvedCount == c.WindowCount);
        statistics.Components.Sum(c => c.WindowCount).Should().Be(Components + 1);
        statistics.Components.Single(c => c.Component == "component-99999").WindowCount.Should().Be(2);
        var worst = ComponentHealthReport.Of(statistics, limit: 10);
        worst.Components.Should().HaveCount(10);
        worst.Components[0].Component.Should().Be("component-99999");

        _clock.Advance(TimeSpan.FromHours(25));
        registry.GetComponents().Components.Should().HaveCount(Components).And.OnlyContain(c => c.WindowCount == 0 && c.TotalCount > 0);
    }

    [Fact] // with few places, what is forgotten of many components is told together
    public void Of_more_components_than_are_held_the_rest_is_told_together()
    {
        const int Components = 2_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 100 }, _clock);
        for (var i = 0; i < Components; i++)
        {
            registry.Record(new ErrorOccurrence($"component-{i}", "Fault", "no answer"));
            if (i % 50 == 0)
            {
                registry.GetErrors(new ErrorQuery { Limit = 1 });
            }
        }

        var components = registry.GetComponents().Components;

        components.Sum(c => c.WindowCount).Should().Be(Components);
        components.Sum(c => c.TotalCount).Should().Be(Components);
        components.Should().OnlyHaveUniqueItems(c => c.Component).And.BeInAscendingOrder(c => c.Component, StringComparer.Ordinal);
        components.Should().Contain(c => c.Component == "(other)" && c.WindowCount > 1_000);
    }

    [Fact]
    public void Without_errors_and_before_the_start_there_is_nothing()
    {
        using var registry = new ErrorRegistry(null, _clock);

        registry.GetComponents().Components.Should().BeEmpty();
        registry.Record(new TimeoutException(), "c");
        registry.Clear();
        registry.GetComponents().Components.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(59)]
    [InlineData(86_401)]
    public void A_window_outside_its_bounds_is_refused(int seconds)
    {
        using var registry = new ErrorRegistry(null, _clock);

        FluentActions.Invoking(() => registry.GetComponents(TimeSpan.FromSeconds(seconds))).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("window");
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(9999)]
    public void The_ends_of_time_hurt_nothing(int year)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(year, 12, 31, 23, 0, 0, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, clock);
        registry.Record(new TimeoutException(), "c");
        clock.Advance(TimeSpan.FromMinutes(30));

        registry.GetComponents().Components.Should().ContainSingle().Which.WindowCount.Should().Be(1);
        clock.SetUtcNow(clock.GetUtcNow().AddYears(-50));
        registry.GetComponents().Components.Should().ContainSingle().Which.WindowCount.Should().Be(1, "lengths go by the steady clock");
    }

    [Fact] // calls that were rejected because of an error are errors of its component, as in all counts
    public void Consequences_count()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var breaker = new CircuitBreaker("c", new CircuitBreakerOptions { FailureThreshold = 1 }, timeProvider: _clock, sink: registry);
        try
        {
            breaker.Execute<int>(static () => throw new TimeoutException());
        }
        catch (TimeoutException e)
        {
            registry.Record(e, "c");
        }

        var before = registry.GetComponents().Components.Sum(c => c.WindowCount);
        try
        {
            breaker.Execute(static () => 1);
        }
        catch (CircuitOpenException e)
        {
            registry.Record(e, "c");
        }

        registry.GetComponents().Components.Sum(c => c.WindowCount).Should().Be(before + 1).And.Be(registry.GetStatistics().TotalCount);
    }

    private static ErrorId Record(ErrorRegistry registry, string component, int count, string message, ErrorSeverity severity = ErrorSeverity.Error)
    {
        var id = default(ErrorId);
        for (var i = 0; i < count; i++)
        {
            id = registry.Record(new ErrorOccurrence(component, "Fault", message) { Severity = severity, Fingerprint = component + message }).Id;
        }

        return id;
    }
}
