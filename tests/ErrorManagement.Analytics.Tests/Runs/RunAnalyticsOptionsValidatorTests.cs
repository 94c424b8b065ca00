using ErrorManagement.Analytics.Runs;
using Microsoft.Extensions.Configuration;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunAnalyticsOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_good() => RunAnalyticsOptionsValidator.Mistakes(new RunAnalyticsOptions()).Should().BeEmpty();

    [Fact]
    public void The_bounds_are_good()
    {
        RunAnalyticsOptionsValidator.Mistakes(new RunAnalyticsOptions { MaxPhases = 1, MaxClockSkew = TimeSpan.Zero, MaxLineBytes = 1_024, RepeatWindow = 0, PageSize = 1, MaxPages = 1 }).Should().BeEmpty();
        RunAnalyticsOptionsValidator.Mistakes(new RunAnalyticsOptions { MaxPhases = 10_000, MaxClockSkew = TimeSpan.FromHours(24), MaxLineBytes = 16_777_216, RepeatWindow = 1_000_000, PageSize = 100_000, MaxPages = 10_000_000 }).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_value_and_bound()
    {
        var options = new RunAnalyticsOptions
        {
            FailedStatuses = ["failed", "", "--"],
            PhaseOrder = null!,
            MaxPhases = 10_001,
            MaxClockSkew = TimeSpan.FromTicks(-1),
            RepeatWindow = -1,
            MaxLineBytes = 1_023,
            PageSize = 0,
            MaxPages = 10_000_001,
        };

        RunAnalyticsOptionsValidator.Mistakes(options).Should().Equal(
            "FailedStatuses[1] must have 1 to 100 characters; it has 0.",
            "PhaseOrder must not be null.",
            "FailedStatuses[2] must have a letter or a digit.",
            "MaxPhases must be at least 1 and at most 10,000, both inclusive; it is 10,001.",
            "MaxClockSkew must be at least 00:00:00 and at most 1.00:00:00, both inclusive; it is -00:00:00.0000001.",
            "RepeatWindow must be at least 0 and at most 1,000,000, both inclusive; it is -1.",
            "MaxLineBytes must be at least 1,024 and at most 16,777,216, both inclusive; it is 1,023.",
            "PageSize must be at least 1 and at most 100,000, both inclusive; it is 0.",
            "MaxPages must be at least 1 and at most 10,000,000, both inclusive; it is 10,000,001.");
        FluentActions.Invoking(() => new RunAnalytics(RunSource.FromMemory([]), options)).Should().Throw<ArgumentException>().WithMessage("*MaxPhases*PageSize*");
    }

    [Fact]
    public void Names_that_are_too_many_or_too_long_are_mistakes()
    {
        var options = new RunAnalyticsOptions { FailedStatuses = [.. Enumerable.Repeat("x", 101)], PhaseOrder = [new string('p', 201)] };

        RunAnalyticsOptionsValidator.Mistakes(options).Should().Equal(
            "FailedStatuses must have at most 100 entries, inclusive; it has 101.",
            "PhaseOrder[0] must have 1 to 200 characters; it has 201.");
    }

    [Fact]
    public void A_configuration_binds_to_them()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["FailedStatuses:0"] = "unstable",
            ["PhaseOrder:0"] = "Plan",
            ["MaxClockSkew"] = "00:01:00",
            ["PageSize"] = "50",
        }).Build();
        var options = new RunAnalyticsOptions();

        configuration.Bind(options);

        options.FailedStatuses.Should().Equal("unstable");
        options.PhaseOrder.Should().Equal("Plan");
        options.MaxClockSkew.Should().Be(TimeSpan.FromMinutes(1));
        options.PageSize.Should().Be(50);
    }
}
