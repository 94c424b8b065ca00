using System.Globalization;
using ErrorManagement.Analytics.Signatures;
using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Signatures;

public sealed class SignaturePatternTests
{
    [Fact] // S4.10
    public void Patterns_are_counted_with_example_phases_and_runs_and_ranked()
    {
        var patterns = ErrorSignatures.Default.FindPatterns(
        [
            new SignatureOccurrence("", "ImportError", "Build", "r0"),
            new SignatureOccurrence("ModuleNotFoundError: No module named 'requests'", null, "Build", "r1", 6),
            new SignatureOccurrence("No module named 'x'", null, "Test", "r1"),
            new SignatureOccurrence("timed out", null, "Test", "r2", 2),
            new SignatureOccurrence("SyntaxError", null, null, null, 2),
            new SignatureOccurrence("what is this", null, "Deploy", "r3", 1),
            new SignatureOccurrence("ignored", null, "Deploy", "r4", 0),
            new SignatureOccurrence("ignored", null, "Deploy", "r4", -5),
        ]);

        patterns.Select(p => $"{p.PatternName} {p.Occurrences} {p.Signature.SeverityName}").Should().Equal("Import Error 8 high", "Syntax Error 2 high", "Timeout Error 2 medium", "Unknown 1 medium");
        patterns[0].ExampleMessage.Should().Be("ModuleNotFoundError: No module named 'requests'");
        patterns[0].AffectedPhases.Should().Equal("Build", "Test");
        patterns[0].AffectedRuns.Should().Equal("r0", "r1");
        patterns[0].Category.Should().Be("Dependency Issue");
        patterns[0].Recommendation.Should().ContainAll("Declare", "install"); // S4.14
        patterns[1].AffectedPhases.Should().BeEmpty();
    }

    [Fact]
    public void Without_errors_there_are_no_patterns_and_no_recommendations()
    {
        ErrorSignatures.Default.FindPatterns([]).Should().BeEmpty();
        ErrorRecommendation.For([]).Should().BeEmpty();
        using var registry = new ErrorRegistry();
        registry.GetSignaturePatterns().Should().BeEmpty();
        registry.GetRecommendations().Should().BeEmpty();
    }

    [Fact] // S4.10
    public void Ten_runs_are_listed_and_the_sum_does_not_run_over()
    {
        var pattern = ErrorSignatures.Default.FindPatterns(Enumerable.Range(0, 1_000).Select(i => new SignatureOccurrence("timeout", null, $"p{i}", $"r{i}", long.MaxValue / 10))).Should().ContainSingle().Subject;

        pattern.AffectedRuns.Should().Equal(Enumerable.Range(0, 10).Select(i => $"r{i}"));
        pattern.AffectedPhases.Should().HaveCount(100);
        pattern.Occurrences.Should().Be(long.MaxValue);
    }

    [Theory] // S4.10: cut at 200 characters
    [InlineData(200, "x", 200)]
    [InlineData(201, "x", 200)]
    [InlineData(300, "😀", 200)]
    [InlineData(199, "x😀", 199)]
    [InlineData(198, "xe\u0301\u0301", 198)]
    public void The_example_is_cut_between_whole_signs(int ofFirst, string text, int length)
    {
        var message = text.Length == 1 || text == "😀" ? string.Concat(Enumerable.Repeat(text, ofFirst)) : new string(text[0], ofFirst) + text[1..] + "tail";
        var example = ErrorSignatures.Default.FindPatterns([new SignatureOccurrence(message)])[0].ExampleMessage;

        example.Should().HaveLength(length);
        message.Should().StartWith(example);
        StringInfo.ParseCombiningCharacters(message).Append(message.Length).Should().Contain(example.Length);
    }

    [Fact]
    public void A_sign_that_is_longer_than_the_bound_is_cut_all_the_same() =>
        ErrorSignatures.Default.FindPatterns([new SignatureOccurrence("e" + new string('\u0301', 500))])[0].ExampleMessage.Should().HaveLength(200);

    [Theory] // S4.17, S4.18
    [InlineData(1, null, null)]
    [InlineData(2, "low", "15–30 minutes")]
    [InlineData(4, "low", "15–30 minutes")]
    [InlineData(5, "medium", "30–60 minutes")]
    [InlineData(9, "medium", "30–60 minutes")]
    [InlineData(10, "high", "1–2 hours")]
    [InlineData(long.MaxValue, "high", "1–2 hours")]
    public void Urgency_and_time_to_fix_go_by_the_number_of_occurrences(long count, string? severity, string? time)
    {
        var found = ErrorRecommendation.For(ErrorSignatures.Default.FindPatterns([new SignatureOccurrence("timeout", Count: count)]));

        if (severity is null)
        {
            found.Should().BeEmpty();
            return;
        }

        var only = found.Should().ContainSingle().Subject;
        only.Issue.Should().Be("Timeout Error");
        only.SeverityName.Should().Be(severity);
        only.EstimatedFixTime.Should().Be(time);
        only.AffectedCount.Should().Be(count);
        only.RootCause.Should().Be("Performance Issue");
        only.Solution.Should().ContainAll("limit", "faster");
    }

    [Fact] // S4.17
    public void The_most_urgent_comes_first_then_the_most_frequent()
    {
        var patterns = ErrorSignatures.Default.FindPatterns([Of("SyntaxError", 2), Of("ImportError", 3), Of("timeout", 30), Of("SQL error", 12), Of("TypeError", 7), Of("EACCES", 7)]);

        ErrorRecommendation.For(patterns.Reverse()).Select(r => $"{r.Issue} {r.AffectedCount}").Should().Equal("Timeout Error 30", "Database Error 12", "Permission Error 7", "Type Error 7", "Import Error 3", "Syntax Error 2");

        static SignatureOccurrence Of(string message, long count) => new(message, Count: count);
    }

    [Fact]
    public void A_registry_counts_occurrences_with_the_phases_and_runs_of_their_contexts()
    {
        using var registry = new ErrorRegistry(null, new FakeTimeProvider());
        for (var i = 0; i < 3; i++)
        {
            registry.Record(new TimeoutException("a"), "build", context: new OperationContext { Phase = i == 0 ? "build" : "test", JobId = $"r{i}" });
        }

        registry.Record(new ErrorOccurrence("web", "X", "HTTP 404"));

        var patterns = registry.GetSignaturePatterns();

        patterns.Select(p => $"{p.Signature.Name} {p.Occurrences}").Should().Equal("timeout_error 3", "missing_resource 1");
        patterns[0].AffectedPhases.Should().BeEquivalentTo("build", "test");
        patterns[0].AffectedRuns.Should().BeEquivalentTo("r0", "r1", "r2");
        registry.GetRecommendations().Should().ContainSingle().Which.Issue.Should().Be("Timeout Error");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(35 * 24 * 60 + 1)]
    public void A_window_has_its_bounds(int minutes)
    {
        using var registry = new ErrorRegistry();
        FluentActions.Invoking(() => registry.GetSignaturePatterns(window: TimeSpan.FromMinutes(minutes))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*more than zero and at most 35.00:00:00*");
    }

    [Fact] // D2: to the minute up to a day, to the hour beyond
    public void A_window_counts_what_happened_in_it()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 3, 30, 23, 40, 30, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, clock);
        Happen(3);
        clock.Advance(TimeSpan.FromHours(30));
        Happen(2);
        clock.Advance(TimeSpan.FromMinutes(50));
        Happen(1);

        Of(1, "m").Should().Be(1);
        Of(50, "m").Should().Be(1);
        Of(51, "m").Should().Be(3, "50 minutes ago lies in the 51st minute");
        Of(2, "h").Should().Be(3);
        Of(24, "h").Should().Be(3);
        Of(25, "h").Should().Be(3);
        Of(31, "h").Should().Be(6);
        Of(35 * 24, "h").Should().Be(6);
        clock.Advance(TimeSpan.FromDays(40));
        registry.GetSignaturePatterns(window: TimeSpan.FromDays(35)).Should().BeEmpty();
        registry.GetSignaturePatterns()[0].Occurrences.Should().Be(6);
        Happen(4);
        Of(35 * 24, "h").Should().Be(4, "the rest of the record is older");
        Of(24, "h").Should().Be(4);
        Of(1, "m").Should().Be(4);

        void Happen(int times)
        {
            for (var i = 0; i < times; i++)
            {
                registry.Record(new ErrorOccurrence("a", "T", "timeout"));
            }
        }

        long Of(int number, string unit) => registry.GetSignaturePatterns(window: unit == "m" ? TimeSpan.FromMinutes(number) : TimeSpan.FromHours(number)).Sum(p => p.Occurrences);
    }

    [Fact]
    public void Inside_a_window_what_happened_before_it_does_not_count()
    {
        var asked = new List<string>();
        var registry = Substitute.For<IErrorRegistry>();
        var now = new DateTimeOffset(2030, 1, 2, 12, 34, 0, TimeSpan.Zero);
        registry.GetTimeline(Arg.Any<TimeSpan>()).Returns([new SeriesPoint(now, 0)]);
        var old = Record(1, now.AddDays(-3), 100);
        var young = Record(2, now.AddMinutes(-5), 7);
        registry.GetErrors(Arg.Any<ErrorQuery>()).Returns([old, young]);
        registry.GetSeries(default, default, default, default).ReturnsForAnyArgs(call =>
        {
            asked.Add($"{call.ArgAt<SeriesSelector>(0).Record} {call.ArgAt<DateTimeOffset>(1):dd.HH:mm}-{call.ArgAt<DateTimeOffset>(2):dd.HH:mm} {call.ArgAt<TimeSpan>(3).TotalMinutes}");
            return [new SeriesPoint(now, 1), new SeriesPoint(now, 2)];
        });

        registry.GetSignaturePatterns(window: TimeSpan.FromHours(2))[0].Occurrences.Should().Be(7 + 6);
        asked.Should().Equal("E1 02.10:35-02.11:00 1", "E1 02.11:00-02.12:35 60");
        asked.Clear();
        registry.GetSignaturePatterns(window: TimeSpan.FromMinutes(10))[0].Occurrences.Should().Be(7 + 3);
        asked.Should().Equal("E1 02.12:25-02.12:35 1");
        asked.Clear();
        registry.GetSignaturePatterns(window: TimeSpan.FromHours(25))[0].Occurrences.Should().Be(7 + 3);
        asked.Should().Equal("E1 01.11:00-02.12:35 60");
    }

    [Theory]
    [InlineData(1970, 1)]
    [InlineData(9999, 12)]
    public void At_the_ends_of_time_it_counts_too(int year, int month)
    {
        var clock = new FakeTimeProvider(year == 9999 ? DateTimeOffset.MaxValue.ToUniversalTime().AddSeconds(-30) : new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, clock);
        registry.Record(new TimeoutException("a"), "a");

        registry.GetSignaturePatterns(window: TimeSpan.FromHours(24))[0].Occurrences.Should().Be(1);
        registry.GetSignaturePatterns(window: TimeSpan.FromDays(35))[0].Occurrences.Should().Be(1);
    }

    [Fact]
    public void A_registry_without_series_counts_a_record_in_full()
    {
        var registry = Substitute.For<IErrorRegistry>();
        var now = new DateTimeOffset(2030, 1, 2, 12, 34, 0, TimeSpan.Zero);
        registry.GetTimeline(Arg.Any<TimeSpan>()).Returns([new SeriesPoint(now, 0)]);
        registry.GetErrors(Arg.Any<ErrorQuery>()).Returns([Record(1, now.AddDays(-3), 100)]);
        registry.GetSeries(default, default, default, default).ReturnsForAnyArgs(_ => throw new NotSupportedException());

        registry.GetSignaturePatterns(window: TimeSpan.FromHours(2))[0].Occurrences.Should().Be(100);
    }

    private static ErrorRecord Record(ulong id, DateTimeOffset first, long count) => new()
    {
        Id = new ErrorId(id),
        Fingerprint = default,
        ErrorType = "System.TimeoutException",
        Component = "a",
        Message = "timeout",
        Template = "timeout",
        Count = count,
        FirstSeen = first,
        LastSeen = first,
    };
}
