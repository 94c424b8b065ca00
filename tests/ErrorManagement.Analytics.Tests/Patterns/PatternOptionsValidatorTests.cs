using ErrorManagement.Analytics.Patterns;
using Microsoft.Extensions.Configuration;

namespace ErrorManagement.Analytics.Tests.Patterns;

public class PatternOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid_and_as_documented()
    {
        var options = new PatternOptions();

        PatternOptionsValidator.Mistakes(options).Should().BeEmpty();
        options.HighFrequencyThreshold.Should().Be(10, "S0.89");
        options.ComponentFloodThreshold.Should().Be(5, "S0.90");
        options.Window.Should().Be(TimeSpan.FromMinutes(1), "S0.91");
        (options.HighFrequencyConfidence, options.ComponentFloodConfidence).Should().Be((1.0, 1.0), "U29");
        (options.MinimumErrors, options.DegradationMinimumErrors).Should().Be((3, 6), "S2.18");
        (options.RecurringThreshold, options.RecurringErrors, options.RecurringMaxConfidence).Should().Be((3, 10, 0.9), "S2.19");
        options.RecurringEnd.Should().Be(TimeSpan.FromMinutes(5), "U29");
        (options.CascadeThreshold, options.CascadeErrors, options.CascadeConfidence).Should().Be((3, 5, 0.8), "S2.20");
        options.CascadeWindow.Should().Be(TimeSpan.FromMinutes(5), "U30");
        options.LayerOrder.Should().BeEmpty("a configuration adds to what is there");
        new PatternDetector(options).Sort(["api", "service", "core", "infrastructure"]).Should().Equal("infrastructure", "core", "service", "api");
        (options.BurstThreshold, options.BurstWindow, options.BurstConfidence).Should().Be((5, TimeSpan.FromSeconds(60), 0.9), "S2.21");
        (options.DegradationFactor, options.DegradationWindow, options.DegradationConfidence).Should().Be((1.5, TimeSpan.FromMinutes(5), 0.7), "S2.22");
    }

    [Fact]
    public void Both_ends_of_every_bound_are_valid()
    {
        var lowest = new PatternOptions { HighFrequencyThreshold = 1, ComponentFloodThreshold = 1, Window = TimeSpan.FromSeconds(10) };
        var highest = new PatternOptions { HighFrequencyThreshold = 1_000_000, ComponentFloodThreshold = 1_000_000, Window = TimeSpan.FromHours(1) };

        PatternOptionsValidator.Mistakes(lowest).Should().BeEmpty();
        PatternOptionsValidator.Mistakes(highest).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_listed_at_once_with_name_value_and_bound()
    {
        var options = new PatternOptions { HighFrequencyThreshold = 0, ComponentFloodThreshold = 1_000_001, Window = TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1) };

        var build = () => new CountingPatternDetector(options);

        var message = build.Should().Throw<ArgumentException>().Which.Message;
        message.Should().Contain("HighFrequencyThreshold must be at least 1 and at most 1000000; it is 0.");
        message.Should().Contain("ComponentFloodThreshold must be at least 1 and at most 1000000; it is 1000001.");
        message.Should().Contain("Window must be at least 00:00:10 and at most 01:00:00; it is 00:00:09.9999999.");
    }

    [Fact]
    public void A_window_above_an_hour_is_a_mistake() =>
        PatternOptionsValidator.Mistakes(new PatternOptions { Window = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1) }).Should().ContainSingle();

    [Fact]
    public void Every_option_has_bounds_and_none_of_its_mistakes_hides_another()
    {
        var options = new PatternOptions
        {
            HighFrequencyConfidence = double.NaN,
            ComponentFloodConfidence = -0.1,
            MinimumErrors = 0,
            RecurringThreshold = 11,
            RecurringEnd = TimeSpan.Zero,
            RecurringMaxConfidence = 1.1,
            CascadeThreshold = 1,
            CascadeErrors = 101,
            CascadeWindow = TimeSpan.FromHours(2),
            CascadeConfidence = double.PositiveInfinity,
            LayerOrder = ["core", "", "core"],
            BurstThreshold = 1_001,
            BurstWindow = TimeSpan.FromSeconds(-1),
            BurstConfidence = 2,
            DegradationFactor = 0.5,
            DegradationWindow = TimeSpan.MaxValue,
            DegradationMinimumErrors = -6,
            DegradationConfidence = -1,
        };

        var mistakes = PatternOptionsValidator.Mistakes(options);

        mistakes.Should().HaveCount(19).And.Contain(
        [
            "HighFrequencyConfidence must be at least 0 and at most 1; it is NaN.",
            "RecurringThreshold must be at least 2 and at most RecurringErrors, which is 10; it is 11.",
            "CascadeErrors must be at least 2 and at most 100; it is 101.",
            "CascadeThreshold must be at least 2 and at most CascadeErrors, which is 101; it is 1.",
            "DegradationFactor must be at least 1 and at most 1000; it is 0.5.",
            "LayerOrder must not have a layer without a name.",
            "LayerOrder must have each layer once; 'core' is there more than once.",
        ]);
        PatternOptionsValidator.Mistakes(new PatternOptions { LayerOrder = null! }).Should().Equal("LayerOrder must not be null.");
        PatternOptionsValidator.Mistakes(new PatternOptions { LayerOrder = [.. Enumerable.Range(0, 33).Select(i => $"l{i}")] }).Should().Equal("LayerOrder must have at most 32 layers; it has 33.");
        FluentActions.Invoking(() => new PatternDetector(options)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_widest_settings_work()
    {
        var detector = new PatternDetector(new PatternOptions
        {
            HighFrequencyThreshold = 1_000_000,
            ComponentFloodThreshold = 1_000_000,
            Window = TimeSpan.FromHours(1),
            MinimumErrors = 1_000,
            RecurringThreshold = 100,
            RecurringErrors = 100,
            RecurringEnd = TimeSpan.FromHours(1),
            CascadeErrors = 100,
            CascadeThreshold = 32,
            CascadeWindow = TimeSpan.FromHours(1),
            LayerOrder = [.. Enumerable.Range(0, 32).Select(i => $"layer {i}")],
            BurstThreshold = 1_000,
            BurstWindow = TimeSpan.FromHours(1),
            DegradationFactor = 1_000,
            DegradationWindow = TimeSpan.FromHours(1),
            DegradationMinimumErrors = 1_000,
        });
        var start = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
        detector.Track("T", "x").Observe(start - TimeSpan.FromHours(1));
        for (var i = 0; i < 1_024; i++)
        {
            detector.Track("T", "x").Observe(start, $"layer {i % 32}");
        }

        detector.GetPatterns(start, TimeSpan.FromDays(1)).Select(p => (p.Kind, p.Count)).Should().BeEquivalentTo(
            [(PatternKind.Recurring, 100L), (PatternKind.LayerCascade, 32), (PatternKind.Burst, 1_025), (PatternKind.Degradation, 1_024)]);
    }

    [Fact] // S2.20
    public void A_configuration_names_its_own_layers_and_they_take_the_place_of_the_four()
    {
        var options = new PatternOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["LayerOrder:0"] = "storage", ["LayerOrder:1"] = "core", ["LayerOrder:2"] = "web" })
            .Build()
            .Bind(options);

        PatternOptionsValidator.Mistakes(options).Should().BeEmpty("core is no layer twice");
        options.LayerOrder.Should().Equal("storage", "core", "web");
        new PatternDetector(options).Sort(["api", "web", "core", "storage"]).Should().Equal("storage", "core", "web", "api");
    }
}
