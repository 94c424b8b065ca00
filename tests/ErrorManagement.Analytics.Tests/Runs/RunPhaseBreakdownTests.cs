using ErrorManagement.Analytics.Runs;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunPhaseBreakdownTests
{
    [Fact] // S4.6
    public void Build_with_one_good_run_and_two_failed_ones_has_two_thirds()
    {
        var phases = Analyze(Ok("Build"), Failed("timeout", "Build"), Failed("No module named 'x'", "Build")).Phases;

        phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["Build"] = 2 });
        phases.PhaseFailureRates["Build"].Should().Be(66.67);
        phases.PhaseErrorTypes["Build"].Should().Equal(new Dictionary<string, long> { ["import_error"] = 1, ["timeout_error"] = 1 });
        phases.TotalErrors.Should().Be(2);
        phases.MostErrorPronePhase.Should().Be("Build");
    }

    [Fact] // S4.6
    public void A_run_of_which_no_phase_is_known_is_in_unknown() =>
        Analyze(Failed("x"), Failed("x", "  "), Failed("x", phaseErrors: "not JSON")).Phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["Unknown"] = 3 });

    [Fact] // U37
    public void The_phases_that_a_failed_run_names_are_those_that_failed_and_not_the_one_it_is_in()
    {
        var phases = Analyze(
            Failed("summary", "Ship", phaseErrors: """{"Build": "timed out", "Test": "SyntaxError"}"""),
            Ok("Ship"),
            Ok("Test")).Phases;

        phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["Build"] = 1, ["Test"] = 1, ["Ship"] = 0 });
        phases.PhaseFailureRates.Should().Equal(new Dictionary<string, double> { ["Build"] = 100, ["Test"] = 50, ["Ship"] = 0 });
        phases.TotalErrors.Should().Be(2);
        phases.PhaseErrorTypes.Keys.Should().Equal("Build", "Test");
    }

    [Fact] // U37: the denominator are the runs that name the phase or are in it, each once
    public void A_run_that_names_the_phase_it_is_in_counts_once() =>
        Analyze(Failed("x", "Build", phaseErrors: """{"Build": "timed out"}"""), Ok("Build")).Phases.Phases.Should().ContainSingle().Which.Runs.Should().Be(2);

    [Fact]
    public void A_run_that_recovered_from_an_error_names_its_phase_and_did_not_fail_in_it()
    {
        var analysis = Analyze(Ok("Ship") with { PhaseErrors = """{"Build": "timed out"}""" });

        analysis.Phases.PhaseFailureRates.Should().Equal(new Dictionary<string, double> { ["Build"] = 0, ["Ship"] = 0 });
        analysis.Patterns.Should().BeEmpty();
    }

    [Theory] // U37: malformed JSON counts as absent, and can be read
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{'Build': 'x'}")]
    public void Phase_errors_that_are_no_object_are_absent_and_counted(string json)
    {
        var analysis = Analyze(Failed("timeout", "Test", phaseErrors: json));

        analysis.Phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["Test"] = 1 });
        analysis.Summary.TopErrors.Should().Equal(new NamedCount("timeout_error", 1));
        analysis.Intake.MalformedPhaseErrors.Should().Be(1);
    }

    [Theory] // U37: what is no character loses no phase
    [InlineData("{\"Build\": \"timed out \\ud800\"}", "Build")]
    [InlineData("{\"Build\": \"timed out \\udc00\\ud800 \\\"\\n\"}", "Build")]
    [InlineData("{\"Build\\ud800\": \"timed out\"}", "Build\uFFFD")]
    [InlineData("\uFEFF{\"Build\ud800\": \"timed out \udc00\"}", "Build\uFFFD")]
    public void Half_a_surrogate_pair_in_phase_errors_reads_as_no_character(string json, string phase)
    {
        var analysis = Analyze(Failed(phaseErrors: json));

        analysis.Phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { [phase] = 1 });
        analysis.Summary.TopErrors.Should().Equal(new NamedCount("timeout_error", 1));
        analysis.Intake.MalformedPhaseErrors.Should().Be(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"Build\": null}")]
    public void Phase_errors_that_say_nothing_are_absent_and_no_fault(string? json)
    {
        var analysis = Analyze(Failed("timeout", "Test", phaseErrors: json));

        analysis.Phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["Test"] = 1 });
        analysis.Intake.MalformedPhaseErrors.Should().Be(0);
    }

    [Fact]
    public void A_phase_without_a_text_has_that_of_the_run() =>
        Analyze(Failed("timeout", "Ship", phaseErrors: """{"Build": " "}""")).Phases.PhaseErrorTypes["Build"].Keys.Should().Equal("timeout_error");

    [Fact] // S4.7: strict
    public void Ten_percent_are_no_problem_and_a_little_more_is()
    {
        var phases = Analyze(
        [
            .. Times(1, _ => Failed("x", "Ten")), .. Times(9, _ => Ok("Ten")),
            .. Times(1_001, _ => Failed("x", "More")), .. Times(9_008, _ => Ok("More")),
        ]).Phases;

        phases.ProblemPhases.Should().Equal("More");
        phases.PhaseFailureRates["More"].Should().Be(10); // what is shown is rounded, what is judged is not
        phases.Phases.Single(phase => phase.Name == "Ten").IsProblem.Should().BeFalse();
    }

    [Fact] // B27
    public void Without_errors_no_phase_is_error_prone()
    {
        var phases = Analyze(Ok("Build"), Ok("Test")).Phases;

        phases.MostErrorPronePhase.Should().BeNull();
        phases.ProblemPhases.Should().BeEmpty();
        phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["Build"] = 0, ["Test"] = 0 });
    }

    [Fact]
    public void Of_equal_rates_the_phase_with_more_errors_is_the_most_error_prone_then_the_first_by_name()
    {
        Analyze(Failed("x", "A"), Failed("x", "B"), Failed("x", "B")).Phases.MostErrorPronePhase.Should().Be("B");
        Analyze(Failed("x", "b"), Failed("x", "B")).Phases.MostErrorPronePhase.Should().Be("B");
    }

    [Theory]
    [InlineData(1, 3, 33.33)]
    [InlineData(2, 3, 66.67)]
    [InlineData(1, 8, 12.5)]
    [InlineData(1, 800, 0.13)] // 0.125: half away from zero
    [InlineData(1, 160_000, 0)]
    public void Rates_have_two_decimals_half_away_from_zero(int failed, int all, double rate) =>
        Analyze([.. Times(failed, _ => Failed("x", "P")), .. Times(all - failed, _ => Ok("P"))]).Phases.PhaseFailureRates["P"].Should().Be(rate);

    [Fact]
    public void Most_errors_come_first_unless_an_order_is_set()
    {
        WorkRun[] runs = [Ok("Plan"), Failed("x", "Build"), Failed("x", "Test"), Failed("x", "Test"), Ok("Aha")];

        Analyze(runs).Phases.PhaseErrorCounts.Keys.Should().Equal("Test", "Build", "Aha", "Plan");
        RunAnalytics.Analyze(runs, Now, options: new RunAnalyticsOptions { PhaseOrder = { "Plan", "Build", "Absent" } }).Phases.PhaseErrorCounts.Keys
            .Should().Equal("Plan", "Build", "Test", "Aha");
    }

    [Fact]
    public void Phases_beyond_the_largest_number_are_counted_together()
    {
        var options = new RunAnalyticsOptions { MaxPhases = 2 };
        var runs = new[]
        {
            Failed("x", "A"), Failed("x", "B"), Failed("x", "C"), Failed("x"), Ok("D"),
            Failed("x", phaseErrors: """{"E": "timed out", "F": "SyntaxError"}"""),
        };

        var phases = RunAnalytics.Analyze(runs, Now, options: options).Phases;

        phases.PhaseErrorCounts.Should().Equal(new Dictionary<string, long> { ["(other)"] = 2, ["A"] = 1, ["B"] = 1, ["Unknown"] = 1 });
        phases.PhaseFailureRates["(other)"].Should().Be(66.67);
    }

    [Fact]
    public void Names_of_phases_are_trimmed_and_cut()
    {
        var phases = Analyze(Hostile()).Phases;

        phases.PhaseErrorCounts.Keys.Should().OnlyContain(name => name.Length <= 200 && name.Length > 0);
        phases.PhaseErrorCounts.Should().ContainKey("Build").And.ContainKey("Half\uFFFD");
    }
}
