using System.Globalization;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerSettingsCheckTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(0.1)]
    [InlineData(600.0)]
    public void The_defaults_make_sense_at_any_rate_of_calls(double? callsPerMinute) =>
        new CircuitBreakerOptions { ExpectedCallsPerMinute = callsPerMinute }.CheckSettings().Should().BeEmpty();

    [Theory]
    [InlineData(null)]
    [InlineData(18.0)]
    [InlineData(6_000.0)]
    public void The_preset_makes_sense_at_the_rates_it_is_for(double? callsPerMinute)
    {
        var options = CircuitBreakerOptions.Enhanced;
        options.ExpectedCallsPerMinute = callsPerMinute;
        options.CheckSettings().Should().BeEmpty();
    }

    [Theory]
    [InlineData(9.0, 10, true)]
    [InlineData(9.1, 10, false)] // evenly spaced, one a 6.6 s: ten of them lie within 60 s
    [InlineData(10.0, 10, false)]
    [InlineData(0.1, 1, false)] // the call that fails is in the window itself
    [InlineData(3.0, 100, true)]
    public void A_minimum_that_the_declared_rate_never_reaches_is_found(double callsPerMinute, int minimum, bool isFound) =>
        RulesOf(o => (o.FailureRateThreshold, o.MinimumThroughput, o.ExpectedCallsPerMinute) = (0.5, minimum, callsPerMinute))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.ThroughputOutOfReach] : Array.Empty<string>());

    [Fact]
    public void The_message_names_the_settings_their_values_and_what_would_work()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            var found = new CircuitBreakerOptions { FailureRateThreshold = 0.5, MinimumThroughput = 100, ExpectedCallsPerMinute = 3.5 }.CheckSettings("payments").Should().ContainSingle().Subject;

            found.Subject.Should().Be("Circuit breaker 'payments'");
            found.Message.Should().Be("MinimumThroughput is 100, and at the declared 3.5 calls a minute the SamplingDuration of 60 s holds only 4: FailureRateThreshold never applies. Lower MinimumThroughput to 4, lengthen SamplingDuration to 1715 s, or count the last calls (CircuitCounting.LastCalls).");
            found.ToString().Should().Be($"Circuit breaker 'payments': {found.Message} [throughput-out-of-reach]");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_window_longer_than_allowed_is_not_recommended() =>
        MessageOf(o => (o.FailureRateThreshold, o.MinimumThroughput, o.ExpectedCallsPerMinute) = (0.5, 100, 0.01)).Should().Contain("Lower MinimumThroughput to 1, or count");

    [Fact]
    public void Counting_the_last_calls_any_minimum_is_reached_in_the_end() =>
        RulesOf(o => (o.Counting, o.FailureRateThreshold, o.MinimumThroughput, o.FailureThreshold, o.ExpectedCallsPerMinute) = (CircuitCounting.LastCalls, 0.5, 1_000, 60, 0.1)).Should().BeEmpty();

    [Theory]
    [InlineData(CircuitCounting.Windowed, 4.0, 5, true)]
    [InlineData(CircuitCounting.Windowed, 5.0, 5, false)]
    [InlineData(CircuitCounting.Windowed, null, 5_000, false)]
    [InlineData(CircuitCounting.Consecutive, 0.1, 5, false)] // they come in the end
    [InlineData(CircuitCounting.LastCalls, null, 100, false)]
    [InlineData(CircuitCounting.LastCalls, null, 101, true)]
    [InlineData(CircuitCounting.LastCalls, null, int.MaxValue, false)] // switched off
    [InlineData(CircuitCounting.Windowed, 4.0, int.MaxValue, false)]
    public void A_count_that_the_window_never_holds_is_found(CircuitCounting counting, double? callsPerMinute, int threshold, bool isFound) =>
        RulesOf(o => (o.Counting, o.ExpectedCallsPerMinute, o.FailureThreshold) = (counting, callsPerMinute, threshold))
            .Except([SettingsRules.NeverOpens]).Should().BeEquivalentTo(isFound ? [SettingsRules.FailuresOutOfReach] : Array.Empty<string>());

    [Theory]
    [InlineData(CircuitCounting.Windowed, "*FailureThreshold is 500*declared 4 calls a minute*SamplingDuration of 60 s holds only 4*at most 4, lengthen SamplingDuration to 7500 s, or*")]
    [InlineData(CircuitCounting.LastCalls, "*FailureThreshold is 500*only the last 100 calls*at most 100*SamplingCalls*")]
    public void Its_message_has_the_numbers(CircuitCounting counting, string message) =>
        MessageOf(o => (o.Counting, o.ExpectedCallsPerMinute, o.FailureThreshold) = (counting, 4, 500)).Should().Match(message);

    [Fact]
    public void A_count_out_of_reach_is_no_matter_when_a_rate_opens_the_circuit() =>
        RulesOf(o => (o.Counting, o.ExpectedCallsPerMinute, o.FailureThreshold, o.FailureRateThreshold, o.MinimumThroughput) = (CircuitCounting.Windowed, 4, 50, 0.5, 3)).Should().BeEmpty();

    [Fact]
    public void When_neither_count_nor_rate_is_reached_both_are_named() =>
        RulesOf(o => (o.Counting, o.ExpectedCallsPerMinute, o.FailureRateThreshold, o.SlowCallRateThreshold) = (CircuitCounting.Windowed, 4, 0.5, 0.5))
            .Should().Equal(SettingsRules.ThroughputOutOfReach, SettingsRules.FailuresOutOfReach);

    // All of n calls fail: the bound is n / (n + z²), so n = z² p / (1 - p); z = 1.6449 at 0.95 and 2.3263 at 0.99.
    [Theory]
    [InlineData(0.95, 0.5, 3, false)]
    [InlineData(0.95, 0.5, 2, true)]
    [InlineData(0.99, 0.9, 49, false)]
    [InlineData(0.99, 0.9, 48, true)]
    public void A_confidence_that_the_calls_of_the_window_never_give_is_found(double confidence, double rate, int calls, bool isFound)
    {
        RulesOf(Declared).Should().BeEquivalentTo(isFound ? [SettingsRules.ConfidenceOutOfReach] : Array.Empty<string>());
        RulesOf(Last).Should().BeEquivalentTo(isFound ? [SettingsRules.ConfidenceOutOfReach] : Array.Empty<string>());

        void Declared(CircuitBreakerOptions o) => (o.RateConfidence, o.FailureRateThreshold, o.MinimumThroughput, o.ExpectedCallsPerMinute) = (confidence, rate, 2, calls);
        void Last(CircuitBreakerOptions o) => (o.RateConfidence, o.SlowCallRateThreshold, o.MinimumThroughput, o.SamplingCalls, o.Counting, o.FailureThreshold) = (confidence, rate, 2, calls, CircuitCounting.LastCalls, 2);
    }

    [Fact]
    public void Its_message_says_how_many_calls_it_takes() =>
        MessageOf(o => (o.RateConfidence, o.FailureRateThreshold, o.ExpectedCallsPerMinute) = (0.99, 0.9, 10))
            .Should().Match("FailureRateThreshold is 0.9 with RateConfidence 0.99, and the 10 calls that SamplingDuration (60 s) holds at the declared 10 a minute*above 0.649*It takes 49 calls*");

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.999, false)]
    public void No_number_of_calls_is_sure_of_a_rate_of_one(double rate, bool isFound) =>
        RulesOf(o => (o.RateConfidence, o.FailureRateThreshold) = (0.95, rate)).Should().BeEquivalentTo(isFound ? [SettingsRules.ConfidenceOutOfReach] : Array.Empty<string>());

    [Theory]
    [InlineData(CircuitCounting.Windowed, 49, null, true)]
    [InlineData(CircuitCounting.Windowed, 50, null, false)] // equally many: the same said twice
    [InlineData(CircuitCounting.Windowed, 58, 0.95, true)] // with confidence the rate takes more of them
    [InlineData(CircuitCounting.Windowed, 59, 0.95, false)]
    [InlineData(CircuitCounting.LastCalls, 49, null, true)]
    [InlineData(CircuitCounting.Consecutive, 5, null, false)] // failures with successes in between are the rate's alone
    public void A_rate_that_the_count_always_forestalls_is_found(CircuitCounting counting, int threshold, double? confidence, bool isFound) =>
        RulesOf(o => (o.Counting, o.FailureThreshold, o.RateConfidence, o.FailureRateThreshold, o.MinimumThroughput) = (counting, threshold, confidence, 0.5, 100))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.RateOverruled] : Array.Empty<string>());

    [Fact]
    public void Its_message_says_how_many_failures_the_rate_takes() =>
        MessageOf(o => (o.Counting, o.FailureRateThreshold, o.MinimumThroughput) = (CircuitCounting.Windowed, 0.5, 100))
            .Should().Match("FailureRateThreshold 0.5 never decides: of at least 100 calls it takes 50 failures, and FailureThreshold 5 opens*");

    [Theory]
    [InlineData(typeof(TimeoutException), typeof(TimeoutException), true)]
    [InlineData(typeof(ArgumentNullException), typeof(ArgumentException), true)]
    [InlineData(typeof(ArgumentException), typeof(ArgumentNullException), false)] // the others of its kind count
    [InlineData(null, typeof(Exception), true)]
    [InlineData(null, typeof(SystemException), false)]
    public void Types_that_leave_nothing_to_count_are_found(Type? monitored, Type ignored, bool isFound)
    {
        RulesOf(Set).Should().BeEquivalentTo(isFound ? [SettingsRules.NothingCounts] : Array.Empty<string>());
        RulesOf(o => Set(o.JudgeResult<int>(_ => CircuitVerdict.Failure))).Should().BeEmpty("results may count");
        RulesOf(o =>
        {
            Set(o);
            o.JudgeException = (_, _) => CircuitVerdict.Failure;
        }).Should().BeEmpty("the judge comes first");

        void Set(CircuitBreakerOptions o)
        {
            if (monitored is not null)
            {
                o.MonitoredExceptionTypes.Add(monitored);
            }

            o.IgnoredExceptionTypes.Add(ignored);
        }
    }

    [Theory]
    [InlineData(12.0, 2, CircuitState.Open, false)]
    [InlineData(6.0, 2, CircuitState.Open, true)] // the second would come when the time is over
    [InlineData(6.1, 2, CircuitState.Open, false)]
    [InlineData(0.1, 1, CircuitState.Open, false)] // the first call begins the time
    [InlineData(0.1, 5, CircuitState.Closed, false)] // closes without them
    public void Trials_that_have_no_time_at_the_declared_rate_are_found(double callsPerMinute, int successes, CircuitState after, bool isFound) =>
        RulesOf(o => (o.ExpectedCallsPerMinute, o.SuccessThreshold, o.HalfOpenTimeout, o.AfterHalfOpenTimeout) = (callsPerMinute, successes, TimeSpan.FromSeconds(10), after))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.TrialsOutOfTime] : Array.Empty<string>());

    [Fact]
    public void Their_message_says_how_long_it_takes() =>
        MessageOf(o => (o.ExpectedCallsPerMinute, o.SuccessThreshold, o.HalfOpenTimeout) = (3, 2, TimeSpan.FromSeconds(10)))
            .Should().Match("SuccessThreshold is 2*declared 3 calls a minute only 1 can*HalfOpenTimeout of 10 s*Lower SuccessThreshold to 1*to 40 s.");

    [Theory]
    [InlineData(5.9, true)]
    [InlineData(6.0, false)]
    public void A_ramp_between_two_calls_is_found(double callsPerMinute, bool isFound) =>
        RulesOf(o => (o.ExpectedCallsPerMinute, o.RampDuration) = (callsPerMinute, TimeSpan.FromSeconds(10))).Should().BeEquivalentTo(isFound ? [SettingsRules.RampOutOfTime] : Array.Empty<string>());

    [Theory]
    [InlineData(2.0, 60, true)]
    [InlineData(2.0, 61, false)]
    [InlineData(1.0, 60, false)] // said so
    public void A_break_that_is_to_grow_and_cannot_is_found(double multiplier, int longest, bool isFound) =>
        RulesOf(o => (o.BackoffMultiplier, o.MaxBreakDuration) = (multiplier, TimeSpan.FromSeconds(longest))).Should().BeEquivalentTo(isFound ? [SettingsRules.BreakNeverGrows] : Array.Empty<string>());

    public static TheoryData<string, Action<CircuitBreakerOptions>, Action<CircuitBreakerOptions>> SettingsWithoutEffect => new()
    {
        { "MinimumThroughput (20)", o => o.MinimumThroughput = 20, o => o.FailureRateThreshold = 0.5 },
        { "RateConfidence (0.95)", o => o.RateConfidence = 0.95, o => o.SlowCallRateThreshold = 0.5 },
        { "SlowCallDuration (2 s)", o => o.SlowCallDuration = TimeSpan.FromSeconds(2), o => o.SlowCallRateThreshold = 0.5 },
        { "SamplingDuration (0.5 s)", o => o.SamplingDuration = TimeSpan.FromSeconds(0.5), o => o.Counting = CircuitCounting.Windowed },
        { "SamplingDuration (0.5 s)", o => o.SamplingDuration = TimeSpan.FromSeconds(0.5), o => o.FailureRateThreshold = 0.5 },
        { "SamplingCalls (20)", o => o.SamplingCalls = 20, o => o.Counting = CircuitCounting.LastCalls },
        { "MaxBreakDuration (90 s)", o => o.MaxBreakDuration = TimeSpan.FromSeconds(90), o => o.BackoffMultiplier = 2 },
        { "AfterHalfOpenTimeout (Closed)", o => o.AfterHalfOpenTimeout = CircuitState.Closed, o => o.HalfOpenTimeout = TimeSpan.FromMinutes(5) },
        { "RampStart (0.5)", o => o.RampStart = 0.5, o => o.RampDuration = TimeSpan.FromMinutes(5) },
    };

    [Theory]
    [MemberData(nameof(SettingsWithoutEffect))]
    public void A_setting_without_what_it_needs_is_found(string start, Action<CircuitBreakerOptions> set, Action<CircuitBreakerOptions> need)
    {
        MessageOf(set).Should().StartWith(start + " has no effect: ");
        RulesOf(set).Should().Equal(SettingsRules.WithoutEffect);
        RulesOf(set + need).Should().BeEmpty();
    }

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(2.0, false)] // the preset's
    public void Growth_beside_a_pacing_has_no_effect(double multiplier, bool isFound) =>
        RulesOf(o => (o.BackoffMultiplier, o.Pacing) = (multiplier, BreakerPacing.Exponential())).Should().BeEquivalentTo(isFound ? [SettingsRules.WithoutEffect] : Array.Empty<string>());

    [Theory]
    [InlineData(5, 4, true)]
    [InlineData(4, 4, false)]
    [InlineData(3, 2, false)] // nobody has chosen the 3
    public void More_places_than_trials_that_are_judged_together_are_found(int places, int together, bool isFound) =>
        RulesOf(o => (o.HalfOpenMaxCalls, o.TrialCalls) = (places, together)).Should().BeEquivalentTo(isFound ? [SettingsRules.WithoutEffect] : Array.Empty<string>());

    [Fact]
    public void A_circuit_that_nothing_can_open_is_found_and_one_with_a_rate_a_judge_or_another_mode_is_not()
    {
        RulesOf(o => o.FailureThreshold = int.MaxValue).Should().Equal(SettingsRules.NeverOpens);
        RulesOf(o => (o.FailureThreshold, o.FailureRateThreshold) = (int.MaxValue, 0.5)).Should().BeEmpty();
        RulesOf(o => (o.FailureThreshold, o.SlowCallRateThreshold) = (int.MaxValue, 0.5)).Should().BeEmpty();
        RulesOf(o => (o.FailureThreshold, o.JudgeException) = (int.MaxValue, (_, _) => CircuitVerdict.Trip)).Should().BeEmpty();
        RulesOf(o => o.JudgeResult<int>(_ => CircuitVerdict.Trip).FailureThreshold = int.MaxValue).Should().BeEmpty();
        RulesOf(o => (o.FailureThreshold, o.InitialMode) = (int.MaxValue, CircuitMode.Disabled)).Should().BeEmpty();
    }

    [Fact]
    public void Jitter_beside_a_pacing_has_no_effect() =>
        MessageOf(o => (o.BreakJitter, o.Pacing) = (0.2, BreakerPacing.Exponential())).Should().Be("BreakJitter (0.2) has no effect: Pacing says how long breaks are. Set what it needs, or leave it out.");

    [Fact]
    public void The_preset_may_be_given_another_pacing_and_another_counting()
    {
        RulesOf(o => o.UseEnhanced().Pacing = BreakerPacing.Adaptive()).Should().BeEmpty();
        RulesOf(o => o.UseEnhanced().Counting = CircuitCounting.LastCalls).Should().BeEmpty();
        RulesOf(o => o.UseEnhanced().Counting = CircuitCounting.Consecutive).Should().BeEmpty();
        RulesOf(o => o.UseEnhanced().FailureRateThreshold = null).Should().BeEmpty();
    }

    [Fact]
    public void Options_may_be_changed_and_checked_again()
    {
        var options = new CircuitBreakerOptions { RateConfidence = 0.99, FailureRateThreshold = 0.9, ExpectedCallsPerMinute = 30 };
        options.CheckSettings().Should().ContainSingle();

        options.RateConfidence = 0.95;
        options.CheckSettings().Should().BeEmpty("25 calls are enough at this confidence");
    }

    [Fact]
    public void Settings_outside_their_bounds_are_refused_as_by_the_breaker()
    {
        var act = () => new CircuitBreakerOptions { FailureThreshold = 0 }.CheckSettings("payments");

        act.Should().Throw<ArgumentException>().WithMessage("*'payments': FailureThreshold must be at least 1; it is 0*");
    }

    [Fact]
    public void Settings_that_keep_clear_of_each_other_are_never_found()
    {
        var random = new Random(20_240);
        for (var i = 0; i < 2_000; i++)
        {
            var counting = Enum.GetValues<CircuitCounting>()[random.Next(3)];
            var minimum = random.Next(1, 51);
            var threshold = random.Next(1, 51);
            var successes = random.Next(1, 6);
            var options = new CircuitBreakerOptions
            {
                Counting = counting,
                FailureRateThreshold = random.Next(10, 91) / 100.0,
                MinimumThroughput = minimum,
                FailureThreshold = counting == CircuitCounting.Consecutive ? threshold : Math.Max(threshold, minimum),
                SamplingDuration = TimeSpan.FromSeconds(counting == CircuitCounting.LastCalls ? 60 : random.Next(minimum, 600)),
                ExpectedCallsPerMinute = random.Next(60, 6_000),
                SuccessThreshold = successes,
                HalfOpenTimeout = TimeSpan.FromSeconds(successes),
                BackoffMultiplier = 2,
                RampDuration = TimeSpan.FromSeconds(30),
            };
            options.CheckSettings().Should().BeEmpty($"set {i} makes sense");
        }
    }

    private static IEnumerable<string> RulesOf(Action<CircuitBreakerOptions> configure) => Check(configure).Select(w => w.Rule);

    private static string MessageOf(Action<CircuitBreakerOptions> configure) => Check(configure).Should().ContainSingle().Subject.Message;

    private static IReadOnlyList<SettingsWarning> Check(Action<CircuitBreakerOptions> configure)
    {
        var options = new CircuitBreakerOptions();
        configure(options);
        return options.CheckSettings();
    }
}
