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
        { "FailureRateThreshold", o => o.FailureRateThreshold = 0, "more than 0 and at most 1; it is 0" },
        { "FailureRateThreshold", o => o.FailureRateThreshold = 1.01, "more than 0 and at most 1; it is 1.01" },
        { "FailureRateThreshold", o => o.FailureRateThreshold = double.NaN, "more than 0 and at most 1; it is NaN" },
        { "SamplingDuration", o => o.SamplingDuration = TimeSpan.FromMilliseconds(9), "10 ms to 1 day, inclusive; it is 00:00:00.0090000" },
        { "SamplingDuration", o => o.SamplingDuration = TimeSpan.FromHours(25), "10 ms to 1 day, inclusive; it is 1.01:00:00" },
        { "BreakDuration", o => o.BreakDuration = TimeSpan.Zero, "more than zero; it is 00:00:00" },
        { "HalfOpenTimeout", o => o.HalfOpenTimeout = TimeSpan.Zero, "null, or more than zero; it is 00:00:00" },
        { "BackoffMultiplier", o => o.BackoffMultiplier = 0.9, "at least 1 and finite; it is 0.9" },
        { "BackoffMultiplier", o => o.BackoffMultiplier = double.NaN, "at least 1 and finite; it is NaN" },
        { "BackoffMultiplier", o => o.BackoffMultiplier = double.PositiveInfinity, "at least 1 and finite; it is Infinity" },
        { "BreakJitter", o => o.BreakJitter = -0.01, "0 to 1, inclusive; it is -0.01" },
        { "BreakJitter", o => o.BreakJitter = 1.01, "0 to 1, inclusive; it is 1.01" },
        { "BreakJitter", o => o.BreakJitter = double.NaN, "0 to 1, inclusive; it is NaN" },
        { "SlowCallRateThreshold", o => o.SlowCallRateThreshold = 0, "more than 0 and at most 1; it is 0" },
        { "SlowCallRateThreshold", o => o.SlowCallRateThreshold = 1.01, "more than 0 and at most 1; it is 1.01" },
        { "SlowCallRateThreshold", o => o.SlowCallRateThreshold = double.NaN, "more than 0 and at most 1; it is NaN" },
        { "SlowCallDuration", o => o.SlowCallDuration = TimeSpan.Zero, "more than zero; it is 00:00:00" },
        { "RateConfidence", o => o.RateConfidence = 0.5, "more than 0.5 and less than 1; it is 0.5" },
        { "RateConfidence", o => o.RateConfidence = 1, "more than 0.5 and less than 1; it is 1" },
        { "SamplingCalls", o => o.SamplingCalls = 0, "1 to 100000, inclusive; it is 0" },
        { "SamplingCalls", o => o.SamplingCalls = 100_001, "1 to 100000, inclusive; it is 100001" },
        { "TrialCalls", o => o.TrialCalls = 1, "null, or SuccessThreshold (2) to 10000, inclusive; it is 1" },
        { "TrialCalls", o => o.TrialCalls = 10_001, "null, or SuccessThreshold (2) to 10000, inclusive; it is 10001" },
        { "AfterHalfOpenTimeout", o => o.AfterHalfOpenTimeout = CircuitState.HalfOpen, "Open or Closed; it is HalfOpen" },
        { "RampDuration", o => o.RampDuration = TimeSpan.Zero, "null, or more than zero; it is 00:00:00" },
        { "RampStart", o => o.RampStart = 0, "more than 0 and less than 1; it is 0" },
        { "RampStart", o => o.RampStart = 1, "more than 0 and less than 1; it is 1" },
        { "InitialState", o => o.InitialState = CircuitState.HalfOpen, "Closed or Open; it is HalfOpen" },
        { "InitialMode", o => o.InitialMode = (CircuitMode)4, "Automatic, Isolated, Disabled or MetricsOnly; it is 4" },
        { "ExpectedCallsPerMinute", o => o.ExpectedCallsPerMinute = 0, "null, or more than zero and finite; it is 0" },
        { "ExpectedCallsPerMinute", o => o.ExpectedCallsPerMinute = double.PositiveInfinity, "null, or more than zero and finite; it is Infinity" },
        { "MaxBreakDuration", o => (o.BackoffMultiplier, o.MaxBreakDuration) = (2, TimeSpan.FromSeconds(59)), "at least BreakDuration (00:01:00) when BackoffMultiplier is set; it is 00:00:59" },
        { "Counting", o => o.Counting = (CircuitCounting)9, "Consecutive, Windowed or LastCalls; it is 9" },
        { "Metrics", o => o.Metrics = (CircuitMetricsLevel)9, "Minimal, Counts or Durations; it is 9" },
        { "IgnoredExceptionTypes", o => o.IgnoredExceptionTypes.Add(typeof(string)), "types of exceptions without null entries; it is System.String" },
        { "MonitoredExceptionTypes", o => o.MonitoredExceptionTypes.Add(null!), "types of exceptions without null entries; it is null" },
    };

    [Theory]
    [Behaviour("S0.50", "X23")]
    [MemberData(nameof(OutOfBounds))]
    public void A_setting_outside_its_bounds_is_refused_with_breaker_setting_bound_and_value(string option, Action<CircuitBreakerOptions> configure, string expected)
    {
        var options = new CircuitBreakerOptions();
        configure(options);

        var act = () => new CircuitBreaker("payments", options);

        act.Should().Throw<ArgumentException>().Which.Message.Should().Contain($"'payments': {option} must be").And.Contain(expected);
    }

    public static TheoryData<string, Action<CircuitBreakerOptions>> Bounds { get; } = new()
    {
        {
            "lowest", o =>
            {
                (o.FailureThreshold, o.SuccessThreshold, o.HalfOpenMaxCalls, o.MinimumThroughput, o.SamplingCalls, o.TrialCalls) = (1, 1, 1, 1, 1, 1);
                (o.FailureRateThreshold, o.SlowCallRateThreshold, o.BreakJitter, o.BackoffMultiplier) = (double.Epsilon, double.Epsilon, 0, 1);
                (o.RateConfidence, o.RampStart, o.ExpectedCallsPerMinute) = (Math.BitIncrement(0.5), double.Epsilon, double.Epsilon);
                (o.SamplingDuration, o.BreakDuration, o.MaxBreakDuration) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromTicks(1), TimeSpan.FromTicks(1));
                (o.HalfOpenTimeout, o.SlowCallDuration, o.RampDuration) = (TimeSpan.FromTicks(1), TimeSpan.FromTicks(1), TimeSpan.FromTicks(1));
            }
        },
        {
            "highest", o =>
            {
                (o.FailureThreshold, o.SuccessThreshold, o.HalfOpenMaxCalls, o.MinimumThroughput, o.SamplingCalls, o.TrialCalls) = (int.MaxValue, 10_000, 10_000, int.MaxValue, 100_000, 10_000);
                (o.FailureRateThreshold, o.SlowCallRateThreshold, o.BreakJitter, o.BackoffMultiplier) = (1, 1, 1, double.MaxValue);
                (o.RateConfidence, o.RampStart, o.ExpectedCallsPerMinute) = (Math.BitDecrement(1), Math.BitDecrement(1), double.MaxValue);
                (o.SamplingDuration, o.BreakDuration, o.MaxBreakDuration) = (TimeSpan.FromDays(1), TimeSpan.MaxValue, TimeSpan.MaxValue);
                (o.HalfOpenTimeout, o.SlowCallDuration, o.RampDuration) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
            }
        },
        { "no limit of successes", o => o.SuccessThreshold = int.MaxValue },
        { "a longest break below the break, without effect", o => o.MaxBreakDuration = TimeSpan.FromSeconds(-1) },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    [Behaviour("S0.50")]
    public void The_bounds_themselves_are_accepted_and_the_breaker_works(string which, Action<CircuitBreakerOptions> configure)
    {
        foreach (var counting in Enum.GetValues<CircuitCounting>())
        {
            var harness = new BreakerHarness(o =>
            {
                configure(o);
                o.Counting = counting;
            });

            for (var i = 0; i < 20; i++)
            {
                if (harness.Breaker.TryEnter(out var permit))
                {
                    harness.Wait(0.5);
                    permit.Fail(new TimeoutException());
                }
            }

            harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.FailedCalls + m.RejectedCalls + m.LateCalls == 20, which);
        }
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
