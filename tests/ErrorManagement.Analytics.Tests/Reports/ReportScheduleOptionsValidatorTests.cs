using ErrorManagement.Analytics.Alerts;
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
            ChannelTimeout = TimeSpan.FromSeconds(90),
            MaxRetries = 5,
            RetryDelay = TimeSpan.FromMinutes(5),
            StopTimeout = TimeSpan.FromSeconds(10),
        });
    }

    [Fact]
    public void Both_ends_of_every_bound_are_valid()
    {
        ReportScheduleOptionsValidator.Mistakes(new ReportScheduleOptions { At = TimeOnly.MinValue, WeeklyOn = DayOfWeek.Sunday, ChannelTimeout = TimeSpan.FromSeconds(1), MaxRetries = 0, RetryDelay = TimeSpan.FromSeconds(1), StopTimeout = TimeSpan.Zero }).Should().BeEmpty();
        ReportScheduleOptionsValidator.Mistakes(new ReportScheduleOptions { At = TimeOnly.MaxValue, WeeklyOn = DayOfWeek.Saturday, ChannelTimeout = TimeSpan.FromMinutes(10), MaxRetries = 20, RetryDelay = TimeSpan.FromHours(6), StopTimeout = TimeSpan.FromMinutes(10) }).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_listed_at_once_with_name_value_and_bound()
    {
        var options = new ReportScheduleOptions { WeeklyOn = (DayOfWeek)9, ChannelTimeout = TimeSpan.FromSeconds(0.5), MaxRetries = 21, RetryDelay = TimeSpan.FromHours(7), StopTimeout = TimeSpan.FromMinutes(11) };

        var validate = () => ReportScheduleOptionsValidator.ThrowIfInvalid(options);

        validate.Should().Throw<ArgumentException>().Which.Message.Should().ContainAll(
            "WeeklyOn must be one of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday; it is 9.",
            "ChannelTimeout must be at least 00:00:01 and at most 00:10:00, both inclusive; it is 00:00:00.5000000.",
            "MaxRetries must be at least 0 and at most 20, both inclusive; it is 21.",
            "RetryDelay must be at least 00:00:01 and at most 06:00:00, both inclusive; it is 07:00:00.",
            "StopTimeout must be at least 00:00:00 and at most 00:10:00, both inclusive; it is 00:11:00.");
        ReportScheduleOptionsValidator.Mistakes(new ReportScheduleOptions { StopTimeout = TimeSpan.FromTicks(-1), MaxRetries = -1, RetryDelay = TimeSpan.Zero, ChannelTimeout = TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(1) }).Should().HaveCount(4);
    }

    [Fact] // what is given a channel is more than it takes by itself
    public void A_webhook_that_uses_all_its_time_is_not_cut_short_by_the_defaults()
    {
        var longest = new WebhookOptions().TotalTimeout;

        new ReportScheduleOptions().ChannelTimeout.Should().BeGreaterThan(longest);
        new AlertOptions().SendTimeout.Should().BeGreaterThan(longest);
        new SlackOptions().TotalTimeout.Should().Be(longest);
    }
}
