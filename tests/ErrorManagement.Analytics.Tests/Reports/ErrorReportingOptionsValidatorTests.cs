using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class ErrorReportingOptionsValidatorTests
{
    [Fact] // S0.116
    public void The_defaults_are_valid_and_as_documented()
    {
        var options = new ErrorReportingOptions();

        ErrorReportingOptionsValidator.Mistakes(options).Should().BeEmpty();
        options.Should().BeEquivalentTo(new { BaselineWindow = TimeSpan.FromSeconds(604_800), DailyTop = 5, WeeklyTop = 10, IncidentTop = 5, TopErrors = 10 });
    }

    [Fact]
    public void Both_ends_of_every_bound_are_valid()
    {
        ErrorReportingOptionsValidator.Mistakes(new ErrorReportingOptions { BaselineWindow = TimeSpan.FromDays(1), DailyTop = 0, WeeklyTop = 0, IncidentTop = 0, TopErrors = 0 }).Should().BeEmpty();
        ErrorReportingOptionsValidator.Mistakes(new ErrorReportingOptions { BaselineWindow = TimeSpan.FromDays(34), DailyTop = 100, WeeklyTop = 100, IncidentTop = 100, TopErrors = 100 }).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_listed_at_once_with_name_value_and_bound()
    {
        var options = new ErrorReportingOptions { BaselineWindow = TimeSpan.FromDays(1) - TimeSpan.FromTicks(1), DailyTop = -1, WeeklyTop = 101, IncidentTop = -2, TopErrors = 102 };

        var validate = () => ErrorReportingOptionsValidator.ThrowIfInvalid(options);

        validate.Should().Throw<ArgumentException>().Which.Message.Should().ContainAll(
            "BaselineWindow must be at least 1.00:00:00 and at most 34.00:00:00, both inclusive; it is 23:59:59.9999999.",
            "DailyTop must be at least 0 and at most 100, both inclusive; it is -1.",
            "WeeklyTop must be at least 0 and at most 100, both inclusive; it is 101.",
            "IncidentTop must be at least 0 and at most 100, both inclusive; it is -2.",
            "TopErrors must be at least 0 and at most 100, both inclusive; it is 102.");
        ErrorReportingOptionsValidator.Mistakes(new ErrorReportingOptions { BaselineWindow = TimeSpan.FromDays(34) + TimeSpan.FromTicks(1) }).Should().ContainSingle();
    }
}
