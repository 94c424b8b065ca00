using System.Diagnostics;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Errors that other systems hand in.</summary>
public sealed class OccurrenceIntakeTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ErrorRegistry _registry;

    public OccurrenceIntakeTests() => _registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "1.0", Host = "here" }, _clock);

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.73, S0.74, U8
    public void Everything_that_is_said_is_kept()
    {
        var yesterday = _clock.GetUtcNow().AddDays(-1).ToOffset(TimeSpan.FromHours(5));
        var occurrence = new ErrorOccurrence("billing", "CardRefused", "card of order 17 was refused")
        {
            Code = new ErrorCode("SHOP", "PAY", 3),
            Severity = ErrorSeverity.Warning,
            Category = ErrorCategory.Permanent,
            Context = new OperationContext { Operation = "charge", Phase = "pay", Layer = "api", JobId = "j", RequestId = "r", UserId = "u" },
            StackTrace = "at Billing.Charge()",
            TraceId = "t-1",
            SpanId = "s-1",
            Timestamp = yesterday,
            Template = "card of order {order} was refused",
            Release = "0.9",
            Host = "there",
            Recovered = true,
            Handled = true,
            Source = ErrorSources.Middleware,
            Resilience = new ResilienceNote { Attempt = 2, MaxAttempts = 4 },
        };

        var recorded = _registry.Record(occurrence);

        recorded.IsNew.Should().BeTrue();
        var record = _registry.GetErrors().Single();
        record.Should().BeEquivalentTo(new
        {
            occurrence.Component,
            occurrence.ErrorType,
            occurrence.Message,
            occurrence.Code,
            occurrence.Category,
            occurrence.Context,
            occurrence.Template,
            Severity = ErrorSeverity.Warning,
            Sources = ErrorSources.Middleware,
            RecoveredCount = 1L,
            HandledCount = 1L,
        });
        record.StackTrace.Should().Contain("at Billing.Charge()");
        record.Occurrences.Single().Should().BeEquivalentTo(new
        {
            Timestamp = yesterday.ToUniversalTime(),
            occurrence.TraceId,
            occurrence.SpanId,
            occurrence.Release,
            occurrence.Host,
            occurrence.Source,
            occurrence.Resilience,
            Recovered = true,
            Handled = true,
        });
    }

    [Fact]
    public void What_is_not_said_is_the_recorders_own()
    {
        using var activity = new Activity("work").Start();

        _registry.Record(new ErrorOccurrence("", "", "") { TraceId = " ", SpanId = "", Release = "", Host = " ", Template = "", StackTrace = "" });

        var record = _registry.GetErrors().Single();
        record.Should().BeEquivalentTo(new { Component = "unknown", ErrorType = "unknown", Message = "", Template = "", Severity = ErrorSeverity.Error, Sources = ErrorSources.Occurrence });
        record.StackTrace.Should().BeNull();
        record.Occurrences.Single().Should().BeEquivalentTo(new { TraceId = activity.TraceId.ToHexString(), SpanId = activity.SpanId.ToHexString(), Release = "1.0", Host = "here", Timestamp = _clock.GetUtcNow() });
    }

    [Fact]
    public void The_default_value_says_that_nothing_happened()
    {
        _registry.Record(default(ErrorOccurrence)).Should().Be(RecordedError.None);
        _registry.Record(default(ErrorOccurrence) with { Severity = ErrorSeverity.Critical }).Should().Be(RecordedError.None);
        _registry.Report(default);

        _registry.GetStatistics().TotalCount.Should().Be(0);
        _registry.GetStatistics().Ledger.Captured.Should().Be(0);
    }

    [Fact]
    public void A_default_value_with_an_exception_is_that_exception()
    {
        _registry.Record(default(ErrorOccurrence) with { Exception = new TimeoutException("slow") });

        _registry.GetErrors().Single().Should().BeEquivalentTo(new { Component = "unknown", ErrorType = "System.TimeoutException", Message = "slow", Sources = ErrorSources.Catch });
    }

    [Fact]
    public void Values_that_have_no_meaning_count_as_not_said()
    {
        _registry.Record(new ErrorOccurrence("a", "b", "c") { Severity = (ErrorSeverity)99, Category = (ErrorCategory)99, Source = (ErrorSources)1024 });

        _registry.GetErrors().Single().Should().BeEquivalentTo(new { Severity = ErrorSeverity.Error, Category = ErrorCategory.Unknown, Sources = ErrorSources.Occurrence });
    }

    [Fact]
    public void Times_from_the_ends_of_time_do_no_harm()
    {
        _registry.Record(new ErrorOccurrence("a", "b", "c") { Timestamp = DateTimeOffset.MinValue });
        _registry.Record(new ErrorOccurrence("a", "b", "c") { Timestamp = DateTimeOffset.MaxValue });

        var record = _registry.GetErrors().Single();
        record.Occurrences.Select(o => o.Timestamp).Should().Equal(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        record.LastSeen.Should().Be(_clock.GetUtcNow(), "records follow the registry's own clock");
    }

    [Fact]
    public void Occurrences_with_one_template_are_one_error_whatever_their_messages_say()
    {
        _registry.Record(new ErrorOccurrence("a", "b", "user anna") { Template = "user {name}" });
        _registry.Record(new ErrorOccurrence("a", "b", "user ben") { Template = "user {name}" });

        _registry.GetErrors().Single().Should().BeEquivalentTo(new { Count = 2L, Template = "user {name}" });
    }
}
