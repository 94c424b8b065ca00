using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts;

/// <summary>Alerts about what happened: in the lives of records, and by the host's own word.</summary>
public sealed class AlertEventsTests
{
    [Fact]
    public async Task An_error_that_no_record_knows_is_told_at_once_and_its_repeats_are_not()
    {
        await using var bench = new AlertBench(new AlertOptions { CriticalErrorThreshold = null, ErrorRateThreshold = null, Patterns = false });
        var recorded = bench.Registry.Record(new TimeoutException(), "payments");
        (await bench.LookAsync()).Should().Equal("new_error{component=\"payments\"} Firing");
        bench.Manager.GetAlerts().Should().ContainSingle().Which.Should().Match<Alert>(alert => alert.Message == $"A new error in payments: TimeoutException \"The operation has timed out.\", record {recorded.Id}." && alert.Records.Count == 1 && alert.Severity == ErrorSeverity.Warning);
        (await bench.LookAsync(300)).Should().Equal("new_error{component=\"payments\"} Resolved");

        bench.Registry.Record(new TimeoutException(), "payments");
        (await bench.LookAsync(1)).Should().BeEmpty("it is known");
    }

    [Fact] // the reader finds the record by it; labels have few values
    public async Task A_new_error_is_named_by_its_template_and_its_record()
    {
        await using var bench = new AlertBench(new AlertOptions { CriticalErrorThreshold = null, ErrorRateThreshold = null, Patterns = false });
        bench.Registry.Record(new ErrorOccurrence("orders", "System.FormatException", "order 4711 of ann@example.com has no postcode"));
        await bench.LookAsync();
        bench.Manager.GetAlerts()[0].Should().Match<Alert>(alert => alert.Message == "A new error in orders: FormatException \"order <num> of <email> has no postcode\", record E1." && alert.Labels.Count == 1);

        bench.Registry.Record(new ErrorOccurrence("orders", "System.TimeoutException", new string('x', 10_000) + "\u202E\n"));
        await bench.LookAsync(1);
        bench.Manager.GetAlerts()[0].Message.Should().StartWith("2 new errors in orders, the latest TimeoutException \"xxx").And.EndWith("\", record E2.").And.NotContain("\n").And.Subject.Length.Should().BeLessThan(500);
    }

    [Fact]
    public async Task An_error_that_comes_back_is_told()
    {
        await using var bench = new AlertBench(new AlertOptions { CriticalErrorThreshold = null, NewErrors = false });
        Record(bench);
        bench.Registry.MarkResolved(bench.Registry.GetErrors()[0].Id);
        (await bench.LookAsync(1)).Should().BeEmpty();

        Record(bench);
        (await bench.LookAsync(1)).Should().Equal("regression{component=\"payments\"} Firing");
        bench.Manager.GetAlerts()[0].Should().Match<Alert>(alert => alert.Severity == ErrorSeverity.Error && alert.Message == $"A returning error in payments: TimeoutException \"The operation has timed out.\", record {bench.Registry.GetErrors()[0].Id}.");
    }

    [Fact]
    public async Task What_is_muted_or_ignored_is_not_told_until_it_happens_too_often()
    {
        await using var bench = new AlertBench(new AlertOptions { CriticalErrorThreshold = null, ErrorRateThreshold = null, Patterns = false, NewErrors = false });
        Record(bench);
        var id = bench.Registry.GetErrors()[0].Id;
        bench.Registry.Ignore(id);
        Record(bench);
        (await bench.LookAsync(1)).Should().BeEmpty();
        bench.Registry.MuteUntilPerHour(id, 3);
        Record(bench);
        (await bench.LookAsync(1)).Should().BeEmpty();
        for (var i = 0; i < 5; i++)
        {
            Record(bench);
        }

        bench.Registry.GetErrors(); // mutes end without a timer: when somebody looks
        (await bench.LookAsync(1)).Should().Equal("unmuted{component=\"payments\"} Firing");
    }

    [Fact] // events need no evaluation: not the second time either
    public async Task An_event_after_the_window_is_told_anew_though_nobody_looked_in_between()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.Raise("import", ErrorSeverity.Error, "A.");
        await bench.Manager.FlushAsync();
        bench.Clock.Advance(TimeSpan.FromHours(5));
        bench.Manager.Raise("import", ErrorSeverity.Error, "B.");
        await bench.Manager.FlushAsync();

        bench.Channel.Take().Should().Equal("import Firing", "import Resolved", "import Firing");
        bench.Manager.GetAlerts().Should().ContainSingle().Which.Should().Match<Alert>(alert => alert.Count == 1 && alert.Message == "B." && alert.StartedAt == bench.Clock.GetUtcNow());
        bench.Manager.GetHistory().Should().ContainSingle();
    }

    [Fact]
    public async Task Each_episode_that_was_told_ends_also_when_the_next_one_begins_at_once()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Channel.OnSend = (_, _) =>
        {
            begun.TrySetResult();
            return gate.Task;
        };
        bench.Manager.Raise("import", ErrorSeverity.Error, "A.");
        await begun.Task;
        bench.Manager.Resolve("import");
        bench.Manager.Raise("import", ErrorSeverity.Error, "B.");
        gate.SetResult();
        await bench.Manager.FlushAsync();
        bench.Channel.Take().Should().Equal("import Firing", "import Resolved", "import Firing");
    }

    [Fact]
    public async Task A_severity_that_is_none_reads_error()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.Raise(new AlertDecision { Alerts = [new DecidedAlert { Type = "t", Severity = (ErrorSeverity)55, Message = "M." }] });
        bench.Manager.GetAlerts().Should().ContainSingle().Which.Severity.Should().Be(ErrorSeverity.Error);
    }

    [Fact]
    public async Task Each_kind_can_be_switched_off()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        Record(bench);
        bench.Registry.MarkResolved(bench.Registry.GetErrors()[0].Id);
        Record(bench);
        (await bench.LookAsync(1)).Should().BeEmpty();
    }

    [Fact] // S0.117
    public async Task What_the_host_raises_fires_at_once_and_is_over_when_it_says_so()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.Raise("import_failed", ErrorSeverity.Critical, "The import failed.", new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }, 42, [new ErrorId(3)]);
        await bench.Manager.FlushAsync();
        bench.Channel.Told.Should().ContainSingle().Which.Alert.Should().BeEquivalentTo(new { Fingerprint = "import_failed{a=\"1\",b=\"2\"}", Value = 42.0, Severity = ErrorSeverity.Critical, State = AlertState.Firing });
        bench.Channel.Take();

        bench.Manager.Resolve("import_failed").Should().BeFalse("it has other labels");
        bench.Manager.Resolve("import_failed", new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }).Should().BeTrue();
        (await bench.LookAsync()).Should().Equal("import_failed{a=\"1\",b=\"2\"} Resolved");
    }

    [Fact] // S0.117
    public async Task A_decision_can_be_raised()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.Raise(AlertEvaluator.Decide(6, 1, []));
        bench.Manager.Raise(AlertEvaluator.Decide(7, 1, []));
        (await bench.LookAsync()).Should().BeEquivalentTo("critical_errors Firing", "high_error_rate Firing");
        bench.Manager.GetAlerts().Should().OnlyContain(alert => alert.Count == 2);
    }

    [Fact] // S0.117
    public async Task A_reporter_raises_alerts_through_a_manager()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        var reporter = new ErrorReporter(bench.Registry, bench.Clock);
        reporter.RaiseAlerts(bench.Manager).ShouldAlert.Should().BeFalse();
        bench.Registry.Record(new TimeoutException(), "payments", ErrorSeverity.Critical);
        reporter.RaiseAlerts(bench.Manager).AlertCount.Should().Be(1);
        reporter.ShouldAlert(criticalErrorThreshold: 2).ShouldAlert.Should().BeFalse();
        (await bench.LookAsync()).Should().Equal("critical_errors Firing");
    }

    [Fact] // what is raised under the name of a rule is part of that rule's alert
    public async Task An_event_and_a_condition_of_one_name_are_one_alert()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.AddOwnRule(holdFor: TimeSpan.FromMinutes(1), keep: TimeSpan.Zero);
        bench.Manager.Raise("own", ErrorSeverity.Error, "Now.", new Dictionary<string, string> { ["of"] = "a" });
        bench.Find("a");
        (await bench.LookAsync()).Should().Equal("own{of=\"a\"} Firing");
        (await bench.LookAsync(600)).Should().BeEmpty();
        bench.Manager.Resolve("own", new Dictionary<string, string> { ["of"] = "a" }).Should().BeFalse("its events are long over, its condition holds");
        bench.Found.Clear();
        (await bench.LookAsync(1)).Should().Equal("own{of=\"a\"} Resolved");
    }

    [Fact]
    public async Task Whatever_the_host_hands_over_nothing_is_thrown_and_nothing_is_broken()
    {
        await using var bench = new AlertBench(AlertBench.NoRules);
        bench.Manager.Raise(null!, (ErrorSeverity)99, null!, new Dictionary<string, string> { [""] = "x", ["v"] = null! }, double.NaN, Bad());
        bench.Manager.Raise(" ", (ErrorSeverity)99, null!, new Dictionary<string, string> { [""] = "x", ["v"] = null! }, double.NaN);
        bench.Manager.Raise("r\n\u202E\"{" + new string('x', 10_000), ErrorSeverity.Error, "half \uD800 \0" + new string('y', 10_000), Enumerable.Range(0, 100).ToDictionary(static i => $"label{i:D3}\t{new string('n', 500)}", static i => $"{i}\r\n{new string('v', 10_000)}"));
        await bench.Manager.FlushAsync();

        bench.Channel.Told.Should().HaveCount(2).And.OnlyContain(notice => notice.Alert.Rule.Length <= 100 && notice.Alert.Message.Length <= 1_000 && notice.Alert.Labels.Count <= 16
            && notice.Alert.Labels.All(label => label.Key.Length <= 60 && label.Value.Length <= 200) && !notice.Alert.Fingerprint.Any(char.IsControl) && !notice.Alert.Fingerprint.Contains('\u202E'));
        bench.Channel.Told.First().Alert.Should().Match<Alert>(alert => alert.Rule == "event" && alert.Severity == ErrorSeverity.Error && alert.Value == null);

        static IEnumerable<ErrorId> Bad()
        {
            yield return default;
            throw new InvalidOperationException();
        }
    }

    private static void Record(AlertBench bench) => bench.Registry.Record(new TimeoutException(), "payments");
}
