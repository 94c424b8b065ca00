using ErrorManagement.Analytics.Dashboards;

namespace ErrorManagement.Analytics.Tests.Dashboards;

public sealed class ErrorDashboardOptionsValidatorTests
{
    [Fact]
    public void The_defaults_and_both_bounds_pass()
    {
        ErrorDashboardOptionsValidator.Mistakes(new ErrorDashboardOptions()).Should().BeEmpty();
        ErrorDashboardOptionsValidator.Mistakes(new ErrorDashboardOptions
        {
            Range = TimeSpan.FromMinutes(1),
            TimelineBucket = TimeSpan.FromMinutes(1),
            RateBucket = TimeSpan.FromMinutes(30),
            TopErrors = 0,
            Components = 1,
            Breakers = 0,
        }).Should().BeEmpty();
        ErrorDashboardOptionsValidator.Mistakes(new ErrorDashboardOptions
        {
            Range = TimeSpan.FromDays(35),
            TimelineBucket = TimeSpan.FromDays(1),
            RateBucket = TimeSpan.FromHours(12),
            TopErrors = 1_000,
            Components = 10_000,
            Breakers = 10_000,
        }).Should().BeEmpty();
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_value_and_bound()
    {
        ErrorDashboardOptionsValidator.Mistakes(new ErrorDashboardOptions
        {
            Range = TimeSpan.FromSeconds(59),
            TimelineBucket = TimeSpan.FromMinutes(7),
            RateBucket = TimeSpan.FromHours(5),
            TopErrors = -1,
            Components = 0,
            Breakers = 10_001,
        }).Should().Equal(
            "Range must be at least 00:01:00 and at most 35.00:00:00, both inclusive; it is 00:00:59.",
            "TimelineBucket must be whole minutes that divide an hour, or whole hours that divide a day; it is 00:07:00.",
            "RateBucket must be whole minutes that divide an hour, or whole hours that divide a day; it is 05:00:00.",
            "TopErrors must be at least 0 and at most 1000, both inclusive; it is -1.",
            "Components must be at least 1 and at most 10000, both inclusive; it is 0.",
            "Breakers must be at least 0 and at most 10000, both inclusive; it is 10001.");
        ErrorDashboardOptionsValidator.Mistakes(new ErrorDashboardOptions { Range = TimeSpan.FromDays(35) + TimeSpan.FromTicks(1), TopErrors = 1_001, Components = 10_001, Breakers = -1 })
            .Should().HaveCount(4);
    }
}
