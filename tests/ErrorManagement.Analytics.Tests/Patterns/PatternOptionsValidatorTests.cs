using ErrorManagement.Analytics.Patterns;

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
}
