using ErrorManagement.Analytics.Alerts;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts;

/// <summary>The rules that the library brings, and those that a configuration holds.</summary>
public sealed class AlertRulesTests
{
    [Fact] // S0.115, S0.118: the three of should_alert, each after 60 s
    public async Task The_three_of_should_alert_are_rules()
    {
        await using var bench = new AlertBench(new AlertOptions { NewErrors = false });
        for (var i = 0; i < 1_000; i++)
        {
            bench.Registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);
        }

        (await bench.LookAsync()).Should().BeEmpty();
        (await bench.LookAsync(30)).Should().BeEmpty();
        bench.Registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);
        (await bench.LookAsync(30)).Should().Contain("critical_errors Firing").And.Contain("high_error_rate Firing").And.HaveElementAt(0, "critical_errors Firing", "the worst is told first");
        bench.Manager.GetAlerts()[0].Should().Match<Alert>(alert => alert.Value == 1_001 && alert.Threshold == 1 && alert.Records.Count == 1);

        await bench.LookAsync(24 * 3_600);
        (await bench.LookAsync(60)).Should().Contain("critical_errors Resolved").And.Contain("high_error_rate Resolved");
        bench.Manager.GetAlerts().Should().BeEmpty();
    }

    [Fact] // a storm is one alert with a count: of errors, not of looks at the rule
    public async Task An_alert_of_a_rule_counts_what_the_rule_is_about()
    {
        await using var bench = new AlertBench(new AlertOptions { NewErrors = false, Patterns = false, ComponentRateThreshold = 1, Anomalies = true });
        for (var i = 0; i < 700; i++)
        {
            bench.Registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);
        }

        var muted = bench.Registry.Record(new FormatException(), "stock").Id;
        bench.Registry.Ignore(muted);
        for (var look = 0; look < 10; look++)
        {
            await bench.LookAsync(60);
        }

        var alerts = bench.Manager.GetAlerts();
        alerts.Select(alert => alert.Rule).Should().BeEquivalentTo("high_error_rate", "critical_errors", "component_error_rate");
        alerts.Should().OnlyContain(alert => alert.Count == 700 && alert.Evaluations == 10);
        alerts.Single(alert => alert.Rule == AlertRuleNames.HighErrorRate).Records.Should().ContainSingle("the reader wants to know where to begin");
    }

    [Fact] // what is told at the end is how bad it was, not how it faded
    public async Task The_count_of_an_alert_is_the_most_there_was()
    {
        var options = AlertBench.NoRules;
        options.Rules.Add(new AlertRuleOptions { Name = "now", Metric = AlertMetric.CurrentRate, Threshold = 2, For = TimeSpan.Zero, KeepFiring = TimeSpan.Zero });
        await using var bench = new AlertBench(options);
        Record(bench, "payments", 90);
        await bench.LookAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(50));
        Record(bench, "payments", 3);
        await bench.LookAsync(20);
        bench.Manager.GetAlerts().Should().ContainSingle().Which.Should().Match<Alert>(alert => alert.Value == 3 && alert.Count == 90 && alert.Evaluations == 2);
    }

    [Fact] // S0.115
    public async Task Patterns_that_run_are_part_of_their_alert()
    {
        var options = AlertBench.NoRules;
        (options.Patterns, options.For) = (true, TimeSpan.Zero);
        await using var bench = new AlertBench(options);
        for (var i = 0; i < 20; i++)
        {
            bench.Registry.Record(new TimeoutException(), "payments");
        }

        (await bench.LookAsync()).Should().Equal("error_patterns Firing");
        var alert = bench.Manager.GetAlerts()[0];
        alert.Patterns.Should().NotBeEmpty().And.OnlyContain(pattern => pattern.IsActive);
        (alert.Severity, alert.Records.Count).Should().Be((ErrorSeverity.Warning, 1));
    }

    [Fact]
    public async Task A_component_with_many_errors_alerts_for_itself()
    {
        var options = AlertBench.NoRules;
        (options.ComponentRateThreshold, options.For) = (2, TimeSpan.Zero);
        await using var bench = new AlertBench(options);
        Record(bench, "payments", 3);
        Record(bench, "stock", 2);

        (await bench.LookAsync()).Should().Equal("component_error_rate{component=\"payments\"} Firing");
        bench.Manager.GetAlerts()[0].Message.Should().Be("3 errors a minute in payments over the last hour, more than 2.");
        bench.Registry.Ignore(bench.Registry.GetErrors(new ErrorQuery { Component = "payments" })[0].Id);
        await bench.LookAsync(1);
        (await bench.LookAsync(60)).Should().Equal("component_error_rate{component=\"payments\"} Resolved");
    }

    [Fact]
    public async Task A_circuit_that_is_not_closed_alerts()
    {
        var options = AlertBench.NoRules;
        (options.OpenCircuits, options.For) = (true, TimeSpan.Zero);
        var breakers = new CircuitBreakerRegistry();
        await using var bench = new AlertBench(options, breakers);
        breakers.Create("payments").MoveTo(CircuitState.Open);
        breakers.Create("stock").Isolate();
        breakers.Create("disabled").Disable();
        breakers.Create("fine");

        (await bench.LookAsync()).Should().Equal("circuit_open{breaker=\"payments\"} Firing", "circuit_open{breaker=\"stock\"} Firing");
        bench.Manager.GetAlerts().Should().OnlyContain(alert => alert.Severity == ErrorSeverity.Error);
        bench.Manager.GetAlerts()[1].Message.Should().Be("Circuit breaker 'stock' is isolated by hand.");
        breakers.Find("payments")!.Reset();
        await bench.LookAsync(1);
        (await bench.LookAsync(60)).Should().Equal("circuit_open{breaker=\"payments\"} Resolved");
    }

    [Fact]
    public async Task An_open_circuit_says_why_and_leads_to_the_record()
    {
        var options = AlertBench.NoRules;
        (options.OpenCircuits, options.For) = (true, TimeSpan.Zero);
        var breakers = new CircuitBreakerRegistry();
        await using var bench = new AlertBench(options, breakers);
        var breaker = breakers.Create("payments", new CircuitBreakerOptions { FailureThreshold = 2 });
        for (var i = 0; i < 2; i++)
        {
            try
            {
                breaker.Execute(() => throw new TimeoutException("no answer"));
            }
            catch (TimeoutException e)
            {
                bench.Registry.Record(e, "payments");
            }
        }

        await bench.LookAsync();

        var alert = bench.Manager.GetAlerts().Should().ContainSingle().Which;
        alert.Message.Should().Be("Circuit breaker 'payments' is open: calls are rejected. Opened by 2x TimeoutException.");
        alert.Records.Should().Equal(bench.Registry.GetErrors(new ErrorQuery { Component = "payments" })[0].Id);
    }

    [Fact]
    public async Task A_budget_that_burns_alerts_at_once_and_paging_is_another_alert_than_a_ticket()
    {
        var clock = new FakeTimeProvider();
        using var budget = new ErrorBudget(new ErrorBudgetOptions { Name = "checkout" }, clock);
        var options = AlertBench.NoRules;
        options.BurningBudgets = true;
        await using var bench = new AlertBench(options, budgets: [budget]);
        (await bench.LookAsync()).Should().BeEmpty();
        budget.RecordSuccess(1_000);
        budget.RecordFailure(1_000);

        (await bench.LookAsync(1)).Should().Equal("error_budget_burn{budget=\"checkout\",burn=\"page\"} Firing", "error_budget_burn{budget=\"checkout\",burn=\"ticket\"} Firing");
        bench.Manager.GetAlerts()[0].Should().Match<Alert>(alert => alert.Severity == ErrorSeverity.Critical && alert.Threshold == 14.4);
    }

    [Fact]
    public async Task Low_health_alerts()
    {
        var options = AlertBench.NoRules;
        (options.HealthScoreBelow, options.For) = (70, TimeSpan.Zero);
        await using var bench = new AlertBench(options);
        Record(bench, "payments", 3);
        (await bench.LookAsync()).Should().BeEmpty();
        for (var i = 0; i < 4; i++)
        {
            bench.Registry.Record(new InvalidOperationException(), $"part{i}", ErrorSeverity.Critical);
        }

        (await bench.LookAsync()).Should().Equal("low_health Firing");
        bench.Manager.GetAlerts()[0].Value.Should().BeLessThan(70);
    }

    [Fact]
    public async Task An_anomaly_alerts_and_is_over_a_quarter_of_an_hour_later()
    {
        var options = AlertBench.NoRules;
        options.Anomalies = true;
        await using var bench = new AlertBench(options);
        for (var bucket = 0; bucket < 72; bucket++)
        {
            Record(bench, "payments", 2 + (bucket % 2));
            bench.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        (await bench.LookAsync()).Should().BeEmpty();
        Record(bench, "payments", 500);
        (await bench.LookAsync(301)).Should().Contain("anomaly Firing").And.Contain("anomaly{component=\"payments\"} Firing");
        bench.Manager.GetAlerts()[0].Message.Should().StartWith("500 errors");
        await bench.LookAsync(1_200);
        (await bench.LookAsync(60)).Should().Contain("anomaly Resolved");
    }

    [Theory]
    [InlineData(AlertMetric.ErrorRate, AlertComparison.AtLeast, 6, true, 6)]
    [InlineData(AlertMetric.ErrorRate, AlertComparison.Above, 6, false, 0)]
    [InlineData(AlertMetric.CurrentRate, AlertComparison.AtMost, 6, true, 6)]
    [InlineData(AlertMetric.CurrentRate, AlertComparison.Below, 6, false, 0)]
    [InlineData(AlertMetric.CriticalErrors, AlertComparison.AtLeast, 2, true, 2)]
    [InlineData(AlertMetric.UnresolvedErrors, AlertComparison.Above, 5, true, 6)]
    [InlineData(AlertMetric.HealthScore, AlertComparison.Below, 100, true, 59)]
    [InlineData(AlertMetric.RunningPatterns, AlertComparison.AtLeast, 1, true, 3)]
    [InlineData(AlertMetric.OpenCircuits, AlertComparison.AtLeast, 1, true, 1)]
    public async Task A_rule_of_the_configuration_compares_its_figure(AlertMetric metric, AlertComparison comparison, double threshold, bool holds, double value)
    {
        var options = AlertBench.NoRules;
        options.Rules.Add(new AlertRuleOptions { Name = "mine", Metric = metric, Operator = comparison, Threshold = threshold, For = TimeSpan.Zero, Severity = ErrorSeverity.Info, Labels = { ["team"] = "x" } });
        var breakers = new CircuitBreakerRegistry();
        breakers.Create("payments").Isolate();
        await using var bench = new AlertBench(options, breakers);
        Record(bench, "payments", 4);
        bench.Registry.Record(new InvalidOperationException(), "payments", ErrorSeverity.Critical);
        bench.Registry.Record(new InvalidOperationException(), "payments", ErrorSeverity.Critical);

        (await bench.LookAsync()).Should().Equal(holds ? ["mine{team=\"x\"} Firing"] : []);
        if (holds)
        {
            bench.Manager.GetAlerts()[0].Should().Match<Alert>(alert => alert.Severity == ErrorSeverity.Info && alert.Threshold == threshold);
            bench.Manager.GetAlerts()[0].Value.Should().Be(value);
        }
    }

    [Fact]
    public async Task A_component_that_is_named_has_a_rate_also_without_errors()
    {
        var options = AlertBench.NoRules;
        options.Rules.Add(new AlertRuleOptions { Name = "still", Metric = AlertMetric.ComponentRate, Component = "heartbeat", Operator = AlertComparison.AtMost, For = TimeSpan.Zero });
        await using var bench = new AlertBench(options);
        Record(bench, "payments", 4);
        (await bench.LookAsync()).Should().Equal("still{component=\"heartbeat\"} Firing");
    }

    [Fact] // cause first: rejections in consequence of an error are no records and no new errors
    public async Task Consequences_do_not_alert_of_themselves()
    {
        var options = AlertBench.NoRules;
        options.NewErrors = true;
        await using var bench = new AlertBench(options);
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { FailureThreshold = 1 }, bench.Clock, bench.Registry);
        for (var i = 0; i < 50; i++)
        {
            try
            {
                breaker.Execute<int>(static () => throw new TimeoutException());
            }
            catch (Exception e)
            {
                bench.Registry.Record(e, "payments");
            }
        }

        (await bench.LookAsync()).Should().HaveCountLessThan(3).And.OnlyContain(told => told.StartsWith("new_error", StringComparison.Ordinal));
        bench.Registry.GetErrors().Should().HaveCountLessThan(3, "the error, and that the circuit opened");
        bench.Manager.GetAlerts().Sum(alert => alert.Count).Should().Be(bench.Registry.GetErrors().Count);
    }

    private static void Record(AlertBench bench, string component, int times)
    {
        for (var i = 0; i < times; i++)
        {
            bench.Registry.Record(new TimeoutException(), component, ErrorSeverity.Error);
        }
    }

    [Theory] // what a rule throws is its own: also what its findings throw when they are read
    [InlineData("labels")]
    [InlineData("records")]
    [InlineData("patterns")]
    public async Task Findings_that_throw_harm_no_other_rule(string which)
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        var finding = new AlertFinding { Message = "Bad." };
        finding = which switch
        {
            "labels" => finding with { Labels = new ThrowingLabels() },
            "records" => finding with { Records = new Throwing<ErrorId>() },
            _ => finding with { Patterns = new Throwing<DetectedPattern>() },
        };
        bench.Manager.AddRule(new AlertRule { Name = "bad", For = TimeSpan.Zero, Find = _ => [finding] });
        bench.Manager.AddRule(new AlertRule { Name = "good", For = TimeSpan.Zero, Find = static _ => [new AlertFinding { Message = "Good." }] });

        (await bench.LookAsync()).Should().Equal("good Firing");
        bench.Manager.RuleFailures.Should().Be(1);
    }

    [Fact]
    public async Task What_a_rule_hands_over_may_change_afterwards_and_be_nonsense()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        var pattern = new DetectedPattern { Kind = PatternKind.Burst, Subject = "all", Count = 1, Window = TimeSpan.FromMinutes(1), Confidence = 1, DetectedAt = bench.Clock.GetUtcNow(), LastSeen = bench.Clock.GetUtcNow(), Id = "p", SuggestedActions = [] };
        var patterns = new List<DetectedPattern> { pattern, null! };
        bench.Manager.AddRule(new AlertRule { Name = "own", For = TimeSpan.Zero, Find = _ => [new AlertFinding { Message = "M.", Patterns = patterns, Severity = (ErrorSeverity)99 }] });
        await bench.LookAsync();
        patterns.Clear();

        var alert = bench.Manager.GetAlerts().Should().ContainSingle().Which;
        alert.Patterns.Should().Equal(pattern);
        alert.Severity.Should().Be(ErrorSeverity.Warning);
        bench.Manager.Invoking(static manager => manager.AddRule(new AlertRule { Name = "bad", Severity = (ErrorSeverity)99, Find = static _ => [] })).Should().Throw<ArgumentException>().WithMessage("Severity must be one of*99*");
    }

    private class Throwing<T> : IReadOnlyList<T>
    {
        public int Count => 1;

        public T this[int index] => throw new InvalidOperationException("Collection was modified.");

        public IEnumerator<T> GetEnumerator() => throw new InvalidOperationException("Collection was modified.");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class ThrowingLabels : Throwing<KeyValuePair<string, string>>, IReadOnlyDictionary<string, string>
    {
        public IEnumerable<string> Keys => throw new InvalidOperationException();

        public IEnumerable<string> Values => throw new InvalidOperationException();

        public string this[string key] => throw new InvalidOperationException();

        public bool ContainsKey(string key) => throw new InvalidOperationException();

        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string value) => throw new InvalidOperationException();
    }
}
