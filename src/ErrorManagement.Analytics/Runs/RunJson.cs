using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>How an analysis is written as JSON; generated, so that it works ahead of time.</summary>
[JsonSerializable(typeof(RunAnalysisData), TypeInfoPropertyName = "Analysis")]
[JsonSerializable(typeof(RunSummary), TypeInfoPropertyName = "Summary")]
[JsonSerializable(typeof(RunPhaseBreakdown), TypeInfoPropertyName = "Phases")]
[JsonSerializable(typeof(RunTrends), TypeInfoPropertyName = "Trends")]
[JsonSerializable(typeof(RunPatternData[]), TypeInfoPropertyName = "Patterns")]
[JsonSerializable(typeof(RunRecommendationData[]), TypeInfoPropertyName = "Recommendations")]
internal sealed partial class RunJson : JsonSerializerContext;
