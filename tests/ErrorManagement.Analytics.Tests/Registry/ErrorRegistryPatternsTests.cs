using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryPatternsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryPatternsTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.91, S2.23, U29
    public void A_registry_finds_all_six()
    {
        Record("Shop.Old", "orders", null);
        _time.Advance(TimeSpan.FromMinutes(6));
        string?[] layers = ["infrastructure", "core", "service", "api", null, null, null, null, null, null, null, null];
        foreach (var layer in layers)
        {
            Record("Shop.Gone", "stock", layer);
        }

        var patterns = _registry.GetPatterns();

        patterns.Select(p => (p.Kind, p.Subject, p.Count)).Should().BeEquivalentTo(
        [
            (PatternKind.HighFrequency, "Shop.Gone", 12L),
            (PatternKind.ComponentFlood, "stock", 12),
            (PatternKind.Recurring, "Shop.Gone", 10),
            (PatternKind.LayerCascade, "infrastructure→api", 4),
            (PatternKind.Burst, "all", 12),
            (PatternKind.Degradation, "all", 12),
        ]);
        patterns.Should().OnlyContain(p => p.SuggestedActions.Count == 3 && p.IsActive && p.DetectedAt == _time.GetUtcNow());
        patterns.Select(p => p.Id).Should().OnlyHaveUniqueItems().And.Contain("high_frequency:Shop.Gone:20300101T120600.000Z");
        _registry.GetStatistics().PatternsDetected.Should().Be(6, "running episodes of all kinds count");
        HealthScore.Of(_registry).Factors.Should().Contain(f => f.Name == "error_patterns" && f.Value == 6);
    }

    [Fact]
    public void Without_errors_and_with_one_there_is_no_pattern()
    {
        _registry.GetPatterns().Should().BeEmpty();
        Record("T", "x", "api");
        _registry.GetPatterns(TimeSpan.MaxValue).Should().BeEmpty();
        _registry.GetStatistics().PatternsDetected.Should().Be(0);
    }

    [Fact] // D2: windowed, so that it recovers
    public void Patterns_end_by_themselves_and_health_recovers()
    {
        for (var i = 0; i < 20; i++)
        {
            Record("T", "x", null);
        }

        _registry.GetStatistics().PatternsDetected.Should().Be(4);
        _time.Advance(TimeSpan.FromMinutes(5));
        _registry.GetStatistics().PatternsDetected.Should().Be(0);
        _registry.GetPatterns().Should().HaveCount(4).And.OnlyContain(p => !p.IsActive);
        _time.Advance(TimeSpan.FromHours(24));
        _registry.GetPatterns().Should().BeEmpty();
    }

    [Fact]
    public void The_records_behind_a_pattern_come_with_the_most_frequent_first()
    {
        var rare = Record("Shop.A", "stock", null);
        var often = Record("Shop.A", "orders", null);
        for (var i = 0; i < 11; i++)
        {
            Record("Shop.A", "orders", null);
        }

        var other = Record("Shop.B", "stock", null);
        for (var i = 0; i < 5; i++)
        {
            Record("Shop.B", "stock", null);
        }

        var patterns = _registry.GetPatterns();

        Records(PatternKind.HighFrequency).Should().Equal(often, rare);
        patterns.Single(p => p.Kind == PatternKind.Recurring && p.Subject == "Shop.A").Records.Should().Equal(often, rare);
        patterns.Single(p => p.Kind == PatternKind.ComponentFlood && p.Subject == "stock").Records.Should().Equal(other, rare);
        Records(PatternKind.Burst).Should().Equal(often, other, rare);

        IReadOnlyList<ErrorId> Records(PatternKind kind) => patterns.Single(p => p.Kind == kind).Records;
    }

    [Fact]
    public void At_most_five_records_are_named_and_none_that_was_seen_before_or_first_seen_after()
    {
        var before = Record("Early", "x", null);
        _time.Advance(TimeSpan.FromMinutes(3));
        for (var i = 0; i < 8; i++)
        {
            for (var n = 0; n <= i; n++)
            {
                Record($"T{i}", "x", null);
            }
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        var after = Record("Late", "x", null);

        var burst = _registry.GetPatterns().Single(p => p.Kind == PatternKind.Burst);

        burst.Records.Should().HaveCount(5).And.NotContain([before, after]);
        burst.Records.Select(id => _registry.Find(id)!.Count).Should().Equal(8, 7, 6, 5, 4);
    }

    [Fact]
    public void A_cascade_names_the_records_of_its_layers()
    {
        Record("Aside", "x", null);
        var disk = Record("Disk", "x", "infrastructure");
        var rule = Record("Rule", "x", "core");
        var call = Record("Call", "x", "api");
        Record("Plugin", "x", "plugins");

        var cascade = _registry.GetPatterns().Single(p => p.Kind == PatternKind.LayerCascade);

        cascade.Records.Should().BeEquivalentTo([disk, rule, call]);
        cascade.AffectedLayers.Should().Equal("infrastructure", "core", "api");
    }

    [Fact]
    public void A_flood_names_the_layers_of_its_records()
    {
        string?[] layers = ["api", "core", null, "plugins", "service", "api"];
        for (var i = 0; i < layers.Length; i++)
        {
            Record($"T{i}", "x", layers[i]);
        }

        _registry.GetPatterns().Single(p => p.Kind == PatternKind.ComponentFlood).AffectedLayers.Should().Equal("core", "service", "api", "plugins");
    }

    [Fact]
    public void Records_that_were_forgotten_are_not_named()
    {
        for (var i = 0; i < 12; i++)
        {
            Record("T", "x", null);
        }

        _registry.Clear();

        _registry.GetPatterns().Should().BeEmpty();
        using var small = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1 }, _time);
        for (var i = 0; i < 12; i++)
        {
            small.Record(new ErrorOccurrence("x", "T", "gone"));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        small.Record(new ErrorOccurrence("y", "U", "gone"));
        small.GetPatterns().Single(p => p.Kind == PatternKind.HighFrequency).Records.Should().BeEmpty();
    }

    [Fact] // a rejection that follows from a known error says nothing new
    public void Consequences_of_a_known_error_feed_no_pattern()
    {
        var breaker = new CircuitBreaker("stock", new CircuitBreakerOptions { FailureThreshold = 1 }, _time, sink: _registry);
        var failure = FluentActions.Invoking(() => breaker.Execute<int>(static () => throw new TimeoutException())).Should().Throw<TimeoutException>().Which;
        _registry.Record(failure, "stock");
        for (var i = 0; i < 50; i++)
        {
            _registry.Record(FluentActions.Invoking(() => breaker.Execute(static () => 1)).Should().Throw<CircuitOpenException>().Which, "stock");
        }

        _registry.GetStatistics().TotalCount.Should().Be(52, "the error, its consequences, and the opening");
        _registry.GetErrors().Sum(e => e.ConsequenceCount).Should().Be(50);
        _registry.GetPatterns().Should().BeEmpty();
    }

    [Fact]
    public void What_was_refused_for_want_of_room_counts_in_patterns_all_the_same()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 1 }, _time);
        for (var i = 0; i < 200; i++)
        {
            registry.Record(new ErrorOccurrence($"c{i}", $"T{i}", $"m{i}"));
        }

        registry.GetPatterns().Should().ContainSingle().Which.Count.Should().Be(200);
    }

    private ErrorId Record(string type, string component, string? layer)
    {
        var recorded = _registry.Record(new ErrorOccurrence(component, type, "gone") { Context = layer is null ? null : new OperationContext { Layer = layer } });
        return recorded.Id;
    }
}
