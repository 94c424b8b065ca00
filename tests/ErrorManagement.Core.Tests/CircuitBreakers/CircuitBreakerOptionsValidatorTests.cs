using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerOptionsValidatorTests
{
    public static TheoryData<string, Action<CircuitBreakerOptions>, string> OutOfBounds { get; } = new()
    {
        { "FailureThreshold", o => o.FailureThreshold = 0, "at least 1; it is 0" },
        { "SuccessThreshold", o => o.SuccessThreshold = -1, "at least 1; it is -1" },
        { "HalfOpenMaxCalls", o => o.HalfOpenMaxCalls = 0, "1 to 10000, inclusive; it is 0" },
        { "HalfOpenMaxCalls", o => o.HalfOpenMaxCalls = 10_001, "1 to 10000, inclusive; it is 10001" },
        { "MinimumThroughput", o => o.MinimumThroughput = 0, "at least 1; it is 0" },
        { "FailureRateThreshold", o => o.FailureRateThreshold = 0, "more than 0 and at most 1; it is 0" }, // X23
        { "FailureRateThreshold", o => o.FailureRateThreshold = 1.01, "more than 0 and at most 1; it is 1.01" },
        { "FailureRateThreshold", o => o.FailureRateThreshold = double.NaN, "more than 0 and at most 1; it is NaN" },
        { "SamplingDuration", o => o.SamplingDuration = TimeSpan.FromMilliseconds(9), "10 ms to 1 day, inclusive; it is 00:00:00.0090000" },
        { "SamplingDuration", o => o.SamplingDuration = TimeSpan.FromHours(25), "10 ms to 1 day, inclusive; it is 1.01:00:00" },
        { "BreakDuration", o => o.BreakDuration = TimeSpan.Zero, "more than zero; it is 00:00:00" },
        { "HalfOpenTimeout", o => o.HalfOpenTimeout = TimeSpan.Zero, "null, or more than zero; it is 00:00:00" },
        { "BackoffMultiplier", o => o.BackoffMultiplier = 0.9, "at least 1 and finite; it is 0.9" },
        { "MaxBreakDuration", o => (o.BackoffMultiplier, o.MaxBreakDuration) = (2, TimeSpan.FromSeconds(59)), "at least BreakDuration (00:01:00) when BackoffMultiplier is set; it is 00:00:59" },
        { "Counting", o => o.Counting = (CircuitCounting)9, "Consecutive, Windowed or LastCalls; it is 9" },
        { "Metrics", o => o.Metrics = (CircuitMetricsLevel)9, "Minimal, Counts or Durations; it is 9" },
        { "IgnoredExceptionTypes", o => o.IgnoredExceptionTypes.Add(typeof(string)), "types of exceptions without null entries; it is System.String" },
        { "MonitoredExceptionTypes", o => o.MonitoredExceptionTypes.Add(null!), "types of exceptions without null entries; it is null" },
    };

    [Theory] // S0.50
    [MemberData(nameof(OutOfBounds))]
    public void A_setting_outside_its_bounds_is_refused_with_breaker_setting_bound_and_value(string option, Action<CircuitBreakerOptions> configure, string expected)
    {
        var options = new CircuitBreakerOptions();
        configure(options);

        var act = () => new CircuitBreaker("payments", options);

        act.Should().Throw<ArgumentException>().Which.Message.Should().Contain($"'payments': {option} must be").And.Contain(expected);
    }

    [Fact]
    public void The_bounds_themselves_are_accepted()
    {
        var act = () => new CircuitBreaker("payments", new CircuitBreakerOptions
        {
            FailureThreshold = 1,
            SuccessThreshold = 1,
            HalfOpenMaxCalls = 10_000,
            MinimumThroughput = 1,
            FailureRateThreshold = 1,
            SamplingDuration = TimeSpan.FromMilliseconds(10),
            BreakDuration = TimeSpan.FromTicks(1),
            HalfOpenTimeout = TimeSpan.FromTicks(1),
            BackoffMultiplier = 1,
            MaxBreakDuration = TimeSpan.FromTicks(1),
        });

        act.Should().NotThrow();
    }

    [Fact]
    public void All_mistakes_are_listed_at_once()
    {
        var act = () => new CircuitBreaker("payments", new CircuitBreakerOptions { FailureThreshold = 0, SuccessThreshold = 0, BreakDuration = TimeSpan.FromSeconds(-1) });

        act.Should().Throw<ArgumentException>().Which.Message.Should().ContainAll("FailureThreshold", "SuccessThreshold", "BreakDuration");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_breaker_needs_a_name(string name)
    {
        var act = () => new CircuitBreaker(name);

        act.Should().Throw<ArgumentException>();
    }
}
