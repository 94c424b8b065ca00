using System.Text.Json;
using System.Text.Json.Serialization;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>How reports are written; generated, so that it works ahead of time.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DailyReportData))]
[JsonSerializable(typeof(WeeklyReportData))]
[JsonSerializable(typeof(IncidentReportData))]
[JsonSerializable(typeof(StatisticalAnomalyData))]
internal sealed partial class ReportJsonContext : JsonSerializerContext
{
    /// <summary>In the form of exports: several lines, what HTML could take for markup escaped.</summary>
    public static ReportJsonContext Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JsonForm.Encoder,
        WriteIndented = true,
        NewLine = "\n",
    });
}
