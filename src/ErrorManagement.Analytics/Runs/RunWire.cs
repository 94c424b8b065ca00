using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Writes an analysis as JSON, in the form of exports.</summary>
internal static class RunWire
{
    private static readonly RunJson Form = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JsonForm.Encoder,
        WriteIndented = true,
        NewLine = "\n",
    });

    /// <summary>The whole, with those of the five parts that are asked for.</summary>
    public static string Of(RunAnalysis analysis, RunSections sections) => Write(RunAnalysisData.Of(analysis, sections), Form.Analysis);

    /// <summary>One part alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="section"/> is not exactly one.</exception>
    public static string OfOne(RunAnalysis analysis, RunSections section) => section switch
    {
        RunSections.Summary => Write(analysis.Summary, Form.Summary),
        RunSections.Phases => Write(analysis.Phases, Form.Phases),
        RunSections.Patterns => Write(RunPatternData.Of(analysis.Patterns), Form.Patterns),
        RunSections.Trends => Write(analysis.Trends, Form.Trends),
        RunSections.Recommendations => Write(RunRecommendationData.Of(analysis.Recommendations), Form.Recommendations),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "Exactly one of the five parts of an analysis can be written alone."),
    };

    private static string Write<T>(T value, JsonTypeInfo<T> form) => JsonSerializer.Serialize(value, form);
}
