namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>A type and how often it occurred.</summary>
internal sealed record TypeCountData(string ErrorType, long Count);
