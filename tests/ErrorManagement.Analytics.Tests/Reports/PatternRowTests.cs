using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class PatternRowTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Episodes_of_one_pattern_are_one_row()
    {
        var rows = PatternRow.Of([Pattern(PatternKind.Burst, "all", 5, 0), Pattern(PatternKind.Burst, "all", 9, 10), Pattern(PatternKind.Burst, "all", 7, 20)]);

        rows.Should().ContainSingle().Which.Should().Match<PatternRow>(row => row.Episodes == 3 && row.Pattern.Count == 9 && row.From == Start && row.To == Start.AddMinutes(21));
        PatternWords.Extent(rows[0]).Should().Be("up to 9 errors within 1 min, 3 times");
        PatternWords.Extent(PatternRow.Of([Pattern(PatternKind.Burst, "all", 5, 0)])[0]).Should().Be("up to 5 errors within 1 min");
    }

    [Fact]
    public void What_runs_comes_first_and_then_what_says_most() =>
        PatternRow.Of(
            [
                Pattern(PatternKind.Recurring, "A", 10, 0),
                Pattern(PatternKind.Degradation, "all", 900, 0),
                Pattern(PatternKind.HighFrequency, "A", 12, 0),
                Pattern(PatternKind.HighFrequency, "B", 40, 0),
                Pattern(PatternKind.Recurring, "C", 3, 0) with { IsActive = true },
                Pattern(PatternKind.ComponentFlood, "shop", 6, 0),
            ])
            .Select(row => (row.Pattern.Kind, row.Pattern.Subject))
            .Should().Equal((PatternKind.Recurring, "C"), (PatternKind.HighFrequency, "B"), (PatternKind.HighFrequency, "A"), (PatternKind.ComponentFlood, "shop"), (PatternKind.Degradation, "all"), (PatternKind.Recurring, "A"));

    [Fact]
    public void Without_patterns_there_are_no_rows() => PatternRow.Of([]).Should().BeEmpty();

    private static DetectedPattern Pattern(PatternKind kind, string subject, long count, int minute) =>
        new() { Kind = kind, Subject = subject, Count = count, Window = TimeSpan.FromMinutes(1), DetectedAt = Start.AddMinutes(minute), LastSeen = Start.AddMinutes(minute + 1) };
}
