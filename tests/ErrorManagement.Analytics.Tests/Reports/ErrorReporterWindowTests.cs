using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>The report of how things are now speaks of its window.</summary>
public sealed class ErrorReporterWindowTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void An_error_that_was_loud_yesterday_does_not_lead_todays_report()
    {
        using var registry = new ErrorRegistry(null, _clock);
        Record(registry, "OldException", 1_000);
        _clock.Advance(TimeSpan.FromHours(25));
        Record(registry, "OldException", 1);
        Record(registry, "NewException", 5);

        var report = new ErrorReporter(registry, _clock).ToMarkdown();

        report.IndexOf("NewException", StringComparison.Ordinal).Should().BeInRange(0, report.IndexOf("OldException", StringComparison.Ordinal));
        report.Should().Contain("| OldException |").And.NotMatchRegex(@"\| OldException \|[^\n]*1,001");
    }

    [Fact]
    public void A_clock_in_the_first_year_there_is_no_reason_to_throw()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.MinValue.AddMinutes(1));
        using var registry = new ErrorRegistry(null, clock);
        Record(registry, "EarlyException", 1);

        new ErrorReporter(registry, clock).ToMarkdown().Should().Contain("EarlyException");
    }

    private static void Record(ErrorRegistry registry, string type, int times)
    {
        for (var i = 0; i < times; i++)
        {
            registry.Record(new ErrorOccurrence("shop", type, "broken"));
        }
    }
}
