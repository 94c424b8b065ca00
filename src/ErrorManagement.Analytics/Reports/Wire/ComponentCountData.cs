namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A component and how many errors it had.</summary>
internal sealed record ComponentCountData(string Component, long Count);
