using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class ReportScheduleOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid_and_as_documented()
    {
        var options = new ReportScheduleOptions();

        ReportScheduleOptionsValidator.Mistakes(options).Should().BeEmpty();
        options.Should().BeEquivalentTo(new
        {
            Daily = true,
            Weekly = true,
            At = new TimeOnly(0, 5),
            WeeklyOn = DayOfWeek.Monday,
            ChannelTimeout = TimeSpan.FromSeconds(30),
            StopTimeout = TimeSpan.FromSeconds(10),
        });
    }

    [Fact]
    public void Both_ends_of_every_bound_are_valid()
    {
        ReportScheduleOptionsValidator.Mistakes(new ReportScheduleOptions { At = TimeOnly.MinValue, WeeklyOn = DayOfWeek.Sunday, ChannelTimeout = TimeSpan.FromSeconds(1), StopTimeout = TimeSpan.Zero }).Should().BeEmpty();
        ReportScheduleOptionsValidator.Mistakes(new ReportScheduleOptions { At = TimeOnly.MaxValue, WeeklyOn = DayOfWeek.Saturday, ChannelTimeout = TimeSpan.FromMinutes(10), StopTimeout = TimeSpan.FromMinutes(10) }).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_listed_at_once_with_name_value_and_bound()
    {
        var options = new ReportScheduleOptions { WeeklyOn = (DayOfWeek)9, ChannelTimeout = TimeSpan.FromSeconds(0.5), StopTimeout = TimeSpan.FromMinutes(11) };

        var validate = () => ReportScheduleOptionsValidator.ThrowIfInvalid(options);

        validate.Should().Throw<ArgumentException>().Which.Message.Should().ContainAll(
            "WeeklyOn must be one of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday; it is 9.",
            "ChannelTimeout must be at least 00:00:01 and at most 00:10:00, both inclusive; it is 00:00:00.5000000.",
            "StopTimeout must be at least 00:00:00 and at most 00:10:00, both inclusive; it is 00:11:00.");
        ReportScheduleOptionsValidator.Mistakes(new ReportScheduleOptions { StopTimeout = TimeSpan.FromTicks(-1), ChannelTimeout = TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(1) }).Should().HaveCount(2);
    }
}
