using System.Text.Json;
using ErrorManagement.Analytics.Runs;
using ErrorManagement.TestKit;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

/// <summary>JSON, text and Markdown of an analysis, whole, in several cultures and time zones.</summary>
public sealed class RunFormsTests
{
    private static readonly Dictionary<string, Func<RunAnalysis>> Scenes = new()
    {
        ["empty"] = () => Analyze(),
        ["month"] = () => RunAnalytics.Analyze(Month(), Now, options: new RunAnalyticsOptions { PhaseOrder = { "Plan", "Build", "Test", "Ship" } }),
        ["hostile"] = () => Analyze(Hostile()),
    };

    public static TheoryData<string> SceneNames => [.. Scenes.Keys];

    [Theory, MemberData(nameof(SceneNames))] // S4.3, S4.6, S4.10, S4.15, S4.17
    public void Json(string scene) => GoldenFile.CheckEverywhere($"runs-{scene}.json", () => Scenes[scene]().ToJson());

    [Theory, MemberData(nameof(SceneNames))] // S4.21, S4.23
    public void Text(string scene) => GoldenFile.CheckEverywhere($"runs-{scene}.txt", () => Scenes[scene]().ToText());

    [Theory, MemberData(nameof(SceneNames))] // S4.22
    public void Markdown(string scene) => GoldenFile.CheckEverywhere($"runs-{scene}.md", () => Scenes[scene]().ToMarkdown());

    [Fact] // S4.21
    public void The_text_begins_with_rules_title_and_summary() =>
        Scenes["month"]().ToText(RunSections.Summary).Should().StartWith(
            """
            ================================================================================
            ERROR ANALYSIS - Last 30 Days
            ================================================================================

            SUMMARY
            Total workflows: 145
            Failed workflows: 12
            Failure rate: 8.3%
            Most problematic phase: Test (5 failures)

            """);

    [Fact] // S4.21
    public void Phases_stand_in_a_column()
    {
        var text = Scenes["month"]().ToText(RunSections.Phases);

        text.Should().Contain("\nPHASE BREAKDOWN\nPlan:     0 errors (0.0%)\nBuild:    4 errors (5.2%)\n");
        text.Should().NotContain("SUMMARY").And.NotContain("TREND");
    }

    [Fact] // S4.16: text and Markdown round the change once: 44.446 % is not 44.45 % and then 44.5 %
    public void The_change_of_the_rate_is_rounded_once()
    {
        var analysis = Scenes["month"]();
        analysis = analysis with { Trends = analysis.Trends with { Trend = Trend.OfRates([50, 72.223]) } };

        analysis.Trends.PercentageChange.Should().Be(44.45);
        analysis.ToText(RunSections.Trends).Should().Contain("Direction: increasing (+44.4%)");
        analysis.ToMarkdown().Should().Contain("increasing (+44.4%)");
    }

    [Fact] // S4.7
    public void Problem_phases_are_flagged_in_the_text() => Scenes["month"]().ToText(RunSections.Phases).Should().Contain("Ship:     2 errors (100.0%) <- problem\n");

    [Fact] // S4.21
    public void Patterns_are_numbered_with_example_and_recommendation() =>
        Scenes["month"]().ToText(RunSections.Patterns).Should().Contain(
            "\nTOP ERROR PATTERNS\n1. Import Error (9 occurrences)\n   Example: \"ModuleNotFoundError: No module named 'requests'\"\n   Recommendation: ");

    [Theory] // S4.20, S4.21
    [InlineData(RunSections.None, "")]
    [InlineData(RunSections.Recommendations | RunSections.Summary, "SUMMARY,RECOMMENDATIONS")]
    [InlineData(RunSections.Trends, "FAILURE TREND")]
    [InlineData(RunSections.All, "SUMMARY,TOP ERROR PATTERNS,PHASE BREAKDOWN,FAILURE TREND,RECOMMENDATIONS")]
    public void Sections_can_be_chosen_and_combined(RunSections sections, string titles)
    {
        string[] all = ["SUMMARY", "TOP ERROR PATTERNS", "PHASE BREAKDOWN", "FAILURE TREND", "RECOMMENDATIONS"];

        var text = Scenes["month"]().ToText(sections);

        all.Where(title => text.Contains("\n" + title, StringComparison.Ordinal)).Should().Equal(titles.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_section_that_is_none_is_told()
    {
        FluentActions.Invoking(() => Analyze().ToText((RunSections)32)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Recommendations*");
        FluentActions.Invoking(() => Analyze().ToJson((RunSections)(-1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Analyze().SectionToJson(RunSections.All)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Analyze().SectionToJson(RunSections.None)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact] // S4.21
    public void A_single_day_is_one() => RunAnalytics.Analyze([], Now, 1).ToText().Should().Contain("ERROR ANALYSIS - Last 1 Day\n");

    [Theory, MemberData(nameof(SceneNames))] // S4.21
    public void No_line_of_the_text_is_wider_than_eighty_columns(string scene)
    {
        foreach (var line in Scenes[scene]().ToText().Split('\n'))
        {
            ConsoleText.Width(line).Should().BeLessThanOrEqualTo(80, line);
            line.Should().NotMatchRegex(@"\s$");
        }
    }

    [Theory, MemberData(nameof(SceneNames))]
    public void No_form_holds_a_sign_that_hurts(string scene)
    {
        var analysis = Scenes[scene]();
        foreach (var text in new[] { analysis.ToText(), analysis.ToMarkdown() })
        {
            text.Where(sign => sign != '\n').Should().NotContain(sign => char.IsControl(sign) || (sign >= '\u202A' && sign <= '\u202E') || sign == '\u200F');
            text.EnumerateRunes().Count(rune => rune.Value == 0xFFFD).Should().Be(text.Count(sign => sign == '\uFFFD'), "there are no half surrogate pairs");
        }

        analysis.ToMarkdown().Should().NotContain("<script>").And.NotContain("Build|<b>");
    }

    [Theory, MemberData(nameof(SceneNames))] // S4.22
    public void Every_part_of_the_markdown_is_there(string scene) =>
        Scenes[scene]().ToMarkdown().Split('\n').Where(line => line.StartsWith('#') && !line.StartsWith("###", StringComparison.Ordinal) && line != "## Left out")
            .Should().Equal("# Error Analysis Report", "## Summary", "## Phase Breakdown", "## Error Patterns", "## Trends", "## Recommendations");

    [Fact] // S4.22
    public void The_markdown_says_when_and_of_what_time() =>
        Scenes["empty"]().ToMarkdown().Should().Contain("**Generated:** 2030-01-31 12:00:00 UTC").And.Contain("**Period:** last 30 days, since 2030-01-01 12:00:00 UTC");

    [Fact] // S4.23
    public void The_last_fourteen_days_with_runs_are_shown()
    {
        var analysis = Analyze(Times(29, i => Failed(daysAgo: i)));

        var shown = Enumerable.Range(0, 14).Select(i => $"2030-01-{18 + i}").ToArray();
        analysis.ToText(RunSections.Trends).Split('\n').Where(line => line.StartsWith("2030", StringComparison.Ordinal)).Select(line => line[..10]).Should().Equal(shown);
        analysis.ToMarkdown().Split('\n').Where(line => line.StartsWith("| 2030", StringComparison.Ordinal)).Select(line => line[2..12]).Should().Equal(shown);
        analysis.Trends.DailyErrors.Should().HaveCount(29);
    }

    [Theory] // S4.3, S4.6, S4.10, S4.15, S4.17: names on the wire
    [InlineData(RunSections.Summary, "total_workflows,failed_workflows,failure_rate,top_errors,most_problematic_phase,error_categories")]
    [InlineData(RunSections.Phases, "phase_error_counts,phase_failure_rates,phase_error_types,total_errors,most_error_prone_phase,problem_phases")]
    [InlineData(RunSections.Patterns, "pattern_name,pattern_category,severity,occurrences,example_message,affected_phases,affected_workflows,recommendation")]
    [InlineData(RunSections.Trends, "daily_errors,trend_direction,percentage_change,average_daily_failures")]
    [InlineData(RunSections.Recommendations, "issue,severity,root_cause,solution,estimated_fix_time,affected_count")]
    public void A_section_alone_has_these_names(RunSections section, string names)
    {
        using var json = JsonDocument.Parse(Scenes["month"]().SectionToJson(section));
        var found = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement[0] : json.RootElement;

        found.EnumerateObject().Select(member => member.Name).Should().Equal(names.Split(','));
    }

    [Fact]
    public void Json_has_the_sections_that_are_asked_for()
    {
        using var json = JsonDocument.Parse(Scenes["month"]().ToJson(RunSections.Trends | RunSections.Summary));

        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("days", "from", "generated_at", "intake", "summary", "trends");
    }

    [Fact]
    public void Without_errors_the_phases_are_null_on_the_wire()
    {
        using var summary = JsonDocument.Parse(Scenes["empty"]().SectionToJson(RunSections.Summary));
        using var phases = JsonDocument.Parse(Scenes["empty"]().SectionToJson(RunSections.Phases));

        summary.RootElement.GetProperty("most_problematic_phase").ValueKind.Should().Be(JsonValueKind.Null);
        phases.RootElement.GetProperty("most_error_prone_phase").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact] // S4.22
    public async Task The_report_is_written_to_a_file_and_a_stream()
    {
        var path = Path.Combine(Path.GetTempPath(), $"runs-{Guid.NewGuid():N}.md");
        try
        {
            await File.WriteAllTextAsync(path, new string('x', 100_000));
            var analysis = Scenes["month"]();
            using var stream = new MemoryStream();

            await analysis.WriteMarkdownAsync(path);
            await analysis.WriteMarkdownAsync(stream);

            (await File.ReadAllBytesAsync(path)).Should().Equal(System.Text.Encoding.UTF8.GetBytes(analysis.ToMarkdown()));
            stream.ToArray().Should().Equal(await File.ReadAllBytesAsync(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task What_was_left_out_is_said()
    {
        using var reader = new StringReader("{\"id\":\"1\"}\nnot JSON\n\n[1]\n");

        var analysis = await new RunAnalytics(RunSource.FromJsonLines(reader), timeProvider: new FakeTimeProvider(Now)).AnalyzeAsync();

        analysis.ToText().Should().EndWith("\nLEFT OUT\n1 run without a start time\n2 entries that could not be read\n- Line 2: it is no valid JSON\n- Line 4: it is no JSON object\n");
        analysis.ToMarkdown().Should().EndWith("\n## Left out\n\n- 1 run without a start time\n- 2 entries that could not be read\n  - Line 2: it is no valid JSON\n  - Line 4: it is no JSON object\n");
    }
}
