using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts;

public sealed class AlertManagerTests
{
    [Fact] // S0.118: held for 60 s, told once, told when it is over
    public async Task It_tells_once_that_it_fires_and_once_that_it_is_over()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule();
        bench.Find("a");

        (await bench.LookAsync()).Should().BeEmpty("it has not held for long enough");
        bench.Manager.GetAlerts().Should().ContainSingle().Which.State.Should().Be(AlertState.Pending);
        (await bench.LookAsync(59)).Should().BeEmpty();
        (await bench.LookAsync(1)).Should().Equal("own{of=\"a\"} Firing");
        (await bench.LookAsync(3_600)).Should().BeEmpty("nobody is told twice");
        bench.Found.Clear();
        (await bench.LookAsync(10)).Should().BeEmpty("it may be back at any moment");
        (await bench.LookAsync(60)).Should().Equal("own{of=\"a\"} Resolved");
        bench.Manager.GetAlerts().Should().BeEmpty();
        (await bench.LookAsync(3_600)).Should().BeEmpty();
    }

    [Fact] // S0.118
    public async Task An_alert_says_what_when_and_how_often()
    {
        await using var bench = new AlertBench(new AlertOptions { ApplicationName = "shop" });
        var start = bench.Clock.GetUtcNow();
        bench.Manager.AddRule(new AlertRule
        {
            Name = "queue_too_long",
            Labels = new Dictionary<string, string> { ["team"] = "stock", ["of"] = "lost to the finding's" },
            Find = _ => [AlertBench.Finding("orders", "The queue is long.") with { Value = 12, Count = 12, Threshold = 10, Severity = ErrorSeverity.Critical, Records = [default, new ErrorId(7)] }],
        });
        await bench.LookAsync();
        await bench.Manager.EvaluateAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(60));
        await bench.Manager.EvaluateAsync();
        await bench.Manager.FlushAsync();

        var notice = bench.Channel.Told.Should().ContainSingle().Subject;
        notice.ApplicationName.Should().Be("shop");
        notice.At.Should().Be(start.AddSeconds(60));
        notice.Alert.Should().BeEquivalentTo(new
        {
            Rule = "queue_too_long",
            Fingerprint = "queue_too_long{of=\"orders\",team=\"stock\"}",
            Severity = ErrorSeverity.Critical,
            State = AlertState.Firing,
            Labels = new Dictionary<string, string> { ["of"] = "orders", ["team"] = "stock" },
            Message = "The queue is long.",
            Value = 12.0,
            Threshold = 10.0,
            Count = 12L,
            Evaluations = 3L,
            StartedAt = start,
            FiredAt = start.AddSeconds(60),
            LastSeen = start.AddSeconds(60),
            ResolvedAt = (DateTimeOffset?)null,
            Records = new[] { new ErrorId(7) },
        });
        notice.Id.Should().StartWith(notice.Alert.Id).And.EndWith("-firing-1");
    }

    [Fact] // S0.118: a condition that goes away for a moment
    public async Task One_that_comes_and_goes_is_one_alert()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule();
        bench.Find("a");
        await bench.LookAsync();
        (await bench.LookAsync(60)).Should().HaveCount(1);
        for (var i = 0; i < 50; i++)
        {
            bench.Found.Clear();
            (await bench.LookAsync(30)).Should().BeEmpty();
            bench.Find("a");
            (await bench.LookAsync(15)).Should().BeEmpty();
        }

        bench.Manager.GetAlerts().Should().ContainSingle().Which.Should().Match<Alert>(alert => alert.State == AlertState.Firing && alert.ResolvedAt == null);
    }

    [Fact] // S0.118
    public async Task Alerts_with_other_labels_are_other_alerts()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero, keep: TimeSpan.Zero);
        bench.Find("a", "b", "a");

        (await bench.LookAsync()).Should().Equal("own{of=\"a\"} Firing", "own{of=\"b\"} Firing");
        bench.Find("b");
        (await bench.LookAsync(1)).Should().Equal("own{of=\"a\"} Resolved");
        bench.Manager.GetHistory().Should().ContainSingle().Which.Fingerprint.Should().Be("own{of=\"a\"}");
    }

    [Fact] // S0.118: repeated only when that is asked for
    public async Task It_is_told_again_each_repeat_interval()
    {
        var options = AlertBench.NoRules;
        options.RepeatInterval = TimeSpan.FromHours(1);
        await using var bench = new AlertBench(options);
        bench.AddOwnRule(holdFor: TimeSpan.Zero);
        bench.Find("a");
        (await bench.LookAsync()).Should().HaveCount(1);
        (await bench.LookAsync(3_599)).Should().BeEmpty();
        (await bench.LookAsync(1)).Should().Equal("own{of=\"a\"} Firing");
        (await bench.LookAsync(3_599)).Should().BeEmpty();
    }

    [Fact] // S0.118: silences last 3,600 s by default
    public async Task What_is_silenced_is_told_when_the_silence_ends()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero);
        var silence = bench.Manager.Silence("own", new Dictionary<string, string> { ["of"] = "a" }, createdBy: "Ann", reason: "we know");
        silence.Should().BeEquivalentTo(new { Rule = "own", CreatedBy = "Ann", Reason = "we know", StartedAt = bench.Clock.GetUtcNow(), EndsAt = bench.Clock.GetUtcNow().AddHours(1) });
        bench.Find("a", "b");

        (await bench.LookAsync()).Should().Equal("own{of=\"b\"} Firing");
        bench.Manager.GetAlerts().Select(alert => alert.State).Should().Equal(AlertState.Firing, AlertState.Silenced);
        bench.Clock.SetUtcNow(bench.Clock.GetUtcNow().AddDays(2));
        (await bench.LookAsync(3_599)).Should().BeEmpty("a wall clock that is set changes nothing");
        bench.Manager.GetSilences().Should().Equal(silence);
        (await bench.LookAsync(1)).Should().Equal("own{of=\"a\"} Firing");
        bench.Manager.GetSilences().Should().BeEmpty();
    }

    [Fact] // S0.118
    public async Task Nobody_is_told_of_the_end_of_what_nobody_was_told_of()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero, keep: TimeSpan.Zero);
        bench.Find("a");
        await bench.LookAsync();
        bench.Manager.Silence("*");
        bench.Find("a", "b");
        (await bench.LookAsync(1)).Should().BeEmpty();
        bench.Found.Clear();
        (await bench.LookAsync(1)).Should().Equal("own{of=\"a\"} Resolved");
        bench.Manager.GetHistory().Select(alert => alert.Fingerprint).Should().BeEquivalentTo("own{of=\"a\"}", "own{of=\"b\"}");
    }

    [Fact] // S0.118
    public async Task Ending_a_silence_tells_what_still_fires()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero);
        var silence = bench.Manager.Silence("own");
        bench.Find("a");
        (await bench.LookAsync()).Should().BeEmpty();

        bench.Manager.Unsilence(silence.Id).Should().BeTrue();
        bench.Manager.Unsilence(silence.Id).Should().BeFalse();
        (await bench.LookAsync()).Should().Equal("own{of=\"a\"} Firing");
    }

    [Fact] // S0.118
    public async Task A_silence_of_another_rule_or_label_is_for_others()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.Zero);
        bench.Manager.Silence("other");
        bench.Manager.Silence("own", new Dictionary<string, string> { ["of"] = "b" });
        bench.Manager.Silence("own", new Dictionary<string, string> { ["of"] = "a", ["team"] = "x" });
        bench.Find("a");
        (await bench.LookAsync()).Should().Equal("own{of=\"a\"} Firing");
    }

    [Fact] // S0.118
    public async Task Silences_have_bounds()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.Invoking(m => m.Silence(" ")).Should().Throw<ArgumentException>();
        bench.Manager.Invoking(m => m.Silence("own", duration: TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        bench.Manager.Invoking(m => m.Silence("own", duration: TimeSpan.FromDays(365) + TimeSpan.FromTicks(1))).Should().Throw<ArgumentOutOfRangeException>();
        for (var i = 0; i < 1_000; i++)
        {
            bench.Manager.Silence("own", duration: TimeSpan.FromSeconds(10));
        }

        bench.Manager.Invoking(m => m.Silence("own")).Should().Throw<InvalidOperationException>();
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        bench.Manager.Silence("own").Should().NotBeNull("those that have ended take no room");
    }

    [Fact] // S0.118: read by default 100
    public async Task The_history_is_bounded_and_the_newest_is_in_front()
    {
        var options = AlertBench.NoRules;
        options.HistoryCapacity = 120;
        await using var bench = new AlertBench(options);
        bench.AddOwnRule(holdFor: TimeSpan.Zero, keep: TimeSpan.Zero);
        for (var i = 0; i < 130; i++)
        {
            bench.Find($"{i}");
            await bench.LookAsync(1);
        }

        bench.Manager.GetHistory().Should().HaveCount(100);
        bench.Manager.GetHistory(500).Should().HaveCount(120);
        bench.Manager.GetHistory(1)[0].Labels["of"].Should().Be("128");
        bench.Manager.GetHistory(1)[0].State.Should().Be(AlertState.Resolved);
        bench.Manager.GetHistory(1)[0].ResolvedAt.Should().Be(bench.Clock.GetUtcNow());
        bench.Manager.GetHistory(0).Should().BeEmpty();
        bench.Manager.Invoking(m => m.GetHistory(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_rule_that_throws_harms_no_other_and_leaves_its_alerts_as_they_were()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        var throws = false;
        bench.Manager.AddRule(new AlertRule { Name = "bad", For = TimeSpan.Zero, KeepFiring = TimeSpan.Zero, Find = _ => throws ? throw new InvalidOperationException() : [AlertBench.Finding("")] });
        bench.AddOwnRule(holdFor: TimeSpan.Zero, keep: TimeSpan.Zero);
        await bench.LookAsync();
        throws = true;
        bench.Find("a");

        (await bench.LookAsync(1)).Should().Equal("own{of=\"a\"} Firing");
        (await bench.LookAsync(3_600)).Should().BeEmpty();
        bench.Manager.GetAlerts().Select(alert => alert.Rule).Should().BeEquivalentTo("bad", "own");
        bench.Manager.RuleFailures.Should().Be(2);
    }

    [Fact]
    public async Task A_rule_may_find_nothing_at_all_or_fail_halfway()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.AddRule(new AlertRule { Name = "null", Find = _ => null! });
        bench.Manager.AddRule(new AlertRule { Name = "nulls", For = TimeSpan.Zero, Find = _ => [null!, new AlertFinding { Message = null!, Labels = null!, Records = null!, Patterns = null! }] });
        bench.Manager.AddRule(new AlertRule { Name = "half", For = TimeSpan.Zero, Find = _ => Half() });

        (await bench.LookAsync()).Should().Equal("nulls Firing");
        bench.Manager.RuleFailures.Should().Be(1);

        static IEnumerable<AlertFinding> Half()
        {
            yield return AlertBench.Finding("a");
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task Rules_have_names_of_their_own_and_bounds()
    {
        var options = AlertBench.NoRules;
        options.Rules.Add(new AlertRuleOptions { Name = "configured" });
        await using var bench = new AlertBench(options);
        bench.AddOwnRule();
        foreach (var name in new[] { "own", "configured", AlertRuleNames.HighErrorRate, " ", new string('x', 101) })
        {
            bench.Manager.Invoking(m => m.AddRule(new AlertRule { Name = name, Find = _ => [] })).Should().Throw<ArgumentException>(name);
        }

        bench.Manager.Invoking(m => m.AddRule(new AlertRule { Name = "x", Find = _ => [], For = TimeSpan.FromTicks(-1) })).Should().Throw<ArgumentException>().WithMessage("For must be*");
        bench.Manager.Invoking(m => m.Update(new AlertOptions { Rules = { new AlertRuleOptions { Name = "own" } } })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task New_settings_keep_what_fires_and_end_what_no_rule_is_for_any_more()
    {
        var options = AlertBench.NoRules;
        options.Rules.Add(new AlertRuleOptions { Name = "quiet", Operator = AlertComparison.AtMost, Threshold = 0, For = TimeSpan.Zero });
        await using var bench = new AlertBench(options);
        (await bench.LookAsync()).Should().Equal("quiet Firing");

        options.Rules.Add(new AlertRuleOptions { Name = "two", Operator = AlertComparison.AtMost, For = TimeSpan.Zero });
        (await bench.LookAsync(1)).Should().BeEmpty("settings are copied");
        bench.Manager.Update(options);
        (await bench.LookAsync(1)).Should().Equal("two Firing");
        options.Rules.RemoveAt(0);
        options.KeepFiring = TimeSpan.FromSeconds(5);
        bench.Manager.Update(options);
        await bench.LookAsync(1);
        (await bench.LookAsync(5)).Should().Equal("quiet Resolved");

        options.MaxAlerts = 0;
        bench.Manager.Invoking(m => m.Update(options)).Should().Throw<ArgumentException>().WithMessage("*MaxAlerts*");
        (await bench.LookAsync(60)).Should().BeEmpty();
        bench.Manager.GetAlerts().Should().ContainSingle().Which.Rule.Should().Be("two");
    }

    [Fact]
    public async Task Once_started_it_looks_by_itself_until_it_is_disposed()
    {
        var options = AlertBench.NoRules;
        options.EvaluationInterval = TimeSpan.FromSeconds(5);
        await using var bench = new AlertBench(options);
        bench.AddOwnRule(holdFor: TimeSpan.FromSeconds(5));
        bench.Find("a");
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        bench.Manager.GetAlerts().Should().BeEmpty("nobody has started it");

        bench.Manager.Start();
        bench.Manager.Start();
        bench.Clock.Advance(TimeSpan.FromSeconds(9));
        bench.Manager.GetAlerts().Should().ContainSingle().Which.State.Should().Be(AlertState.Pending);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal("own{of=\"a\"} Firing");

        options.EvaluationInterval = TimeSpan.FromSeconds(30);
        bench.Manager.Update(options);
        bench.Find("a", "b");
        bench.Clock.Advance(TimeSpan.FromSeconds(29));
        bench.Manager.GetAlerts().Should().HaveCount(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        bench.Manager.GetAlerts().Should().HaveCount(2);

        await bench.Manager.DisposeAsync();
        await bench.Manager.DisposeAsync();
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await bench.Manager.EvaluateAsync();
        bench.Manager.Raise("x", ErrorSeverity.Error, "late");
        bench.Manager.GetAlerts().Should().HaveCount(2);
        bench.Manager.Invoking(m => m.Start()).Should().Throw<ObjectDisposedException>();
        bench.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(9999)]
    public async Task It_works_at_both_ends_of_time(int year)
    {
        var start = year == 1970 ? DateTimeOffset.UnixEpoch : new DateTimeOffset(9999, 12, 31, 23, 59, 0, TimeSpan.Zero);
        await using var bench = new AlertBench(new AlertOptions { Anomalies = true, For = TimeSpan.Zero, HealthScoreBelow = 50, ComponentRateThreshold = 1 }, start: start);
        bench.Manager.Silence("nobody", duration: TimeSpan.FromDays(365)).EndsAt.Should().BeAfter(start);
        bench.Registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);

        (await bench.LookAsync()).Should().Contain("critical_errors Firing");
        bench.Manager.RuleFailures.Should().Be(0);
    }

    [Fact]
    public void Settings_out_of_bounds_are_refused_all_at_once()
    {
        using var registry = new ErrorRegistry();
        FluentActions.Invoking(() => new AlertManager(registry, new AlertOptions { MaxAlerts = 0, For = TimeSpan.FromDays(2) }))
            .Should().Throw<ArgumentException>().WithMessage("*For must*MaxAlerts must*");
    }
}
