using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Patterns in words for a reader.</summary>
internal static class PatternWords
{
    public static string Kind(PatternKind kind) => kind switch
    {
        PatternKind.HighFrequency => "High frequency",
        PatternKind.ComponentFlood => "Component flood",
        PatternKind.Recurring => "Recurring",
        PatternKind.LayerCascade => "Cascade through layers",
        PatternKind.Burst => "Burst",
        PatternKind.Degradation => "Degradation",
        _ => kind.ToWireName(),
    };

    /// <summary>How much of it there was, and how often it came.</summary>
    public static string Extent(PatternRow row) => row.Episodes == 1 ? Extent(row.Pattern) : $"{Extent(row.Pattern)}, {Times(row.Episodes)}";

    /// <summary>How much of it there was.</summary>
    public static string Extent(DetectedPattern pattern) => pattern.Kind switch
    {
        PatternKind.Recurring => $"up to {Count(pattern.Count)} of the last ten errors",
        PatternKind.LayerCascade => $"up to {Count(pattern.Count, "error")} in one climb",
        _ => $"up to {Count(pattern.Count, "error")} within {Length(pattern.Window)}",
    };
}
