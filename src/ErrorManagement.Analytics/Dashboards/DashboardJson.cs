using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Dashboards;

/// <summary>How charts are written; generated, so that it works ahead of time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(DashboardData))]
[JsonSerializable(typeof(TimelineData))]
[JsonSerializable(typeof(TopErrorsData))]
[JsonSerializable(typeof(DistributionData))]
[JsonSerializable(typeof(ErrorRateData))]
[JsonSerializable(typeof(PatternAlertsData))]
[JsonSerializable(typeof(CircuitBreakersData))]
internal sealed partial class DashboardJson : JsonSerializerContext;
