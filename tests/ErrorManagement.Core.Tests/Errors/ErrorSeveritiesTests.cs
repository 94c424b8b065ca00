using System.Globalization;

namespace ErrorManagement.Core.Tests.Errors;

public class ErrorSeveritiesTests
{
    [Theory] // U2
    [InlineData("Debug", ErrorSeverity.Debug)]
    [InlineData("info", ErrorSeverity.Info)]
    [InlineData("WARNING", ErrorSeverity.Warning)]
    [InlineData("eRRor", ErrorSeverity.Error)]
    [InlineData("Critical", ErrorSeverity.Critical)]
    [InlineData("LOW", ErrorSeverity.Info)]
    [InlineData("medium", ErrorSeverity.Warning)]
    [InlineData("High", ErrorSeverity.Error)]
    [InlineData("  low\t", ErrorSeverity.Info)]
    public void Names_of_both_scales_are_read_in_any_case(string name, ErrorSeverity expected)
    {
        ErrorSeverities.Parse(name).Should().Be(expected);
        ErrorSeverities.TryParse(name, out var severity).Should().BeTrue();
        severity.Should().Be(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("fatal")]
    [InlineData("3")]
    [InlineData("low, high")]
    public void Anything_else_is_no_severity(string? name) =>
        ErrorSeverities.TryParse(name, out _).Should().BeFalse();

    [Fact]
    public void An_unknown_name_is_answered_with_all_valid_ones() =>
        FluentActions.Invoking(() => ErrorSeverities.Parse("fatal")).Should().Throw<ArgumentException>()
            .WithMessage("*'fatal'*Debug, Info, Warning, Error, Critical, Low, Medium, High*");

    [Theory]
    [InlineData(ErrorSeverity.Debug, "debug", "LOW", ErrorSeverity.Info)]
    [InlineData(ErrorSeverity.Info, "info", "LOW", ErrorSeverity.Info)]
    [InlineData(ErrorSeverity.Warning, "warning", "MEDIUM", ErrorSeverity.Warning)]
    [InlineData(ErrorSeverity.Error, "error", "HIGH", ErrorSeverity.Error)]
    [InlineData(ErrorSeverity.Critical, "critical", "CRITICAL", ErrorSeverity.Critical)]
    public void Both_scales_map_to_each_other(ErrorSeverity severity, string wire, string fourStep, ErrorSeverity back)
    {
        severity.ToWireName().Should().Be(wire);
        severity.ToFourStepName().Should().Be(fourStep);
        ErrorSeverities.Parse(wire).Should().Be(severity);
        ErrorSeverities.Parse(fourStep).Should().Be(back);
    }

    [Fact]
    public void Severities_rise() =>
        Enum.GetValues<ErrorSeverity>().Should().BeInAscendingOrder().And.Equal(
            ErrorSeverity.Debug, ErrorSeverity.Info, ErrorSeverity.Warning, ErrorSeverity.Error, ErrorSeverity.Critical);

    [Fact]
    public void A_value_outside_the_enumeration_reads_as_an_error()
    {
        ((ErrorSeverity)42).ToWireName().Should().Be("error");
        ((ErrorSeverity)42).ToFourStepName().Should().Be("HIGH");
    }

    [Fact]
    public void The_hosts_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR"); // where the upper case of i is no I
            ErrorSeverities.Parse("critical").Should().Be(ErrorSeverity.Critical);
            ErrorSeverities.Parse("info").Should().Be(ErrorSeverity.Info);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
