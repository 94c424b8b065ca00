namespace ErrorManagement.Analytics.Releases;

/// <summary>What one release tells of how an error varies.</summary>
/// <param name="Count">How often it came.</param>
/// <param name="Crowding">How crowded; null where that is not known.</param>
/// <param name="Observed">In how long.</param>
internal readonly record struct DispersionSample(long Count, MeanCrowding? Crowding, TimeSpan Observed);
