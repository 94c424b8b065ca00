namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A day and how many errors it had.</summary>
internal sealed record DayCountData(DateOnly Date, long Count);
