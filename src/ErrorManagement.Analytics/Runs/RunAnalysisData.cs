using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>An analysis on the wire; what is null was not asked for.</summary>
internal sealed record RunAnalysisData
{
    public required int Days { get; init; }

    public required DateTime From { get; init; }

    public required DateTime GeneratedAt { get; init; }

    public required RunIntake Intake { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunSummary? Summary { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunPhaseBreakdown? Phases { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunPatternData[]? Patterns { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunTrends? Trends { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunRecommendationData[]? Recommendations { get; init; }

    public static RunAnalysisData Of(RunAnalysis analysis, RunSections sections) => new()
    {
        Days = analysis.Days,
        From = analysis.From.UtcDateTime, // written with a Z
        GeneratedAt = analysis.GeneratedAt.UtcDateTime,
        Intake = analysis.Intake,
        Summary = sections.HasFlag(RunSections.Summary) ? analysis.Summary : null,
        Phases = sections.HasFlag(RunSections.Phases) ? analysis.Phases : null,
        Patterns = sections.HasFlag(RunSections.Patterns) ? RunPatternData.Of(analysis.Patterns) : null,
        Trends = sections.HasFlag(RunSections.Trends) ? analysis.Trends : null,
        Recommendations = sections.HasFlag(RunSections.Recommendations) ? RunRecommendationData.Of(analysis.Recommendations) : null,
    };
}
