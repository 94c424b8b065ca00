using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts;

public sealed class AlertEvaluatorTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory] // S0.115: strictly more than the rate; as many critical errors as the threshold
    [InlineData(5, 0, "")]
    [InlineData(5.01, 0, "high_error_rate")]
    [InlineData(0, 1, "critical_errors")]
    [InlineData(6, 2, "high_error_rate critical_errors")]
    [InlineData(0, 0, "")]
    public void The_thresholds_are_those_of_the_defaults(double rate, long critical, string expected)
    {
        var decision = AlertEvaluator.Decide(rate, critical, null);
        string.Join(' ', decision.Alerts.Select(alert => alert.Type)).Should().Be(expected);
        decision.ShouldAlert.Should().Be(expected.Length > 0);
        decision.AlertCount.Should().Be(decision.Alerts.Count);
    }

    [Fact] // S0.115
    public void Thresholds_can_be_others()
    {
        AlertEvaluator.Decide(9, 2, [], errorRateThreshold: 10, criticalErrorThreshold: 3).ShouldAlert.Should().BeFalse();
        AlertEvaluator.Decide(11, 3, [], 10, 3).AlertCount.Should().Be(2);
        AlertEvaluator.Decide(0.1, 0, [], 0).AlertCount.Should().Be(1);
    }

    [Fact] // S0.115, U29: running ones only
    public void Patterns_that_run_are_a_reason_and_ended_ones_are_none()
    {
        AlertEvaluator.Decide(0, 0, [Pattern(PatternKind.Burst, "all") with { IsActive = false }]).ShouldAlert.Should().BeFalse();
        var alert = AlertEvaluator.Decide(0, 0, [Pattern(PatternKind.Burst, "all")]).Alerts.Should().ContainSingle().Subject;
        (alert.Type, alert.Severity, alert.Value, alert.Patterns.Count).Should().Be(("error_patterns", ErrorSeverity.Warning, null, 1));
    }

    [Theory]
    [InlineData(double.NaN, 0, 5, 1)]
    [InlineData(-1, 0, 5, 1)]
    [InlineData(double.PositiveInfinity, 0, 5, 1)]
    [InlineData(0, -1, 5, 1)]
    [InlineData(0, 0, -0.1, 1)]
    [InlineData(0, 0, double.NaN, 1)]
    [InlineData(0, 0, 5, 0)]
    public void Figures_that_are_none_are_refused(double rate, long critical, double rateThreshold, int criticalThreshold) =>
        FluentActions.Invoking(() => AlertEvaluator.Decide(rate, critical, null, rateThreshold, criticalThreshold)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact] // S0.115
    public void An_empty_registry_is_no_reason()
    {
        using var registry = new ErrorRegistry(null, _clock);
        new AlertEvaluator(registry).ShouldAlert().Should().BeEquivalentTo(new AlertDecision());
    }

    [Fact] // S0.115, U35, B15: a critical error alerts for as long as the window, and not for life
    public void Critical_errors_leave_with_the_window()
    {
        using var registry = new ErrorRegistry(null, _clock);
        registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);

        new AlertEvaluator(registry).ShouldAlert().Alerts.Should().ContainSingle().Which.Should().Match<ErrorManagement.Analytics.Alerts.DecidedAlert>(alert => alert.Type == "critical_errors" && alert.Value == 1 && alert.Severity == ErrorSeverity.Critical);
        _clock.Advance(TimeSpan.FromHours(1));
        new AlertEvaluator(registry, TimeSpan.FromHours(1)).ShouldAlert().ShouldAlert.Should().BeFalse();
        new AlertEvaluator(registry).ShouldAlert().ShouldAlert.Should().BeTrue();
        _clock.Advance(TimeSpan.FromHours(24));
        new AlertEvaluator(registry).ShouldAlert().ShouldAlert.Should().BeFalse("30 days later nobody is to be alerted still");
    }

    [Fact] // S0.115, U35
    public void The_rate_is_that_of_the_registry()
    {
        using var registry = new ErrorRegistry(null, _clock);
        for (var i = 0; i < 6; i++)
        {
            registry.Record(new TimeoutException(), $"part{i}");
        }

        var alert = new AlertEvaluator(registry).ShouldAlert().Alerts.Single(a => a.Type == "high_error_rate");
        (alert.Value, alert.Message).Should().Be((6, "6 errors a minute over the last hour, more than 5."));
        new AlertEvaluator(registry).ShouldAlert(errorRateThreshold: 6).Alerts.Should().NotContain(a => a.Type == "high_error_rate");
        _clock.Advance(TimeSpan.FromHours(2));
        new AlertEvaluator(registry).ShouldAlert().ShouldAlert.Should().BeFalse();
    }

    [Fact] // S0.115: what is muted, ignored or resolved alerts nobody
    public void What_somebody_has_answered_for_is_no_reason()
    {
        using var registry = new ErrorRegistry(null, _clock);
        for (var i = 0; i < 20; i++)
        {
            registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);
        }

        var evaluator = new AlertEvaluator(registry);
        evaluator.ShouldAlert().Alerts.Select(a => a.Type).Should().Equal("high_error_rate", "critical_errors", "error_patterns");
        var id = registry.GetErrors()[0].Id;
        registry.Ignore(id);
        evaluator.ShouldAlert().ShouldAlert.Should().BeFalse();
        registry.Reopen(id);
        evaluator.ShouldAlert().AlertCount.Should().Be(3);
        registry.Mute(id, _clock.GetUtcNow().AddDays(1));
        evaluator.ShouldAlert().ShouldAlert.Should().BeFalse();
        for (var i = 0; i < 6; i++)
        {
            registry.Record(new InvalidOperationException(), $"part{i}", ErrorSeverity.Error);
        }

        evaluator.ShouldAlert().Alerts.Single(a => a.Type == "high_error_rate").Value.Should().Be(6);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1_441)]
    public void A_window_out_of_bounds_is_refused(double minutes)
    {
        using var registry = new ErrorRegistry(null, _clock);
        FluentActions.Invoking(() => new AlertEvaluator(registry, TimeSpan.FromMinutes(minutes))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact] // S0.115
    public void The_decision_as_json()
    {
        GoldenFile.CheckEverywhere("should-alert-none.json", () => AlertEvaluator.Decide(0, 0, null).ToJson());
        GoldenFile.CheckEverywhere("should-alert.json", () => AlertEvaluator.Decide(
            1_234.5,
            3,
            [
                Pattern(PatternKind.HighFrequency, "Shop.\"Broken\"<b>\u202Eerror\n\uD800"),
                Pattern(PatternKind.ComponentFlood, "payments"),
                Pattern(PatternKind.Degradation, "all") with { Window = TimeSpan.FromMinutes(5), Confidence = 0.75 },
            ]).ToJson());
    }

    private static DetectedPattern Pattern(PatternKind kind, string subject) => new()
    {
        Kind = kind,
        Subject = subject,
        Count = 12,
        Window = TimeSpan.FromMinutes(1),
        Confidence = 1,
        IsActive = true,
        DetectedAt = new DateTimeOffset(2030, 1, 1, 14, 0, 0, TimeSpan.FromHours(2)),
    };
}
