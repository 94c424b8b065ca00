namespace ErrorManagement.Analytics.Alerts;

/// <summary>The course of one alert so far. Times are ticks of a clock that never runs backwards.</summary>
/// <param name="Since">When its condition began to hold.</param>
/// <param name="FiredAt">When it began to fire; null while it is pending.</param>
/// <param name="GoneAt">When its condition ceased to hold; null while it holds.</param>
/// <param name="ToldAt">When it was last told that it fires; null when nobody was told.</param>
internal sealed record AlertCourse(long Since, long? FiredAt = null, long? GoneAt = null, long? ToldAt = null);
