namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>Whether it goes up or down; figures with one decimal.</summary>
internal sealed record TrendData(string Direction, double ChangePercent, double FirstHalfAvg, double SecondHalfAvg);
