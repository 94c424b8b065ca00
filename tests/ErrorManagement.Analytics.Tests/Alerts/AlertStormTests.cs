using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts;

/// <summary>Ten thousand alerts in a second.</summary>
public sealed class AlertStormTests
{
    [Fact] // S0.118: a storm is one alert with a count
    public async Task Ten_thousand_events_are_told_twice()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        for (var i = 0; i < 10_000; i++)
        {
            bench.Manager.Raise("import_failed", ErrorSeverity.Error, $"Line {i} is no order.", new Dictionary<string, string> { ["file"] = "orders" }, i);
        }

        (await bench.LookAsync()).Should().Equal("import_failed{file=\"orders\"} Firing");
        bench.Manager.GetAlerts().Should().ContainSingle().Which.Should().Match<Alert>(alert => alert.Count == 10_000 && alert.Message == "Line 9999 is no order." && alert.Value == 9_999);
        (await bench.LookAsync(299)).Should().BeEmpty();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.Manager.EvaluateAsync();
        await bench.Manager.FlushAsync();
        bench.Channel.Told.Should().ContainSingle().Which.Alert.Should().Match<Alert>(alert => alert.State == AlertState.Resolved && alert.Count == 10_000);
    }

    [Fact]
    public async Task Ten_thousand_labels_of_one_rule_are_twenty_alerts_and_one_that_stands_for_the_others()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(ErrorSeverity.Error, holdFor: TimeSpan.Zero, keep: TimeSpan.Zero);
        bench.Find([.. Enumerable.Range(0, 10_000).Select(static i => $"{i:D5}")]);

        (await bench.LookAsync()).Should().HaveCount(21).And.Contain("own{of=\"00019\"} Firing").And.Contain("more_alerts{rule=\"own\"} Firing");
        var more = bench.Manager.GetAlerts().Single(alert => alert.Rule == AlertRuleNames.MoreAlerts);
        more.Should().Match<Alert>(alert => alert.Count == 9_980 && alert.Value == 9_980 && alert.Severity == ErrorSeverity.Error);
        more.Message.Should().Be("… and 9,980 more of rule 'own' than the 20 alerts that are kept of it.");
        (await bench.LookAsync(15)).Should().BeEmpty("the same ones again");
        bench.Manager.GetAlerts().Single(alert => alert.Rule == AlertRuleNames.MoreAlerts).Count.Should().Be(9_980, "they are counted once");

        bench.Find("00003");
        (await bench.LookAsync(15)).Should().HaveCount(20).And.NotContain("own{of=\"00003\"} Resolved").And.Contain("more_alerts{rule=\"own\"} Resolved");
    }

    [Fact]
    public async Task Ten_thousand_events_of_other_labels_and_rules_are_bounded_and_all_counted()
    {
        var options = AlertBench.NoRules;
        options.MaxAlerts = 50;
        await using var bench = new AlertBench(options);
        for (var i = 0; i < 10_000; i++)
        {
            bench.Manager.Raise($"rule{i}", ErrorSeverity.Warning, "Something.");
        }

        bench.Manager.Raise("worst", ErrorSeverity.Critical, "Something worse.");
        bench.Manager.Raise("rule0", ErrorSeverity.Warning, "Something.");
        (await bench.LookAsync()).Should().HaveCount(51).And.Contain("more_alerts Firing");
        bench.Manager.GetAlerts().Should().HaveCount(51);
        bench.Manager.GetAlerts().Sum(alert => alert.Count).Should().Be(10_002, "nothing is lost silently");
        bench.Manager.GetAlerts()[0].Should().Match<Alert>(alert => alert.Rule == AlertRuleNames.MoreAlerts && alert.Severity == ErrorSeverity.Critical && alert.Count == 9_951);
    }

    [Fact]
    public async Task A_rule_with_very_many_labels_takes_no_room_from_the_others()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero);
        bench.Find([.. Enumerable.Range(0, 1_000).Select(static i => $"{i}")]);
        await bench.LookAsync();

        bench.Manager.Raise("worst", ErrorSeverity.Critical, "Something worse.");
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal("worst Firing");
    }

    [Fact]
    public async Task A_rule_that_never_ends_is_cut_off()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.AddRule(new AlertRule { Name = "endless", For = TimeSpan.Zero, Find = static _ => Endless() });
        (await bench.LookAsync()).Should().HaveCount(21);
        bench.Manager.GetAlerts()[^1].Should().NotBeNull();
        bench.Manager.GetAlerts().Single(alert => alert.Rule == AlertRuleNames.MoreAlerts).Count.Should().Be(100_000 - 20);

        static IEnumerable<AlertFinding> Endless()
        {
            for (var i = 0; ; i++)
            {
                yield return AlertBench.Finding($"{i}");
            }
        }
    }

    [Fact]
    public async Task Who_silences_a_rule_silences_what_stands_for_more_of_it()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero);
        bench.Manager.Silence("own");
        bench.Find([.. Enumerable.Range(0, 100).Select(static i => $"{i}")]);
        (await bench.LookAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Ten_thousand_new_errors_are_one_alert_a_component()
    {
        await using var bench = new AlertBench();
        for (var i = 0; i < 500; i++)
        {
            bench.Registry.Record(new ErrorOccurrence(i % 2 == 0 ? "payments" : "stock", $"Shop.Error{i}", "It failed."));
        }

        (await bench.LookAsync()).Should().BeEquivalentTo("new_error{component=\"payments\"} Firing", "new_error{component=\"stock\"} Firing");
        bench.Manager.GetAlerts().Where(alert => alert.Rule == AlertRuleNames.NewError).Should().OnlyContain(alert => alert.Count == 250 && alert.Records.Count == 5)
            .And.Contain(alert => alert.Message.StartsWith("250 new errors in payments, the latest Error498 \"It failed.\", record E"));
    }

    [Fact] // stress: whatever threads do, each event is counted once and told in order
    public async Task Threads_that_raise_at_a_time_lose_nothing()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero, keep: TimeSpan.Zero);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 2_500; i++)
            {
                bench.Manager.Raise("storm", ErrorSeverity.Error, "Again.", new Dictionary<string, string> { ["shard"] = $"{i % 5}" });
                if (i % 500 == thread)
                {
                    await bench.Manager.EvaluateAsync();
                    bench.Manager.GetAlerts();
                    bench.Manager.GetChannels();
                }
            }
        })));

        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().BeEquivalentTo(Enumerable.Range(0, 5).Select(static shard => $"storm{{shard=\"{shard}\"}} Firing"));
        bench.Manager.GetAlerts().Should().HaveCount(5).And.OnlyContain(alert => alert.Count == 2_000);
    }
}
