namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>What is usual.</summary>
internal sealed record BaselineData(int Days, double DailyMean, double Expected, double? Ratio);
