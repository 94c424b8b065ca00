namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A rise that is not usual; component is null when it was seen in all errors together.</summary>
internal sealed record AnomalyData(long Timestamp, DateTimeOffset Datetime, string? Component, long ErrorCount, double Expected);
