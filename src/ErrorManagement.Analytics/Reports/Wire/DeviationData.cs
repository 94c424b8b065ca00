namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A bucket above the mean and some standard deviations.</summary>
internal sealed record DeviationData(long Timestamp, DateTimeOffset Datetime, long ErrorCount, double BaselineMean, double Threshold, double StdDevAbove);
