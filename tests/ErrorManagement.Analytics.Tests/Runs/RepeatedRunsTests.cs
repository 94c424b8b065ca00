using ErrorManagement.Analytics.Runs;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RepeatedRunsTests
{
    [Fact] // S4.3, S4.6: a file with a line for each change of a status
    public void Of_a_run_that_is_given_again_the_last_entry_counts()
    {
        var analysis = Analyze(
            Ok("Build", id: "a") with { Status = "running" },
            Ok("Test", id: "b"),
            Failed("timed out", "Test", id: "a"),
            Failed("No module named 'x'", "Build", id: "c"),
            Ok("Ship", id: "c"));

        analysis.Summary.Should().BeEquivalentTo(new { TotalWorkflows = 3L, FailedWorkflows = 1L });
        analysis.Phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["Test"] = 1, ["Ship"] = 0 });
        analysis.Patterns.Should().ContainSingle().Which.Signature.Name.Should().Be("timeout_error");
        analysis.Intake.Should().BeEquivalentTo(new { Runs = 5L, Counted = 3L, Replaced = 2L });
        analysis.ToText().Should().Contain("2 entries of a run that is given again, of which the last entry counts");
        analysis.ToJson().Should().Contain("\"replaced\": 2");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Runs_without_an_id_are_runs_of_their_own(string? id) => Analyze(Times(7, _ => Failed("x", id: id))).Summary.TotalWorkflows.Should().Be(7);

    [Fact]
    public void Ids_are_the_same_character_by_character() => Analyze(Ok(id: "a"), Ok(id: "A"), Ok(id: "a ")).Summary.TotalWorkflows.Should().Be(3);

    [Theory]
    [InlineData(0, 4)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    public void It_is_looked_back_so_many_runs(int window, long counted) =>
        RunAnalytics.Analyze([Ok(id: "a"), Ok(id: "b"), Ok(id: "c"), Ok(id: "a")], Now, options: new RunAnalyticsOptions { RepeatWindow = window }).Summary.TotalWorkflows.Should().Be(counted);

    [Fact] // bounded memory
    public void Long_texts_make_the_look_back_shorter()
    {
        var recent = new RecentRuns(10_000);
        var held = 0;
        for (var i = 0; i < 100; i++)
        {
            recent.Add(Failed(new string('x', 1024 * 1024), id: $"r{i}"));
            held++;
            while (recent.TakeSurplus() is not null)
            {
                held--;
            }
        }

        held.Should().BeInRange(14, 16);
    }

    [Fact]
    public void What_is_held_counts_before_what_is_beside_it()
    {
        var analysis = RunAnalytics.Analyze([Failed("timed out in a run", id: "a")], Now, events: [new RunErrorEvent { Message = "timed out in an event", At = Now.AddHours(-1) }]);

        analysis.Patterns.Should().ContainSingle().Which.ExampleMessage.Should().Be("timed out in a run");
    }
}
