using ErrorManagement.Analytics.Alerts;
using Microsoft.Extensions.Configuration;

namespace ErrorManagement.Analytics.Tests.Alerts;

public sealed class AlertOptionsValidatorTests
{
    public static TheoryData<string, Action<AlertOptions>, bool> Bounds => new()
    {
        { "ErrorRateThreshold", o => o.ErrorRateThreshold = -0.1, false },
        { "ErrorRateThreshold", o => o.ErrorRateThreshold = double.NaN, false },
        { "ErrorRateThreshold", o => o.ErrorRateThreshold = double.PositiveInfinity, false },
        { "ErrorRateThreshold", o => o.ErrorRateThreshold = 0, true },
        { "ErrorRateThreshold", o => o.ErrorRateThreshold = null, true },
        { "CriticalErrorThreshold", o => o.CriticalErrorThreshold = 0, false },
        { "CriticalErrorThreshold", o => o.CriticalErrorThreshold = 1, true },
        { "Window", o => o.Window = TimeSpan.FromSeconds(59), false },
        { "Window", o => o.Window = TimeSpan.FromMinutes(1), true },
        { "Window", o => o.Window = TimeSpan.FromHours(24) + TimeSpan.FromTicks(1), false },
        { "ComponentRateThreshold", o => o.ComponentRateThreshold = -1, false },
        { "HealthScoreBelow", o => o.HealthScoreBelow = 100.1, false },
        { "HealthScoreBelow", o => o.HealthScoreBelow = 100, true },
        { "For", o => o.For = TimeSpan.FromTicks(-1), false },
        { "For", o => o.For = TimeSpan.Zero, true },
        { "KeepFiring", o => o.KeepFiring = TimeSpan.FromHours(24), true },
        { "KeepFiring", o => o.KeepFiring = TimeSpan.FromHours(25), false },
        { "RepeatInterval", o => o.RepeatInterval = TimeSpan.FromSeconds(59), false },
        { "RepeatInterval", o => o.RepeatInterval = TimeSpan.FromDays(30), true },
        { "EvaluationInterval", o => o.EvaluationInterval = TimeSpan.FromMilliseconds(999), false },
        { "EvaluationInterval", o => o.EvaluationInterval = TimeSpan.FromHours(1), true },
        { "EventWindow", o => o.EventWindow = TimeSpan.Zero, false },
        { "SilenceDuration", o => o.SilenceDuration = TimeSpan.Zero, false },
        { "SilenceDuration", o => o.SilenceDuration = TimeSpan.FromDays(365), true },
        { "MaxAlerts", o => o.MaxAlerts = 10_001, false },
        { "MaxAlertsPerRule", o => o.MaxAlertsPerRule = 0, false },
        { "HistoryCapacity", o => o.HistoryCapacity = 0, true },
        { "HistoryCapacity", o => o.HistoryCapacity = -1, false },
        { "QueueCapacity", o => o.QueueCapacity = 0, false },
        { "SendTimeout", o => o.SendTimeout = TimeSpan.FromMilliseconds(99), false },
        { "SendTimeout", o => o.SendTimeout = TimeSpan.FromMinutes(10), true },
        { "MaxSendAttempts", o => o.MaxSendAttempts = 101, false },
        { "Rules must not be null", o => o.Rules = null!, false },
        { "Rules[0] must not be null", o => o.Rules.Add(null!), false },
        { "Name", o => o.Rules.Add(new AlertRuleOptions()), false },
        { "Name must be one that no other rule has", o => o.Rules.Add(new AlertRuleOptions { Name = "anomaly" }), false },
        { "Threshold", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Threshold = double.NaN }), false },
        { "Metric", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Metric = (AlertMetric)99 }), false },
        { "Operator", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Operator = (AlertComparison)99 }), false },
        { "Severity", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Severity = (ErrorSeverity)99 }), false },
        { "Component", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Component = "payments" }), false },
        { "Component", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Component = "payments", Metric = AlertMetric.ComponentRate }), true },
        { "Labels", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Labels = null! }), false },
        { "Labels", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Labels = Enumerable.Range(0, 9).ToDictionary(static i => $"{i}", static i => "v") }), false },
        { "Labels", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Labels = { [" "] = "v" } }), false },
        { "Labels", o => o.Rules.Add(new AlertRuleOptions { Name = "x", Labels = { ["a"] = new string('v', 201) } }), false },
    };

    [Fact]
    public void A_message_says_the_bound_that_a_reader_can_mean_and_that_nothing_may_be_said()
    {
        var options = new AlertOptions { CriticalErrorThreshold = 0, ErrorRateThreshold = double.NaN, HealthScoreBelow = 101, MaxAlerts = 0 };

        AlertOptionsValidator.Mistakes(options).Should().Equal(
            "ErrorRateThreshold must be null, or finite and at least 0, inclusive; it is NaN.",
            "CriticalErrorThreshold must be null, or at least 1, inclusive; it is 0.",
            "HealthScoreBelow must be null, or at least 0 and at most 100, both inclusive; it is 101.",
            "MaxAlerts must be at least 1 and at most 10000, both inclusive; it is 0.");
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Each_bound_is_held_on_both_sides(string mistake, Action<AlertOptions> change, bool isValid)
    {
        var options = new AlertOptions();
        change(options);
        var mistakes = AlertOptionsValidator.Mistakes(options);
        if (isValid)
        {
            mistakes.Should().BeEmpty();
        }
        else
        {
            mistakes.Should().ContainSingle().Which.Should().Contain(mistake);
        }
    }

    [Fact]
    public void Two_rules_of_one_name_are_a_mistake()
    {
        var options = new AlertOptions { Rules = { new AlertRuleOptions { Name = "x" }, new AlertRuleOptions { Name = "x" } } };
        AlertOptionsValidator.Mistakes(options).Should().Equal("Rules[1] 'x': Name must be one that no other rule has.");
    }

    [Fact]
    public void A_configuration_can_hold_all_of_it()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ErrorRateThreshold"] = "12.5",
            ["CriticalErrorThreshold"] = "",
            ["RepeatInterval"] = "04:00:00",
            ["Rules:0:Name"] = "payments_rate",
            ["Rules:0:Metric"] = "ComponentRate",
            ["Rules:0:Operator"] = "AtLeast",
            ["Rules:0:Threshold"] = "3",
            ["Rules:0:Component"] = "payments",
            ["Rules:0:For"] = "00:05:00",
            ["Rules:0:Labels:team"] = "money",
        }).Build();
        var options = configuration.Get<AlertOptions>()!;

        options.Should().BeEquivalentTo(new { ErrorRateThreshold = 12.5, RepeatInterval = TimeSpan.FromHours(4) });
        options.Rules.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "payments_rate", Metric = AlertMetric.ComponentRate, Operator = AlertComparison.AtLeast, Threshold = 3.0, Component = "payments", For = TimeSpan.FromMinutes(5), Labels = new Dictionary<string, string> { ["team"] = "money" } });
        AlertOptionsValidator.Mistakes(options).Should().BeEmpty();
    }
}
