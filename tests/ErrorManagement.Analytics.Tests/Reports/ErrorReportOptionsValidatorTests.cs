using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class ErrorReportOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid_and_as_documented()
    {
        var options = new ErrorReportOptions();

        ErrorReportOptionsValidator.Mistakes(options).Should().BeEmpty();
        options.Should().BeEquivalentTo(new { ApplicationName = (string?)null, Window = TimeSpan.FromHours(24), TopErrors = 10, DetailedErrors = 3, StackLines = 30, ShowMessages = false });
        options.Circuits.Should().BeEmpty();
    }

    [Fact]
    public void Both_ends_of_every_bound_are_valid()
    {
        ErrorReportOptionsValidator.Mistakes(new ErrorReportOptions { Window = TimeSpan.FromMinutes(1), TopErrors = 0, DetailedErrors = 0, StackLines = 0 }).Should().BeEmpty();
        ErrorReportOptionsValidator.Mistakes(new ErrorReportOptions { Window = TimeSpan.FromHours(24), TopErrors = 100, DetailedErrors = 100, StackLines = 1_000 }).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_listed_at_once_with_name_value_and_bound()
    {
        var options = new ErrorReportOptions { Window = TimeSpan.FromSeconds(59), TopErrors = 101, DetailedErrors = -1, StackLines = 1_001, Circuits = null! };

        var validate = () => ErrorReportOptionsValidator.ThrowIfInvalid(options);

        var message = validate.Should().Throw<ArgumentException>().Which.Message;
        message.Should().ContainAll(
            "Window must be at least 00:01:00 and at most 1.00:00:00; it is 00:00:59.",
            "TopErrors must be at least 0 and at most 100; it is 101.",
            "DetailedErrors must be at least 0 and at most 100; it is -1.",
            "StackLines must be at least 0 and at most 1000; it is 1001.",
            "Circuits must not be null");
    }

    [Fact]
    public void A_window_above_a_day_or_a_missing_circuit_is_a_mistake()
    {
        ErrorReportOptionsValidator.Mistakes(new ErrorReportOptions { Window = TimeSpan.FromHours(24) + TimeSpan.FromTicks(1) }).Should().ContainSingle();
        ErrorReportOptionsValidator.Mistakes(new ErrorReportOptions { Circuits = [null!] }).Should().ContainSingle().Which.Should().Contain("must not hold null");
    }
}
