namespace ErrorManagement.Analytics.Tests.Health;

public class HealthStatusesTests
{
    [Fact]
    public void Wire_names_are_the_words_of_the_sources() => // S0.107
        Enum.GetValues<HealthStatus>().Select(s => s.ToWireName()).Should().Equal("excellent", "good", "fair", "poor", "critical");
}
