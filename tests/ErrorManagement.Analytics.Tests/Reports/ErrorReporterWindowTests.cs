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

    [Fact] // the bug of a deployment: a good score is no reason to say that there is nothing to do
    public void A_new_error_that_leads_is_told_to_be_new_once()
    {
        using var registry = new ErrorRegistry(null, _clock);
        _clock.Advance(TimeSpan.FromDays(2));
        Record(registry, "RareException", 1);
        for (var i = 0; i < 20; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(60));
            Record(registry, "BugException", 1);
        }

        var report = new ErrorReporter(registry, _clock).ToMarkdown();

        report.Should().Contain("of 100.** 21 errors in the last 24 h. BugException again and again, up to 10 of the last ten errors,")
            .And.Contain("Most frequent: BugException in shop, 20 times, last 0 s ago. It is new, first seen 19 min ago; 1 other error is new in the last hour, too.")
            .And.NotContain("Nothing to do");
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
