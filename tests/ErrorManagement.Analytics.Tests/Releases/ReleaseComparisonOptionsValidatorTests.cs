using ErrorManagement.Analytics.Releases;

namespace ErrorManagement.Analytics.Tests.Releases;

public sealed class ReleaseComparisonOptionsValidatorTests
{
    [Fact]
    public void Defaults_and_both_sides_of_each_bound()
    {
        ReleaseComparisonOptionsValidator.Mistakes(new ReleaseComparisonOptions()).Should().BeEmpty();
        ReleaseComparisonOptionsValidator.Mistakes(new ReleaseComparisonOptions { FalseDiscoveryRate = 0.999, MinimumRatio = 1, Confidence = 0.001 }).Should().BeEmpty();
        ReleaseComparisonOptionsValidator.Mistakes(new ReleaseComparisonOptions { MinimumRatio = 1_000 }).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_named_with_value_and_bound()
    {
        var act = () => ReleaseComparisonOptionsValidator.ThrowIfInvalid(new ReleaseComparisonOptions { FalseDiscoveryRate = 0, MinimumRatio = 0.5, Confidence = double.NaN });

        act.Should().Throw<ArgumentException>()
            .WithMessage("FalseDiscoveryRate must be more than 0 and less than 1; it is 0. Confidence must be more than 0 and less than 1; it is NaN. MinimumRatio must be at least 1 and at most 1000; it is 0.5.*");
    }

    [Fact]
    public void What_is_out_of_bounds_is_a_mistake()
    {
        ReleaseComparisonOptionsValidator.Mistakes(new ReleaseComparisonOptions { FalseDiscoveryRate = 1, Confidence = 1, MinimumRatio = 1_001 }).Should().HaveCount(3);
        ReleaseComparisonOptionsValidator.Mistakes(new ReleaseComparisonOptions { MinimumRatio = double.NaN }).Should().ContainSingle();
    }

    [Fact]
    public void Mistakes_are_told_before_there_is_a_second_release_to_compare_with()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "1.0.0" });

        FluentActions.Invoking(() => ReleaseComparison.Of(registry)).Should().NotThrow();
        FluentActions.Invoking(() => ReleaseComparison.Of(registry, options: new ReleaseComparisonOptions { MinimumRatio = 0.5 }))
            .Should().Throw<ArgumentException>().WithMessage("MinimumRatio must be at least 1*");
    }
}
