using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunPatternsTests
{
    [Fact] // S4.10
    public void A_pattern_has_name_number_example_phases_runs_and_advice()
    {
        var pattern = Analyze(
            Failed("No module named 'a'", "Build", 1, "r1"),
            Failed("ImportError: b", "Test", 2, "r2"),
            Failed("ImportError: c", "Build", 3, "r3")).Patterns.Should().ContainSingle().Which;

        pattern.PatternName.Should().Be("Import Error");
        pattern.Occurrences.Should().Be(3);
        pattern.ExampleMessage.Should().Be("No module named 'a'");
        pattern.AffectedPhases.Should().Equal("Build", "Test");
        pattern.AffectedRuns.Should().Equal("r1", "r2", "r3");
        pattern.Category.Should().Be("Dependency Issue");
        pattern.Signature.SeverityName.Should().Be("high");
        pattern.Recommendation.Should().NotBeEmpty();
    }

    [Fact] // S4.10
    public void Patterns_stand_by_occurrences_falling_then_by_name() =>
        Analyze(Failed("timeout"), Failed("SyntaxError"), Failed("timeout"), Failed("merge conflict"), Failed(null)).Patterns
            .Select(pattern => (pattern.PatternName, pattern.Occurrences))
            .Should().Equal(("Timeout Error", 2), ("Git Error", 1), ("Syntax Error", 1), ("Unknown", 1));

    [Fact] // S4.10
    public void An_example_has_two_hundred_characters_and_of_the_runs_there_are_ten()
    {
        var pattern = Analyze(Times(25, i => Failed("timeout " + new string('x', 500), "Build", 1, $"r{i}"))).Patterns[0];

        pattern.ExampleMessage.Should().HaveLength(200);
        pattern.AffectedRuns.Should().Equal(Enumerable.Range(0, 10).Select(i => $"r{i}"));
        pattern.Occurrences.Should().Be(25);
    }

    [Theory] // S4.11
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("it just stopped")]
    public void What_no_rule_knows_is_unknown(string? reason)
    {
        var analysis = Analyze(Failed(reason));

        analysis.Patterns.Should().ContainSingle().Which.PatternName.Should().Be("Unknown");
        analysis.Summary.TopErrors.Should().Equal(new NamedCount("unknown", 1));
        analysis.Summary.ErrorCategories.Should().Equal(new Dictionary<string, long> { ["Unknown"] = 1 });
    }

    [Fact] // S4.17
    public void A_recommendation_has_cause_solution_time_and_number()
    {
        var todo = Analyze(Times(5, i => Failed("timeout"))).Recommendations.Should().ContainSingle().Which;

        todo.Issue.Should().Be("Timeout Error");
        todo.SeverityName.Should().Be("medium");
        todo.RootCause.Should().Be("Performance Issue");
        todo.Solution.Should().NotBeEmpty();
        todo.AffectedCount.Should().Be(5);
    }

    [Fact] // S4.17
    public void Recommendations_need_two_occurrences_and_the_most_severe_come_first() =>
        Analyze(
        [
            .. Times(1, _ => Failed("SyntaxError")), .. Times(2, _ => Failed("timeout")), .. Times(5, _ => Failed("ENOENT")),
            .. Times(6, _ => Failed("TypeError")), .. Times(10, _ => Failed("merge conflict")),
        ]).Recommendations.Select(todo => (todo.Issue, todo.SeverityName))
            .Should().Equal(("Git Error", "high"), ("Type Error", "medium"), ("File Not Found", "medium"), ("Timeout Error", "low"));

    [Theory] // S4.18
    [InlineData(2, "15–30 minutes", "low")]
    [InlineData(4, "15–30 minutes", "low")]
    [InlineData(5, "30–60 minutes", "medium")]
    [InlineData(9, "30–60 minutes", "medium")]
    [InlineData(10, "1–2 hours", "high")]
    public void The_time_to_fix_goes_by_the_number(int count, string time, string severity)
    {
        var todo = Analyze(Times(count, _ => Failed("timeout"))).Recommendations[0];

        todo.EstimatedFixTime.Should().Be(time);
        todo.SeverityName.Should().Be(severity);
    }
}
