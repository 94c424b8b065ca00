using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorAnalyticsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact] // S3.24, B7
    public void Without_errors_and_attempts_all_is_zero_and_rates_are_null()
    {
        using var registry = new ErrorRegistry(null, _clock);

        foreach (var analytics in new[] { ErrorAnalytics.Of(registry), ErrorAnalytics.Of(registry, new RecoveryManager(timeProvider: _clock)) })
        {
            analytics.Should().BeEquivalentTo(new ErrorAnalytics());
            analytics.RecoverySuccessRate.Should().BeNull();
            analytics.AverageRecoveryTimeMs.Should().BeNull();
        }
    }

    [Fact] // S3.24
    public void Errors_are_counted_by_type_component_and_severity()
    {
        using var registry = new ErrorRegistry(null, _clock);
        Record(registry, "a", "T1", "x 1", ErrorSeverity.Critical);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Record(registry, "a", "T1", "x 2", ErrorSeverity.Error);
        Record(registry, "b", "T1", "x 3", ErrorSeverity.Error);
        Record(registry, "a", "T2", "y", ErrorSeverity.Error);

        var analytics = ErrorAnalytics.Of(registry);

        analytics.TotalErrors.Should().Be(4);
        analytics.ErrorsByType.Should().Equal(new NamedCount("T1", 3), new NamedCount("T2", 1));
        analytics.ErrorsByComponent.Should().Equal(new NamedCount("a", 3), new NamedCount("b", 1));
        analytics.ErrorsBySeverity.Should().BeEquivalentTo(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Critical] = 1, [ErrorSeverity.Error] = 3 });
        analytics.CurrentRatePerMinute.Should().Be(3); // U28: the last 60 s
        analytics.UnassignedErrors.Should().Be(0);
        var top = analytics.TopMessages[0];
        (top.Component, top.ErrorType, top.Template, top.Count, top.Severity).Should().Be(("a", "T1", "x <num>", 2, ErrorSeverity.Critical));
        (top.LastSeen - top.FirstSeen).Should().Be(TimeSpan.FromMinutes(2)); // S3.28
    }

    [Fact] // S3.24: really computed, not B7's zeros
    public async Task Recovery_is_computed_from_the_attempts_that_were_made()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var recovery = new RecoveryManager(new RecoveryManagerOptions { MaxActions = 100 }, timeProvider: _clock);
        recovery.Add(RecoveryStrategy.From("good", (_, _) => After(30, RecoveryOutcome.Success)));
        recovery.Add(RecoveryStrategy.From("bad", (_, _) => After(10, RecoveryOutcome.Failed)));
        foreach (var name in new[] { "good", "good", "good", "bad" })
        {
            await recovery.RecoverAsync([name], new RecoveryContext(new TimeoutException("x")));
        }

        var analytics = ErrorAnalytics.Of(registry, recovery);

        analytics.RecoveryAttempts.Should().Be(4);
        analytics.RecoverySuccessRate.Should().Be(0.75);
        analytics.AverageRecoveryTimeMs.Should().Be(25);

        ValueTask<RecoveryOutcome> After(int milliseconds, RecoveryOutcome outcome)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return ValueTask.FromResult(outcome);
        }
    }

    [Fact] // S3.25: what is held is bounded, what is counted is not
    public void What_had_to_go_is_unassigned_so_that_the_sums_agree()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 10 }, _clock);
        for (var i = 0; i < 50; i++)
        {
            Record(registry, $"c{i}", $"T{i}", "m", ErrorSeverity.Error);
        }

        var analytics = ErrorAnalytics.Of(registry);

        analytics.TotalErrors.Should().Be(50);
        analytics.ErrorsByType.Should().HaveCount(10);
        analytics.TopMessages.Should().HaveCount(10);
        (analytics.ErrorsByType.Sum(t => t.Count) + analytics.UnassignedErrors).Should().Be(50);
        (analytics.ErrorsByComponent.Sum(t => t.Count) + analytics.UnassignedErrors).Should().Be(50);
        analytics.ErrorsBySeverity.Values.Sum().Should().Be(50);
    }

    [Fact] // S3.21
    public void Messages_group_by_component_type_template_and_category()
    {
        var at = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var records = new[]
        {
            Of(1, "a", "T", "m", ErrorCategory.Transient, 2, at),
            Of(2, "a", "T", "m", ErrorCategory.Transient, 5, at.AddHours(1)),
            Of(3, "a", "T", "m", ErrorCategory.Permanent, 5, at),
            Of(4, "b", "T", "m", ErrorCategory.Transient, 5, at),
            Of(5, "a", "U", "m", ErrorCategory.Transient, 5, at),
            Of(6, "a", "T", "n", ErrorCategory.Transient, 5, at),
        };

        var groups = MessageGroup.Of(records);

        groups.Select(g => g.Count).Should().Equal(7, 5, 5, 5, 5);
        groups[0].Records.Should().Equal(new ErrorId(2), new ErrorId(1));
        groups[0].FirstSeen.Should().Be(at);
        groups[0].LastSeen.Should().Be(at.AddHours(1).AddMinutes(1));
        MessageGroup.Of(records, 2).Should().HaveCount(2);
        MessageGroup.Of(records, 0).Should().BeEmpty();
        MessageGroup.Of([]).Should().BeEmpty();
        FluentActions.Invoking(() => MessageGroup.Of(records, -1)).Should().Throw<ArgumentOutOfRangeException>();
        MessageGroup.Of(Enumerable.Range(1, 9).Select(i => Of((ulong)i, "a", "T", "m", ErrorCategory.Transient, i, at)))[0].Records.Should().Equal(new[] { 9, 8, 7, 6, 5 }.Select(i => new ErrorId((ulong)i)));
    }

    private static ErrorRecord Of(ulong id, string component, string type, string template, ErrorCategory category, long count, DateTimeOffset first) => new()
    {
        Id = new ErrorId(id),
        Fingerprint = default,
        Component = component,
        ErrorType = type,
        Template = template,
        Message = template,
        Category = category,
        Count = count,
        FirstSeen = first,
        LastSeen = first.AddMinutes(1),
    };

    private static void Record(ErrorRegistry registry, string component, string type, string message, ErrorSeverity severity) =>
        registry.Record(new ErrorOccurrence(component, type, message) { Severity = severity });
}
