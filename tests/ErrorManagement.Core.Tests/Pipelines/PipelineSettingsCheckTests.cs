using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using ErrorManagement.Timeouts;
using NSubstitute;

namespace ErrorManagement.Core.Tests.Pipelines;

public sealed class PipelineSettingsCheckTests
{
    private const int Many = 1_000_000;

    [Fact]
    public void Policies_as_the_pages_show_them_make_sense()
    {
        var paymentsBreaker = Breaker();
        Check(p => p.Retry(o => o.MaxRetries = 3).Add(paymentsBreaker).Timeout(Seconds(2))).Should().BeEmpty();
        Check(p => p.Add(paymentsBreaker).Retry().Timeout(Seconds(2))).Should().BeEmpty();
        Check(p => p.Timeout(Seconds(30)).Retry().Add(paymentsBreaker).Timeout(Seconds(2))).Should().BeEmpty();
        Check(p => p.Retry().Add(Breaker(o => o.UseEnhanced())).Timeout(Seconds(2))).Should().BeEmpty();
        Check(p => p.Retry().Add(paymentsBreaker).Add(new TimeoutPolicy())).Should().BeEmpty();
        Check(p => p).Should().BeEmpty();
        new PipelineBuilder().Fallback("none").Retry().Add(paymentsBreaker).Timeout(Seconds(2)).Build().CheckSettings().Should().BeEmpty();
        new PipelineBuilder().Fallback(new CachedResponseFallback<string>().For("key"))
            .Retry(o => (o.MaxRetries, o.InitialDelay) = (1, Seconds(0.1)))
            .Add(Breaker(o => o.BreakDuration = Seconds(1.5))).Timeout(Seconds(0.3)).Build().CheckSettings().Should().BeEmpty();
    }

    [Theory] // X22
    [InlineData(CircuitCounting.Consecutive, 3, 4, true)]
    [InlineData(CircuitCounting.Consecutive, 3, 5, false)]
    [InlineData(CircuitCounting.Windowed, 3, 4, true)]
    [InlineData(CircuitCounting.Windowed, 3, 5, false)]
    [InlineData(CircuitCounting.LastCalls, 3, 4, true)]
    [InlineData(CircuitCounting.LastCalls, 3, 5, false)]
    [InlineData(CircuitCounting.Consecutive, 0, 1, false)] // no retry
    [InlineData(CircuitCounting.Consecutive, int.MaxValue, 5_000, true)]
    public void Retries_of_one_call_that_open_the_breaker_are_found(CircuitCounting counting, int retries, int threshold, bool isFound) =>
        RulesOf(p => p.Retry(o => o.MaxRetries = retries).Add(Breaker(o => (o.Counting, o.FailureThreshold) = (counting, threshold))))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.RetriesTripBreaker] : Array.Empty<string>());

    [Fact]
    public void The_message_names_the_layers_and_their_numbers()
    {
        var pipeline = new PipelineBuilder().Retry().Add(Breaker(o => o.FailureThreshold = 4)).Timeout(Seconds(2)).Build();

        var found = pipeline.CheckSettings().Should().ContainSingle().Subject;

        found.Subject.Should().Be("Pipeline 'retry(3, 1 s x2 <= 60 s) > breaker(payments: 4 in a row, 60 s) > timeout(2 s)'");
        found.Message.Should().Be("retry(3, 1 s x2 <= 60 s) tries one call up to 4 times, and breaker(payments) below counts each try: FailureThreshold 4 is reached by one call alone. Raise FailureThreshold above 4, retry less often, or write the breaker outside of the retry: then it counts calls.");
        pipeline.CheckSettings("checkout").Single().Should().Be(found with { Subject = "Policy 'checkout'" });
    }

    [Fact]
    public void Outside_of_the_retry_the_breaker_counts_calls() =>
        RulesOf(p => p.Add(Breaker(o => o.FailureThreshold = 1)).Retry()).Should().BeEmpty();

    [Theory] // delays of 1, 2 and 4 s: tries at 0, 1, 3 and 7 s
    [InlineData(7.0, false)]
    [InlineData(7.1, true)]
    public void Only_tries_that_the_window_holds_together_count(double window, bool isFound) =>
        RulesOf(p => p.Retry().Add(Breaker(o => (o.Counting, o.FailureThreshold, o.SamplingDuration) = (CircuitCounting.Windowed, 4, Seconds(window)))))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.RetriesTripBreaker] : Array.Empty<string>());

    [Theory]
    [InlineData(4, null, null, true)]
    [InlineData(5, null, null, false)]
    [InlineData(4, null, 0.95, true)] // 4 of 4 are above 0.596 at that confidence
    [InlineData(4, null, 0.99, false)] // above 0.425 only
    [InlineData(4, 8.0, null, true)] // 4 of 8
    [InlineData(4, 9.0, null, false)] // 4 of 9
    public void Retries_of_one_call_that_make_a_rate_are_found(int minimum, double? callsPerMinute, double? confidence, bool isFound) =>
        RulesOf(p => p.Retry().Add(Breaker(o => (o.FailureRateThreshold, o.MinimumThroughput, o.ExpectedCallsPerMinute, o.RateConfidence) = (0.5, minimum, callsPerMinute, confidence))))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.RetriesTripBreaker] : Array.Empty<string>());

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void Retries_around_retries_multiply(int threshold, bool isFound) =>
        RulesOf(p => p.Retry().Retry().Add(Breaker(o => o.FailureThreshold = threshold))).Should().BeEquivalentTo(isFound ? [SettingsRules.RetriesMultiply, SettingsRules.RetriesTripBreaker] : [SettingsRules.RetriesMultiply]);

    [Theory] // tries at 0, 1, 3 and 7 s
    [InlineData(7.5, 4)]
    [InlineData(7.0, 3)]
    [InlineData(0.5, 1)]
    public void Tries_that_a_time_out_around_ends_are_not_counted(double timeout, int tries)
    {
        Trips(tries).Should().Be(tries > 1);
        Trips(tries + 1).Should().BeFalse();

        bool Trips(int threshold) => RulesOf(p => p.Timeout(Seconds(timeout)).Retry().Add(Breaker(o => o.FailureThreshold = threshold))).Contains(SettingsRules.RetriesTripBreaker);
    }

    [Theory] // delays of 1, 2 and 4 s
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_fallback_that_retries_counts_like_a_retry(int threshold, bool isFound)
    {
        var chain = new FallbackChain<string>(new CachedResponseFallback<string>().For("key"), new RetryFallback<string>(), new DefaultValueFallback<string>("none"), new RetryFallback<string>());

        new PipelineBuilder().Fallback(chain).Add(Breaker(o => o.FailureThreshold = threshold)).Build().CheckSettings()
            .Select(w => w.Rule).Should().BeEquivalentTo(isFound ? [SettingsRules.RetriesTripBreaker] : Array.Empty<string>());
    }

    [Theory] // X21
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_retry_of_the_library_repeats_a_breakers_rejection_so_no_rule_looks_for_it(bool fallback)
    {
        var breaker = Breaker(o => o.FailureThreshold = 1);
        breaker.Enter().Fail();
        var classifier = Substitute.For<IErrorClassifier>();
        classifier.Classify(default!, default).ReturnsForAnyArgs(new ErrorClassification(ErrorCategory.Transient, ErrorSeverity.Warning));

        if (fallback)
        {
            await Record.ExceptionAsync(async () => await new PipelineBuilder().Fallback(new RetryFallback<int>()).Add(breaker).Build().ExecuteAsync(_ => new ValueTask<int>(1)));
        }
        else
        {
            await Record.ExceptionAsync(async () => await new PipelineBuilder(classifier: classifier).Retry(o => o.ShouldRetry = (_, _) => true).Add(breaker).Build().ExecuteAsync(_ => new ValueTask<int>(1)));
        }

        breaker.GetMetrics().RejectedCalls.Should().Be(1);
    }

    [Theory]
    [InlineData(2.0, 2.0, false)]
    [InlineData(1.9, 2.0, true)]
    public void A_break_shorter_than_the_time_out_below_or_around_is_found(double length, double timeout, bool isFound)
    {
        var breaker = Breaker(o => o.BreakDuration = Seconds(length));
        var expected = isFound ? [SettingsRules.BreakShorterThanTimeout] : Array.Empty<string>();
        RulesOf(p => p.Add(breaker).Timeout(Seconds(timeout))).Should().BeEquivalentTo(expected);
        RulesOf(p => p.Timeout(Seconds(timeout)).Add(breaker)).Should().BeEquivalentTo(expected);
        RulesOf(p => p.Add(breaker).Retry().Timeout(Seconds(timeout))).Should().BeEquivalentTo(expected);
        RulesOf(p => p.Timeout(Seconds(60)).Add(breaker).Timeout(Seconds(timeout))).Should().BeEquivalentTo(expected, "the shorter one ends the call");
    }

    [Fact]
    public void Its_message_has_both_lengths() =>
        Check(p => p.Add(Breaker(o => o.BreakDuration = Seconds(5))).Timeout(Seconds(30))).Should().ContainSingle().Which.Message
            .Should().Match("BreakDuration of breaker(payments) is 5 s, and timeout(30 s) lets a call take 30 s: *Lengthen BreakDuration to at least 30 s, or shorten the time-out.");

    [Theory]
    [InlineData(2.0, 2.0, false)]
    [InlineData(1.9, 2.0, true)]
    public void Trials_with_less_time_than_the_time_out_are_found(double length, double timeout, bool isFound) =>
        RulesOf(p => p.Add(Breaker(o => o.HalfOpenTimeout = Seconds(length))).Timeout(Seconds(timeout)))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.TrialsShorterThanTimeout] : Array.Empty<string>());

    [Fact]
    public void Their_message_says_where_the_circuit_goes() =>
        Check(p => p.Add(Breaker(o => o.HalfOpenTimeout = Seconds(10))).Timeout(Seconds(30))).Should().ContainSingle().Which.Message
            .Should().Match("HalfOpenTimeout of breaker(payments) is 10 s, and timeout(30 s) lets a trial take 30 s: the circuit goes to Open while *");

    [Theory]
    [InlineData(2.0, 2.0, true)]
    [InlineData(1.9, 2.0, false)]
    public void Slow_calls_that_a_time_out_ends_first_are_found(double slow, double timeout, bool isFound)
    {
        var breaker = Breaker(o => (o.SlowCallRateThreshold, o.SlowCallDuration) = (0.5, Seconds(slow)));
        var expected = isFound ? [SettingsRules.SlowCallsCutFirst] : Array.Empty<string>();
        RulesOf(p => p.Add(breaker).Timeout(Seconds(timeout))).Should().BeEquivalentTo(expected);
        RulesOf(p => p.Timeout(Seconds(timeout)).Add(breaker)).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void Retries_below_the_breaker_make_a_slow_call_of_several_quick_ones() =>
        RulesOf(p => p.Add(Breaker(o => (o.SlowCallRateThreshold, o.SlowCallDuration) = (0.5, Seconds(5)))).Retry().Timeout(Seconds(2))).Should().BeEmpty();

    [Theory] // the last try begins after 1 + 2 + 4 s
    [InlineData(7.1, null, false)]
    [InlineData(7.0, null, true)]
    [InlineData(7.0, 6.9, false)] // retrying ends by itself
    public void Retries_that_a_time_out_around_them_ends_are_found(double timeout, double? duration, bool isFound) =>
        RulesOf(p => p.Timeout(Seconds(timeout)).Retry(o => o.MaxDuration = duration is { } d ? Seconds(d) : null))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.RetriesOutlastTimeout] : Array.Empty<string>());

    [Theory]
    [InlineData(5.0, 3, "retry(3, 1 s x2 <= 60 s) waits 7 s until its retry 3, *timeout(5 s) around it ends the call after 5 s: only 2 of 3 retries*")]
    [InlineData(1.0, Many, "retry(1000000, 1 s x2 <= 60 s) waits 1 s until its retry 1, *: only 0 of 1000000 retries*")]
    public void Their_message_says_how_many_can_begin(double timeout, int retries, string message) =>
        Check(p => p.Timeout(Seconds(timeout)).Retry(o => o.MaxRetries = retries)).Should().ContainSingle().Which.Message.Should().Match(message);

    [Theory]
    [InlineData(7.0, true, false)] // with luck the delays are a quarter shorter
    [InlineData(5.25, true, true)]
    [InlineData(7.0, false, true)]
    public void Jitter_is_given_the_benefit_of_the_doubt(double timeout, bool jitter, bool isFound) =>
        RulesOf(p => p.Timeout(Seconds(timeout)).Retry(o => o.Jitter = jitter)).Should().BeEquivalentTo(isFound ? [SettingsRules.RetriesOutlastTimeout] : Array.Empty<string>());

    [Fact]
    public void Retries_without_delay_and_without_end_are_no_matter() =>
        RulesOf(p => p.Timeout(Seconds(5)).Retry(o => (o.MaxRetries, o.InitialDelay) = (int.MaxValue, TimeSpan.Zero))).Should().BeEmpty();

    [Theory]
    [InlineData(3, 1.0, true)]
    [InlineData(3, 1.1, false)]
    [InlineData(1, 0.5, false)] // the one retry is made, sooner
    public void A_first_delay_as_long_as_all_tries_may_take_is_found(int retries, double duration, bool isFound) =>
        RulesOf(p => p.Retry(o => (o.MaxRetries, o.MaxDuration) = (retries, Seconds(duration)))).Should().BeEquivalentTo(isFound ? [SettingsRules.DelayBeyondDuration] : Array.Empty<string>());

    [Theory]
    [InlineData(5.0, 5.0, true)]
    [InlineData(5.0, 4.9, false)]
    public void A_time_out_inside_a_shorter_one_is_found(double outer, double inner, bool isFound)
    {
        RulesOf(p => p.Timeout(Seconds(outer)).Timeout(Seconds(inner))).Should().BeEquivalentTo(isFound ? [SettingsRules.TimeoutNeverFires] : Array.Empty<string>());
        RulesOf(p => p.Timeout(Seconds(outer)).Retry(o => o.MaxRetries = 0).Timeout(Seconds(inner))).Should().BeEquivalentTo(isFound ? [SettingsRules.TimeoutNeverFires] : Array.Empty<string>());
    }

    [Fact]
    public void One_breaker_twice_is_found_once_and_two_breakers_are_not()
    {
        var breaker = Breaker(o => o.SamplingCalls = 50);
        RulesOf(p => p.Add(breaker).Retry(o => o.MaxRetries = 1).Add(breaker)).Should().Equal([SettingsRules.WithoutEffect, SettingsRules.BreakerTwice], "its own settings are told once too");
        RulesOf(p => p.Add(Breaker()).Add(Breaker())).Should().BeEmpty();
    }

    [Fact]
    public void What_a_fallback_leaves_nothing_to_do_is_found()
    {
        Typed(p => p.Retry().Fallback("none")).Should().Equal(SettingsRules.HiddenByFallback);
        Typed(p => p.Add(Breaker()).Fallback("none").Retry()).Should().Equal(SettingsRules.HiddenByFallback);
        Typed(p => p.Retry().Fallback(new FallbackChain<string>(new CachedResponseFallback<string>().For("key"), new DefaultValueFallback<string>("none")))).Should().Equal(SettingsRules.HiddenByFallback);
    }

    [Fact]
    public void A_fallback_that_may_have_no_answer_hides_nothing()
    {
        Typed(p => p.Retry().Fallback(new CachedResponseFallback<string>().For("key"))).Should().BeEmpty();
        Typed(p => p.Retry().Fallback(new DefaultValueFallback<string>("none"), when: e => e is TimeoutException)).Should().BeEmpty();
        Typed(p => p.Retry().Timeout(Seconds(30)).Fallback("none")).Should().BeEmpty("the time-out fails too");
        Typed(p => p.Retry().Add(Substitute.For<IExecutionPolicy>()).Fallback("none")).Should().BeEmpty("so may a policy of the host's own");
        Typed(p => p.Add(Breaker(o => o.JudgeResult<string>(_ => CircuitVerdict.Failure))).Fallback("none")).Should().BeEmpty("results may count");
        Typed(p => p.Add(Breaker(o => o.SlowCallRateThreshold = 0.5)).Fallback("none")).Should().BeEmpty("slow calls count");
        Typed(p => p.Retry(o => o.MaxRetries = 0).Fallback("none")).Should().BeEmpty();
    }

    [Fact]
    public void A_retry_that_a_fallback_leaves_nothing_to_do_opens_no_breaker() =>
        Typed(p => p.Retry().Fallback("none").Add(Breaker(o => o.FailureThreshold = 4))).Should().Equal(SettingsRules.HiddenByFallback);

    [Fact]
    public void Findings_of_a_breaker_alone_come_first_and_under_its_own_name()
    {
        var breaker = Breaker(o => (o.FailureThreshold, o.SamplingCalls) = (4, 50));

        Check(p => p.Retry().Add(breaker)).Select(w => (w.Subject[..15], w.Rule)).Should().Equal(("Circuit breaker", SettingsRules.WithoutEffect), ("Pipeline 'retry", SettingsRules.RetriesTripBreaker));
    }

    [Fact]
    public void Sets_in_the_usual_proportions_are_never_found()
    {
        var random = new Random(20_240);
        for (var i = 0; i < 2_000; i++)
        {
            var timeout = Seconds(random.Next(1, 100) / 10.0);
            var retries = random.Next(0, 6);
            var breaker = Breaker(o =>
            {
                o.FailureThreshold = retries + 2 + random.Next(10);
                o.BreakDuration = timeout * random.Next(1, 10);
                o.HalfOpenTimeout = timeout * random.Next(1, 5);
                (o.SlowCallRateThreshold, o.SlowCallDuration) = (0.5, timeout * 0.5);
                o.MinimumThroughput = retries + 2 + random.Next(20);
            });
            var pipeline = new PipelineBuilder()
                .Timeout(Seconds(300))
                .Retry(o => (o.MaxRetries, o.Jitter, o.InitialDelay) = (retries, random.Next(2) == 0, Seconds(random.Next(0, 2_000) / 1_000.0)))
                .Add(breaker)
                .Timeout(timeout)
                .Build();
            pipeline.CheckSettings().Should().BeEmpty($"set {i} makes sense");
        }
    }

    private static IEnumerable<string> RulesOf(Func<PipelineBuilder, PipelineBuilder> compose) => Check(compose).Select(w => w.Rule);

    private static IEnumerable<string> Typed(Func<PipelineBuilder, PipelineBuilder<string>> compose) => compose(new PipelineBuilder()).Build().CheckSettings().Select(w => w.Rule);

    private static IReadOnlyList<SettingsWarning> Check(Func<PipelineBuilder, PipelineBuilder> compose) => compose(new PipelineBuilder()).Build().CheckSettings();

    private static CircuitBreaker Breaker(Action<CircuitBreakerOptions>? configure = null)
    {
        var options = new CircuitBreakerOptions();
        configure?.Invoke(options);
        return new CircuitBreaker("payments", options);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
