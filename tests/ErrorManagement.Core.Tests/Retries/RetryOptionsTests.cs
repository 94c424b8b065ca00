using ErrorManagement.Retries;

namespace ErrorManagement.Core.Tests.Retries;

public sealed class RetryOptionsTests
{
    [Fact]
    public void The_defaults_are_three_retries_after_1_2_and_4_seconds_at_most_60_without_jitter()
    {
        // U20
        new RetryOptions().Should().BeEquivalentTo(new
        {
            Name = "retry",
            Component = "unknown",
            MaxRetries = 3,
            Backoff = RetryBackoff.Exponential,
            InitialDelay = TimeSpan.FromSeconds(1),
            Multiplier = 2.0,
            MaxDelay = TimeSpan.FromSeconds(60),
            MaxDuration = (TimeSpan?)null,
            Jitter = false,
            ReportRecovered = true,
            ReportFailures = true,
        });
    }

    [Theory]
    [InlineData(0, 0, 1.0, 0)]
    [InlineData(int.MaxValue, 24, 1e300, 24)]
    public void Values_on_the_bounds_are_allowed(int retries, int initialDays, double multiplier, int maxDays)
    {
        FluentActions.Invoking(() => new RetryPolicy(new RetryOptions { MaxRetries = retries, InitialDelay = TimeSpan.FromDays(initialDays), Multiplier = multiplier, MaxDelay = TimeSpan.FromDays(maxDays), MaxDuration = TimeSpan.FromTicks(1) }))
            .Should().NotThrow();
    }

    [Fact]
    [Behaviour("72")]
    public void All_mistakes_are_told_at_once_with_value_and_bound()
    {
        // D5, [72]
        var options = new RetryOptions
        {
            Name = " ",
            Component = "",
            MaxRetries = -1,
            Backoff = (RetryBackoff)7,
            InitialDelay = TimeSpan.FromSeconds(-1),
            Multiplier = 0.99,
            MaxDelay = TimeSpan.FromDays(24) + TimeSpan.FromTicks(1),
            MaxDuration = TimeSpan.Zero,
        };

        var message = FluentActions.Invoking(() => new RetryPolicy(options)).Should().Throw<ArgumentException>().Which.Message;

        message.Should().Contain("Name must be").And.Contain("Component must be").And.Contain("MaxRetries must be at least 0; it is -1.")
            .And.Contain("Backoff must be Exponential, Constant, Linear or DecorrelatedJitter; it is 7.").And.Contain("InitialDelay must be at least zero").And.Contain("it is -00:00:01.")
            .And.Contain("Multiplier must be at least 1 and finite; it is 0.99.").And.Contain("MaxDelay must be at least zero and at most 24 days")
            .And.Contain("MaxDuration must be null, or more than zero; it is 00:00:00.");
        new RetryOptionsValidator().Validate(null, options).Failures.Should().HaveCount(8);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_multiplier_that_is_no_number_is_refused(double multiplier)
    {
        new RetryOptionsValidator().Validate(null, new RetryOptions { Multiplier = multiplier }).Failed.Should().BeTrue();
    }

    [Fact]
    public void An_initial_delay_above_the_cap_is_refused()
    {
        new RetryOptionsValidator().Validate(null, new RetryOptions { InitialDelay = TimeSpan.FromSeconds(61) }).FailureMessage.Should().Contain("at most MaxDelay (00:01:00)");
    }
}
