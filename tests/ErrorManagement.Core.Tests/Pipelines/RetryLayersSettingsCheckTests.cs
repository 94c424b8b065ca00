using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;

namespace ErrorManagement.Core.Tests.Pipelines;

/// <summary>What the settings check says of retries, and of the layers around and below them.</summary>
public sealed class RetryLayersSettingsCheckTests
{
    [Theory] // tries of 2 s with 1 s between the first two
    [InlineData(5.0, 2.0, 2, false)] // the third one does not end, as a limit of the whole call wants it
    [InlineData(4.9, 2.0, 2, true)]
    [InlineData(4.9, 2.0, int.MaxValue, false)] // as many as there is time for
    [InlineData(4.9, 2.0, 0, false)]
    [InlineData(3.5, 4.0, 1, false)] // then the inner time-out never fires, which is told
    public void Tries_that_hang_longer_than_the_time_out_around_them_are_found(double outer, double inner, int retries, bool isFound) =>
        RulesOf(p => p.Timeout(Seconds(outer)).Retry(o => o.MaxRetries = retries).Add(Breaker(o => o.FailureThreshold = int.MaxValue - 1)).Timeout(Seconds(inner)))
            .Contains(SettingsRules.TriesOutlastTimeout).Should().Be(isFound);

    [Fact]
    public void Their_message_says_when_a_second_try_would_end() =>
        Check(p => p.Timeout(Seconds(4.5)).Retry(o => o.MaxRetries = 1).Timeout(Seconds(2))).Select(w => w.Message)
            .Should().Contain("retry(1, 1 s x2 <= 60 s) with timeout(2 s) for each try: when the first try hangs, a second one needs until 5 s, and timeout(4.5 s) around it ends the call before. Lengthen the outer time-out to 5 s, or shorten the inner one.");

    [Fact]
    public void Retries_that_end_by_themselves_before_the_time_out_are_not() =>
        RulesOf(p => p.Timeout(Seconds(10)).Retry(o => o.MaxDuration = Seconds(5)).Timeout(Seconds(2))).Should().BeEmpty();

    [Fact]
    public void Delays_of_the_hosts_own_are_not_guessed()
    {
        RulesOf(p => p.Timeout(Seconds(5)).Retry(o => o.DelayGenerator = _ => Seconds(30))).Should().BeEmpty("they may be short");
        RulesOf(p => p.Retry(o => o.DelayGenerator = _ => TimeSpan.Zero).Add(Breaker(o => (o.Counting, o.FailureThreshold) = (CircuitCounting.Windowed, 4)))).Should().BeEmpty("they may be long");
        RulesOf(p => p.Retry(o => o.DelayGenerator = _ => TimeSpan.Zero).Add(Breaker(o => o.FailureThreshold = 4))).Should().Equal([SettingsRules.RetriesTripBreaker], "failures in a row count however far apart they are");
    }

    [Fact]
    public void Retries_around_retries_are_found_once_with_what_they_come_to()
    {
        Check(p => p.Retry(o => o.MaxRetries = 1).Retry(o => o.MaxRetries = 2).Retry()).Should().ContainSingle().Which.Message
            .Should().StartWith("retry(1, 1 s x2 <= 60 s) stands around retry(2, 1 s x2 <= 60 s) and retry(3, 1 s x2 <= 60 s): their tries multiply, and one call is made up to 24 times.");
        new PipelineBuilder().Fallback(new RetryFallback<int>()).Retry().Build().CheckSettings().Select(w => w.Rule).Should().Equal(SettingsRules.RetriesMultiply);
        RulesOf(p => p.Retry().Retry(o => o.MaxRetries = 0)).Should().BeEmpty();
        new PipelineBuilder().Retry().Fallback("none").Retry().Build().CheckSettings().Select(w => w.Rule).Should().Equal([SettingsRules.HiddenByFallback], "what is hidden is not repeated");
    }

    [Theory]
    [InlineData(60.0, true, false)]
    [InlineData(60.1, true, true)]
    [InlineData(60.1, false, false)] // rejections are not waited for
    public void A_break_longer_than_a_retry_waits_for_it_is_found(double pause, bool waits, bool isFound) =>
        RulesOf(p => p.Retry(o => o.RetryRejections = waits).Add(Breaker(o => o.BreakDuration = Seconds(pause)))).Should().BeEquivalentTo(isFound ? [SettingsRules.RejectionsOutlastDelay] : Array.Empty<string>());

    [Fact]
    public void A_budget_without_retries_to_grant_is_found()
    {
        RulesOf(p => p.Retry(o => o.Budget = Budget(0, 0))).Should().Equal(SettingsRules.BudgetGrantsNothing);
        RulesOf(p => p.Retry(o => o.Budget = Budget(0.1, 0))).Should().BeEmpty();
        RulesOf(p => p.Retry(o => o.Budget = Budget(0, 1))).Should().BeEmpty();
    }

    [Fact]
    public void A_budget_that_does_not_feel_the_breaker_below_is_found()
    {
        RulesOf(p => p.Retry(o => o.Budget = Budget()).Add(Breaker())).Should().Equal(SettingsRules.BudgetWithoutPressure);
        RulesOf(p => p.Retry(o => o.Budget = Budget(pressure: () => 0)).Add(Breaker())).Should().BeEmpty();
        RulesOf(p => p.Retry(o => o.Budget = Budget())).Should().BeEmpty("there is none to feel");
    }

    [Theory] // 60 calls a minute with 3 retries each are 3 retries a second
    [InlineData(3.0, 60.0, true)]
    [InlineData(2.9, 60.0, false)]
    [InlineData(1.0, 3.0, false)] // the default floor is for quiet clients
    [InlineData(3.0, null, false)]
    public void A_floor_above_all_that_could_be_retried_is_found(double floor, double? calls, bool isFound) =>
        RulesOf(p => p.Retry(o => o.Budget = Budget(0.2, floor, () => 0)).Add(Breaker(o => o.ExpectedCallsPerMinute = calls)))
            .Should().BeEquivalentTo(isFound ? [SettingsRules.BudgetNeverRefuses] : Array.Empty<string>());

    [Fact]
    public void Settings_of_a_retry_that_are_not_used_are_found()
    {
        One(o => (o.Backoff, o.Multiplier) = (RetryBackoff.Constant, 3)).Should().Be("Multiplier (3) of retry(3, 1 s) has no effect: Backoff is Constant, not Exponential. Set what it needs, or leave it out.");
        One(o => (o.Backoff, o.Jitter) = (RetryBackoff.DecorrelatedJitter, true)).Should().StartWith("Jitter (true) of ");
        One(o => (o.InitialDelay, o.Jitter) = (TimeSpan.Zero, true)).Should().Contain("delays of zero cannot be spread");
        One(o => (o.Budget, o.MaxRetries) = (Budget(), 0)).Should().Contain("MaxRetries is 0");
        RulesOf(p => p.Retry(o =>
        {
            (o.Backoff, o.Multiplier) = (RetryBackoff.Constant, 3);
            o.Categories[ErrorCategory.Transient] = new RetryCategoryOptions { Backoff = RetryBackoff.Exponential };
        })).Should().BeEmpty("a plan may use it");

        static string One(Action<RetryOptions> configure) => Check(p => p.Retry(configure)).Should().ContainSingle(w => w.Rule == SettingsRules.WithoutEffect).Subject.Message;
    }

    [Fact]
    public void A_pipeline_without_layers_is_found_where_it_is_a_named_policy()
    {
        new PipelineBuilder().Build().CheckSettings().Should().BeEmpty();
        new PipelineBuilder().Build().CheckSettings("checkout").Should().ContainSingle().Which.Should().Match<SettingsWarning>(w => w.Rule == SettingsRules.NoLayers && w.Subject == "Policy 'checkout'");
    }

    private static IEnumerable<string> RulesOf(Func<PipelineBuilder, PipelineBuilder> compose) => Check(compose).Select(w => w.Rule);

    private static IReadOnlyList<SettingsWarning> Check(Func<PipelineBuilder, PipelineBuilder> compose) => compose(new PipelineBuilder()).Build().CheckSettings();

    private static RetryBudget Budget(double ratio = 0.2, double floor = 1, Func<double>? pressure = null) =>
        new(new RetryBudgetOptions { SuccessRatio = ratio, MinRetriesPerSecond = floor }, pressure: pressure);

    private static CircuitBreaker Breaker(Action<CircuitBreakerOptions>? configure = null)
    {
        var options = new CircuitBreakerOptions();
        configure?.Invoke(options);
        return new CircuitBreaker("payments", options);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
